"""Sparse matrices: from pairs with amounts to symmetric, row-normalised nearest-neighbour matrices."""

from collections.abc import Mapping
from typing import Any


def symmetric(amounts: Mapping[tuple[int, int], float], size: int) -> Any:
    """The CSR matrix that holds each amount at (i, j) and at (j, i); the diagonal stays empty."""
    import numpy as np
    from scipy.sparse import csr_matrix

    pairs = sorted(pair for pair in amounts if pair[0] != pair[1] and amounts[pair] > 0)
    rows = np.array([i for i, _ in pairs], dtype=np.int64)
    columns = np.array([j for _, j in pairs], dtype=np.int64)
    values = np.array([amounts[pair] for pair in pairs], dtype=np.float64)
    half = csr_matrix((values, (rows, columns)), shape=(size, size))
    return canonical(half + half.T)


def cosine(features: Any, nearest_only: int) -> Any:
    """Cosine similarity between the rows of a CSR matrix of features, without the diagonal.

    Only the `nearest_only` most similar columns of each row are kept (and their mirror images), row block by row block,
    so that memory grows with the number of rows and not with its square.
    """
    from scipy.sparse import vstack

    unit = unit_rows(features)
    size, block = unit.shape[0], 512
    blocks = [
        nearest(without_diagonal(unit[start : start + block] @ unit.T, start), nearest_only)
        for start in range(0, size, block)
    ]
    if not blocks:
        return canonical(features @ features.T)
    kept = canonical(vstack(blocks))
    return canonical(kept.maximum(kept.T))


def unit_rows(features: Any) -> Any:
    """The rows scaled to Euclidean length 1; empty rows stay empty."""
    import numpy as np
    from scipy.sparse import diags

    lengths = np.sqrt(np.asarray(features.multiply(features).sum(axis=1)).ravel())
    return canonical(diags(_inverse(lengths)) @ features)


def shares(amounts: Any) -> Any:
    """The rows scaled to sum 1; empty rows stay empty."""
    import numpy as np
    from scipy.sparse import diags

    return canonical(diags(_inverse(np.asarray(amounts.sum(axis=1)).ravel())) @ amounts)


def nearest(amounts: Any, neighbours: int) -> Any:
    """Each row's largest amounts, at most `neighbours` of them; of equal ones the first columns stay."""
    import numpy as np
    from scipy.sparse import csr_matrix

    matrix = canonical(amounts)
    kept = np.ones(matrix.nnz, dtype=bool)
    for row in np.flatnonzero(np.diff(matrix.indptr) > neighbours):
        start, stop = matrix.indptr[row], matrix.indptr[row + 1]
        values = matrix.data[start:stop]
        least = np.partition(values, -neighbours)[-neighbours]
        kept[start:stop] = values > least
        ties = np.flatnonzero(values == least)[: neighbours - int(kept[start:stop].sum())]
        kept[start + ties] = True
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))[kept]
    return canonical(csr_matrix((matrix.data[kept], (rows, matrix.indices[kept])), shape=matrix.shape))


def upper(matrix: Any) -> list[tuple[int, int]]:
    """The places (i, j) with i < j where the matrix is not zero, in order."""
    entries = matrix.tocoo()
    return [(i, j) for i, j in zip(entries.row.tolist(), entries.col.tolist(), strict=True) if i < j]


def values_at(matrix: Any, places: Any) -> list[float]:
    """The values at these places (i, j), rows of an array or pairs, 0 where the matrix has none."""
    import numpy as np

    matrix = canonical(matrix)
    width = matrix.shape[1]
    known = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)) * width + matrix.indices
    rows_and_columns = np.asarray(places, dtype=np.int64).reshape(-1, 2)
    wanted = rows_and_columns[:, 0] * width + rows_and_columns[:, 1]
    found = np.searchsorted(known, wanted)
    values = np.zeros(len(wanted))
    if len(known):
        hit = known[np.minimum(found, len(known) - 1)] == wanted
        values[hit] = matrix.data[found[hit]]
    found_values: list[float] = values.tolist()
    return found_values


def without_diagonal(amounts: Any, first_row: int = 0) -> Any:
    """The matrix without the entries at (i, i + first_row)."""
    import numpy as np

    matrix = canonical(amounts)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    matrix.data[matrix.indices == rows + first_row] = 0.0
    return canonical(matrix)


def canonical(matrix: Any) -> Any:
    """The matrix as CSR with sorted columns and no explicit zeros, so that equal matrices have equal arrays."""
    compressed = matrix.tocsr()
    compressed.sum_duplicates()
    compressed.eliminate_zeros()
    compressed.sort_indices()
    return compressed


def _inverse(values: Any) -> Any:
    import numpy as np

    return np.divide(1.0, values, out=np.zeros_like(values, dtype=np.float64), where=values > 0)
