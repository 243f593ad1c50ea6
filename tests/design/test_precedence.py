"""Orders of dependencies, and the cheapest of them to give up so that nothing goes round in a circle."""

from itertools import permutations
from math import fsum

from hypothesis import given
from hypothesis import strategies as st

from decompose.design.cuts.ledger import CutLedger, CutTotal
from decompose.design.map.breaks import Break, breaks_of
from decompose.design.map.cycles import shortest_cycles
from decompose.design.map.precedence import EXACT, backward, cyclic_groups, downstream_first, greedy

NODES = [f"n{i:02}" for i in range(14)]
PAIRS = st.dictionaries(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda pair: pair[0] != pair[1]),
    st.floats(0.1, 9),
    max_size=40,
)
FEW = ["a", "b", "c", "d", "e"]
SMALL = st.dictionaries(
    st.tuples(st.sampled_from(FEW), st.sampled_from(FEW)).filter(lambda pair: pair[0] != pair[1]),
    st.integers(1, 9).map(float),
)


@given(PAIRS)
def test_an_order_is_a_permutation_in_which_cycles_stand_together(weights: dict[tuple[str, str], float]) -> None:
    order = downstream_first(NODES, weights)
    assert sorted(order) == NODES
    for group in cyclic_groups(NODES, weights):
        places = sorted(order.index(node) for node in group)
        assert places[-1] - places[0] == len(group) - 1


@given(PAIRS)
def test_between_cycles_everything_comes_before_what_it_depends_on(weights: dict[tuple[str, str], float]) -> None:
    order = downstream_first(NODES, weights)
    group_of = {node: index for index, group in enumerate(cyclic_groups(NODES, weights)) for node in group}
    assert all(order.index(a) < order.index(b) for a, b in weights if group_of[a] != group_of[b])


def test_inside_a_cycle_the_light_arrow_points_back() -> None:
    weights = {("a", "b"): 9.0, ("b", "c"): 9.0, ("c", "a"): 1.0}
    assert downstream_first(["a", "b", "c"], weights) == ["a", "b", "c"]


def weight(order: list[str], weights: dict[tuple[str, str], float]) -> float:
    return sum(weights[pair] for pair in backward(order, weights))


@given(SMALL)
def test_in_a_small_system_no_order_has_less_weight_pointing_back(weights: dict[tuple[str, str], float]) -> None:
    found = weight(downstream_first(FEW, weights), weights)
    assert found == min(weight(list(order), weights) for order in permutations(FEW))


@given(PAIRS)
def test_without_what_points_back_nothing_goes_round(weights: dict[tuple[str, str], float]) -> None:
    closing = backward(downstream_first(NODES, weights), weights)
    assert shortest_cycles(pair for pair in weights if pair not in closing) == ()
    assert bool(closing) == bool(shortest_cycles(weights))


def test_in_a_large_circle_single_nodes_are_moved_while_that_helps() -> None:
    ring = [f"r{i:02}" for i in range(EXACT + 4)]
    weights = dict.fromkeys(zip(ring, [*ring[1:], ring[0]], strict=True), 5.0)
    weights[ring[7], ring[8]] = 1.0
    assert backward(downstream_first(ring, weights), weights) == [(ring[7], ring[8])]


def test_the_cheapest_relations_of_all_circles_are_given_up_with_what_they_cost() -> None:
    totals = (
        CutTotal("a", "b", 9, 30.0),
        CutTotal("b", "a", 2, 4.0),
        CutTotal("b", "c", 3, 5.0),
        CutTotal("c", "a", 8, 20.0),
    )
    found = breaks_of([(total.from_context, total.to_context) for total in totals], CutLedger((), totals))
    assert found == (Break(4.0, 2, "b", "a"), Break(5.0, 3, "b", "c"))
    assert breaks_of([("a", "b"), ("b", "c")], CutLedger((), totals)) == ()


def by_the_book(nodes: list[str], weights: dict[tuple[str, str], float]) -> list[str]:
    """Eades, Lin and Smyth as they tell it, every sum made anew each time; ties as ours, by name."""
    left: list[str] = []
    right: list[str] = []
    while nodes:
        among = {pair: weight for pair, weight in weights.items() if {*pair} <= {*nodes}}
        out = {node: fsum(weight for (a, _), weight in among.items() if a == node) for node in nodes}
        into = {node: fsum(weight for (_, b), weight in among.items() if b == node) for node in nodes}
        chosen = max(nodes, key=lambda node: (not out[node], out[node] - into[node], node))
        left, right = ([*left, chosen], right) if out[chosen] else (left, [chosen, *right])
        nodes = [node for node in nodes if node != chosen]
    return left + right


@given(PAIRS)
def test_sums_kept_up_to_date_give_the_order_of_sums_made_anew(weights: dict[tuple[str, str], float]) -> None:
    assert greedy(NODES, weights) == by_the_book(NODES, weights)
