"""Features: from what modules have in common (words, tables, users) to weighted feature vectors."""

from collections.abc import Mapping
from itertools import pairwise
from math import log
from typing import Any


def tf_idf(counts: Mapping[int, Mapping[str, float]], size: int) -> tuple[Any, tuple[str, ...]]:
    """The CSR matrix of (1 + log count) · log(1 + owners / owners of the feature), and the features by column.

    Owners are modules that have any feature at all. Features of one owner are left out: they make nobody similar.
    """
    from scipy.sparse import csr_matrix

    from decompose.coupling.sparse import canonical

    spread = spread_of(counts)
    names = tuple(sorted(name for name, owners in spread.items() if owners > 1))
    column = {name: position for position, name in enumerate(names)}
    owners = sum(1 for features in counts.values() if features)
    rows, columns, values = [], [], []
    for module in sorted(counts):
        for name in sorted(counts[module]):
            if name in column and counts[module][name] > 0:
                rows.append(module)
                columns.append(column[name])
                values.append((1 + log(max(1.0, counts[module][name]))) * log(1 + owners / spread[name]))
    return canonical(csr_matrix((values, (rows, columns)), shape=(size, len(names)))), names


def spread_of(counts: Mapping[int, Mapping[str, float]]) -> dict[str, int]:
    """How many modules have each feature."""
    spread: dict[str, int] = {}
    for module in sorted(counts):
        for name in counts[module]:
            spread[name] = spread.get(name, 0) + 1
    return spread


def heaviest(features: Any, names: tuple[str, ...], most: int = 30) -> list[dict[str, float]]:
    """For each row its heaviest features with their weights: what sentences about pairs are made of."""
    from decompose.coupling.sparse import nearest

    kept = nearest(features, most)
    columns, values, bounds = kept.indices.tolist(), kept.data.tolist(), kept.indptr.tolist()
    return [
        {names[column]: value for column, value in zip(columns[start:stop], values[start:stop], strict=True)}
        for start, stop in pairwise(bounds)
    ]


def in_common(one: Mapping[str, float], other: Mapping[str, float], most: int = 3) -> str:
    """The features that bring two rows together, heaviest first, as people write a list."""
    product = {name: one[name] * other[name] for name in one.keys() & other.keys()}
    return ", ".join(sorted(product, key=lambda name: (-product[name], name))[:most])
