"""The order: exact where it can be, and never against a wait."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.plan.order import EXACT, Stakes, best_order, waiting


@st.composite
def stakes(draw: st.DrawFn, most: int = 5) -> Stakes:
    """Contexts with whole numbers, so that equal sums are equal, and waits only from later names to earlier ones."""
    names = [f"c{n:02}" for n in range(draw(st.integers(1, most)))]
    number = st.integers(0, 9).map(float)
    pairs = [(one, other) for one in names for other in names if one != other]
    waits = {name: tuple(other for other in names if other < name and draw(st.integers(0, 4)) == 0) for name in names}
    return Stakes(
        {name: draw(number) for name in names},
        {pair: draw(number) for pair in pairs if draw(st.booleans())},
        {name: draw(st.integers(1, 9).map(float)) for name in names},
        waits,
    )


@given(stakes())
def test_no_order_makes_value_wait_less(given_stakes: Stakes) -> None:
    found = best_order(given_stakes.own, given_stakes)
    orders = [
        order
        for order in permutations(sorted(given_stakes.own))
        if all(order.index(other) < order.index(name) for name in order for other in given_stakes.after[name])
    ]
    assert found in orders
    assert waiting(found, given_stakes) == min(waiting(order, given_stakes) for order in orders)


@given(stakes(most=EXACT + 6))
def test_waits_hold_for_many_contexts_too(given_stakes: Stakes) -> None:
    found = best_order(given_stakes.own, given_stakes)
    assert sorted(found) == sorted(given_stakes.own)
    assert all(found.index(other) < found.index(name) for name in found for other in given_stakes.after[name])


def test_value_waits_for_what_was_paid_before_and_for_what_is_paid_for_its_own_context() -> None:
    found = Stakes({"a": 1.0, "b": 2.0}, {("a", "b"): 4.0}, {"a": 10.0, "b": 1.0}, {})
    assert waiting(("a", "b"), found) == 10 * 5 + 1 * 7
    assert waiting(("b", "a"), found) == 1 * 2 + 10 * 3


def test_what_two_have_no_cuts_with_costs_the_same_whoever_left_before() -> None:
    found = Stakes({"dear": 1.0, "cheap": 0.12}, {}, {"dear": 10.0, "cheap": 1.0}, {})
    assert best_order(found.own, found) == ("dear", "cheap")


def test_beyond_the_exact_search_value_for_cost_comes_first() -> None:
    names = [f"c{n:02}" for n in range(EXACT + 2)]
    costs = {name: float(n + 1) for n, name in enumerate(names)}
    assert best_order(names, Stakes(costs, {}, dict.fromkeys(names, 1.0), {})) == tuple(names)


def test_cuts_paid_by_an_earlier_tier_are_not_paid_again() -> None:
    found = Stakes(
        {"a": 1.0, "b": 1.0, "z": 0.0}, {("a", "z"): 50.0, ("b", "z"): 2.0}, {"a": 1.0, "b": 1.0, "z": 1.0}, {}
    )
    assert best_order(["a", "b"], found) == ("b", "a")
    assert found.cost("a", ["z"]) == 1.0


@pytest.mark.parametrize("number", [2, EXACT + 1])
def test_a_circle_of_waits_is_refused(number: int) -> None:
    names = [f"c{n:02}" for n in range(number)]
    circle = {names[0]: (names[-1],), names[-1]: (names[0],)}
    with pytest.raises(ValueError, match="circle"):
        best_order(names, Stakes(dict.fromkeys(names, 1.0), {}, dict.fromkeys(names, 1.0), circle))
