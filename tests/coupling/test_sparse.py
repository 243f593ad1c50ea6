"""Sparse matrices: nearest neighbours, shares, cosines, compared with plain arithmetic."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from decompose.coupling.sparse import cosine, nearest, shares, symmetric, upper, values_at, without_diagonal

matrices = st.integers(1, 7).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 4), min_size=n, max_size=n), min_size=n, max_size=n)
)


@given(matrices, st.integers(1, 4))
def test_nearest_keeps_the_largest_of_each_row(rows: list[list[int]], most: int) -> None:
    kept = nearest(csr_matrix(np.array(rows, dtype=float)), most).toarray()
    for row, found in zip(rows, kept.tolist(), strict=True):
        assert sorted(filter(None, found), reverse=True) == sorted(filter(None, row), reverse=True)[:most]


def test_of_equal_neighbours_the_first_stay() -> None:
    assert nearest(csr_matrix([[0.0, 1, 1, 1]]), 2).toarray().tolist() == [[0, 1, 1, 0]]


@given(matrices)
def test_rows_of_shares_sum_to_one_or_are_empty(rows: list[list[int]]) -> None:
    sums = shares(csr_matrix(np.array(rows, dtype=float))).sum(axis=1)
    assert [round(float(s), 9) for s in np.asarray(sums).ravel()] == [1.0 if any(row) else 0.0 for row in rows]


@settings(deadline=None)
@given(matrices)
def test_cosine_is_the_textbook_cosine(rows: list[list[int]]) -> None:
    array = np.array(rows, dtype=float)
    found = cosine(csr_matrix(array), len(rows)).toarray()
    for i, one in enumerate(array):
        for j, other in enumerate(array):
            lengths = np.linalg.norm(one) * np.linalg.norm(other)
            assert found[i, j] == pytest.approx(one @ other / lengths if lengths and i != j else 0.0)


def test_cosine_works_in_blocks_of_rows() -> None:
    features = csr_matrix(np.tile(np.eye(2), (600, 1)))
    found = cosine(features, 3)
    assert found.shape == (1200, 1200)
    assert found.diagonal().sum() == 0
    assert found[0, 2] == found[1199, 1] == pytest.approx(1.0)


def test_values_at_places_without_an_entry_are_zero() -> None:
    matrix = symmetric({(0, 1): 2.0, (1, 1): 9.0}, 3)
    assert upper(matrix) == [(0, 1)]
    assert values_at(matrix, [(0, 1), (1, 0), (0, 2), (1, 1)]) == [2.0, 2.0, 0.0, 0.0]
    assert values_at(symmetric({}, 3), [(0, 1)]) == [0.0]


def test_the_diagonal_of_a_block_of_rows_starts_at_its_first_row() -> None:
    assert without_diagonal(csr_matrix(np.ones((1, 3))), 2).toarray().tolist() == [[1, 1, 0]]
