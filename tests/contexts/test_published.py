"""Published measures: one small system worked out by hand from the definitions, and the bounds that they promise."""

from math import e, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.contexts.measures.published import (
    business_context_purity,
    database_purity,
    inter_partition_calls,
    interface_number,
    non_extreme_distribution,
    structural_modularity,
)

HOME = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2"}
CALLS = {("a", "b"): 1.0, ("b", "a"): 1.0, ("b", "c"): e, ("c", "d"): e, ("e", "d"): 1.0, ("Root", "a"): 9.0}

units = [f"u{number}" for number in range(8)]
homes = st.fixed_dictionaries({unit: st.sampled_from("xyz") for unit in units})
calls = st.dictionaries(st.tuples(st.sampled_from(units), st.sampled_from(units)), st.integers(1, 99).map(float))


def test_sm_is_cohesion_less_coupling() -> None:
    """Pairs: ab and bc of three in 1, de of two in 2, cd across: (2/9 + 1/4) / 2 − 2 / 2 · 1 / 6."""
    assert structural_modularity(HOME, CALLS) == pytest.approx((2 / 9 + 1 / 4) / 2 - 1 / 6)


def test_sm_counts_a_call_to_itself_unless_the_unit_is_the_last_of_its_cluster() -> None:
    assert structural_modularity(HOME, {**CALLS, ("c", "c"): 1.0}) == structural_modularity(HOME, CALLS)
    more = structural_modularity(HOME, {**CALLS, ("a", "a"): 1.0}) - structural_modularity(HOME, CALLS)
    assert more == pytest.approx(1 / 9 / 2)


def test_sm_of_one_cluster_has_no_coupling() -> None:
    assert structural_modularity(dict.fromkeys(HOME, ""), CALLS) == pytest.approx(4 / 25)


def test_icp_weighs_calls_by_the_logarithm_of_their_volume() -> None:
    """Inside ab, ba and ed count 1 each and bc 2; cd across counts 2."""
    assert inter_partition_calls(HOME, CALLS) == pytest.approx(2 / 7)


def test_ifn_counts_pairs_across_per_cluster() -> None:
    assert interface_number(HOME, CALLS) == 1 / 2
    assert interface_number({**HOME, "c": "3"}, CALLS) == 2 / 3


def test_ned_is_the_share_of_units_in_clusters_too_small_or_too_large() -> None:
    sizes = {"few": 4, "least": 5, "most": 20, "many": 21}
    home = {f"{name}{number}": name for name, size in sizes.items() for number in range(size)}
    assert non_extreme_distribution(home) == pytest.approx(25 / 50)


def test_bcp_is_the_mean_logarithm_of_use_cases() -> None:
    """1 takes part in buy, sell and Unknown (of c), 2 in sell alone: (ln 3 + ln 1) / 2."""
    use_cases = {"a": ["buy"], "b": ["buy", "sell"], "d": ["sell"], "e": ["sell"]}
    assert business_context_purity(HOME, use_cases) == pytest.approx(log(3) / 2)


def test_database_purity_is_one_less_the_mean_entropy_of_the_users_of_tables() -> None:
    """One table has users in one cluster; of the other's four users one is in the other cluster."""
    users = {"accounts": ["a", "b", "b"], "orders": ["a", "b", "c", "d", "unknown"]}
    entropy = -(3 / 4 * log(3 / 4) + 1 / 4 * log(1 / 4))
    assert database_purity(HOME, users) == pytest.approx(1 - entropy / 2)
    assert database_purity(HOME, {}) == 1


@given(homes, calls)
def test_shares_are_shares_and_one_cluster_has_nothing_across(
    home: dict[str, str], seen: dict[tuple[str, str], float]
) -> None:
    assert 0 <= inter_partition_calls(home, seen) <= 1
    assert 0 <= non_extreme_distribution(home) <= 1
    assert -1 <= structural_modularity(home, seen) <= 1
    whole = dict.fromkeys(home, "")
    assert (inter_partition_calls(whole, seen), interface_number(whole, seen)) == (0, 0)


def test_nothing_has_published_measures_too() -> None:
    assert structural_modularity({}, {}) == inter_partition_calls({}, {}) == interface_number({}, {}) == 0
    assert non_extreme_distribution({}) == business_context_purity({}, {}) == 0
