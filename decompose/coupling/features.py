"""Features: from what modules have in common (words, tables, users) to weighted feature vectors."""

from collections.abc import Mapping
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


def common_features(features: Any, names: tuple[str, ...], i: int, j: int, most: int = 3) -> tuple[str, ...]:
    """The features that bring two rows together, heaviest first."""
    product = features[i].multiply(features[j]).tocoo()
    ranked = sorted(zip(product.data, product.col, strict=True), key=lambda pair: (-pair[0], names[pair[1]]))
    return tuple(names[column] for _, column in ranked[:most])
