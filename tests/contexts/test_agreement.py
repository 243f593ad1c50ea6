"""Agreement of partitions: worked examples, and an independent oracle for MoJoFM."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.contexts.measures.agreement import adjusted_rand, mojofm

AUTHORITY = dict(zip("abcdefgh", "11112223", strict=True))
partitions = st.lists(st.sampled_from("xyz"), min_size=4, max_size=4).map(
    lambda homes: dict(zip("abcd", homes, strict=True))
)


def test_a_partition_agrees_with_itself_whatever_its_clusters_are_called() -> None:
    renamed = {unit: f"cluster {home}" for unit, home in AUTHORITY.items()}
    assert (mojofm(renamed, AUTHORITY), adjusted_rand(renamed, AUTHORITY)) == (1, 1)


def test_mojofm_counts_moves_and_joins() -> None:
    """One unit (d) has to move, nothing to be joined; of the 8 units 3 can stay in the worst candidate, one a cluster."""
    candidate = dict(zip("abcdefgh", "11122224", strict=True))
    assert mojofm(candidate, AUTHORITY) == pytest.approx(1 - 1 / 5)


def test_a_cluster_gives_way_where_it_is_as_near_to_another_so_that_each_has_one_of_its_own() -> None:
    candidate = {"a": "first", "b": "first", "c": "second"}
    authority = {"a": "x", "b": "y", "c": "x"}
    assert mojofm(candidate, authority) == 0  # one move; two, were both clusters taken for x


def test_mojofm_of_all_in_one() -> None:
    """All but the four of the largest cluster must move."""
    assert mojofm(dict.fromkeys(AUTHORITY, ""), AUTHORITY) == pytest.approx(1 - 4 / 5)


def test_the_adjusted_rand_index_of_a_worked_example() -> None:
    """Pairs together: in both 2, in one 6, in the other 3, of 15; by chance 6 · 3 / 15 = 1.2 would be in both."""
    one = dict(zip("abcdef", "xxxyyy", strict=True))
    other = dict(zip("abcdef", "ppqqrr", strict=True))
    assert adjusted_rand(one, other) == pytest.approx((2 - 1.2) / ((6 + 3) / 2 - 1.2))


def moves_and_joins(candidate: dict[str, str], authority: dict[str, str]) -> int:
    """By trying every way to name the clusters of the candidate after those of the authority."""
    ours, theirs = sorted(set(candidate.values())), sorted(set(authority.values()))
    ways = []
    for names in product(theirs, repeat=len(ours)):
        tag = dict(zip(ours, names, strict=True))
        moves = sum(tag[candidate[unit]] != authority[unit] for unit in candidate)
        ways.append(moves + len(ours) - len(set(names)))
    return min(ways)


@settings(max_examples=15, deadline=None)
@given(partitions, partitions)
def test_mojofm_is_one_less_the_fewest_moves_and_joins_of_the_most(one: dict[str, str], other: dict[str, str]) -> None:
    every = [dict(zip("abcd", homes, strict=True)) for homes in product("wxyz", repeat=4)]
    worst = max(moves_and_joins(candidate, other) for candidate in every)
    assert mojofm(one, other) == pytest.approx(1 - moves_and_joins(one, other) / worst)
