"""Areas: few groups of contexts, each context in one, those together that are coupled most beyond chance."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from decompose.contexts.areas import MOST, areas_of
from decompose.coupling.graph import Coupling, CouplingGraph

NAMES = "abcdefghijkl"


def areas(weights: dict[tuple[str, str], float], names: str = NAMES) -> list[str]:
    """The areas of contexts of two modules each, which are coupled with 10, between whose first ones the weights are."""
    within = [Coupling(f"{name}1", f"{name}2", 10.0) for name in names]
    between = [Coupling(f"{one}1", f"{other}1", weight) for (one, other), weight in weights.items()]
    couplings = tuple(sorted([*within, *between]))
    home = {f"{name}{number}": name for name in names for number in (1, 2)}
    found = areas_of(CouplingGraph(tuple(sorted(home)), couplings), home, dict.fromkeys(names, 1))
    return sorted("".join(sorted(area.contexts)) for area in found)


def chained(groups: list[str], inside: float, across: float) -> dict[tuple[str, str], float]:
    """Each group's neighbours coupled, and the groups to their next by their first."""
    within = {(one, other): inside for group in groups for one, other in pairwise(group)}
    return within | {(one[0], other[0]): across for one, other in pairwise(groups)}


def test_a_few_contexts_need_no_areas() -> None:
    assert areas(chained(["abc", "defg"], 2, 1), "abcdefg") == []


def test_contexts_that_are_coupled_most_are_one_area() -> None:
    groups = ["ab", "cd", "ef", "gh", "ij", "k", "l"]
    assert areas(chained(groups, 5, 1)) == groups


def test_what_everybody_uses_is_not_glued_to_whoever_uses_it_most() -> None:
    pairs = ["bc", "de", "fg", "hi", "jk"]
    weights = {("a", other): 3.0 for other in "bcdefghijkl"}
    found = areas(weights | {(pair[0], pair[1]): 5.0 for pair in pairs})
    assert set(pairs) <= set(found)


def test_contexts_without_any_coupling_stay_alone_however_many_they_are() -> None:
    assert areas({("a", "b"): 1.0, ("c", "d"): 1.0}) == ["ab", "cd", *"efghijkl"]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] < pair[1]),
        st.floats(0.01, 9),
        max_size=30,
    )
)
def test_every_context_is_in_one_area_whatever_order_couplings_come_in(weights: dict[tuple[str, str], float]) -> None:
    found = areas(weights)
    assert sorted("".join(found)) == list(NAMES)
    assert len(found) >= MOST
    assert areas(dict(reversed(weights.items()))) == found
