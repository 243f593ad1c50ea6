"""People: what reports say of teams, and that too little history is said to be too little."""

import pytest
from msgspec.structs import replace

from decompose.design.people.topology import Contended, ContextPeople, Owner, TeamShare, TeamTopology
from decompose.result.explain.explain import explain_people
from decompose.result.explain.teams import contended
from decompose.result.people import (
    by_quarter,
    contention_of,
    fit_of,
    knowledge_of,
    lowest_factor,
    of_candidates,
    spread_of,
    who_changes,
)
from tests.decompositions import shop


def people(fit: float | None = None, **shares: float) -> ContextPeople:
    """A context of 100 changes that teams share; `nobody` is who is in none."""
    teams = tuple(TeamShare("" if name == "nobody" else name, round(100 * part), part) for name, part in shares.items())
    return ContextPeople("shop", 100, 9, 1, teams, fit=fit)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (people(0.9, a=0.8, b=0.2), "fits a"),
        (people(0.1, a=0.8, b=0.2), "mostly a, as everywhere"),
        (people(0.9, a=0.6, b=0.4), "mostly a"),
        (people(0.9, a=0.4, b=0.35, c=0.2, d=0.05), "shared by a, b and c"),
        (people(0.9, nobody=0.6, a=0.4), "shared by a"),
        (people(None, a=1.0), "a, as everywhere"),
        (ContextPeople("shop", 19, teams=(TeamShare("a", 19, 1.0),)), "insufficient history"),
        (people(None, nobody=1.0), "no team"),
        (people(), ""),
    ],
)
def test_a_boundary_fits_a_team_or_is_shared(of: ContextPeople, said: str) -> None:
    assert fit_of(of) == said


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (people(0.9, a=0.8, nobody=0.2), "a 80%, no team 20%"),
        (ContextPeople("shop", 30, owners=(Owner("author x", 0.6),)), "author x 60%"),
        (ContextPeople("shop", 30), "many"),
        (ContextPeople("shop", 19), "insufficient history"),
    ],
)
def test_who_changes_a_context_is_told_by_teams_else_by_the_few_who_made_half(of: ContextPeople, said: str) -> None:
    assert who_changes(of) == said


def test_contention_counts_the_changes_of_all_but_the_main_team() -> None:
    met = (Contended("a.py", (("x", 5), ("y", 3), ("z", 1))), Contended("b.py", (("y", 2), ("x", 1))))
    said = contention_of(ContextPeople("shop", 40, contended=met))
    assert said == "2 modules are changed by several teams, 5 of 40 changes not by the main one."
    assert contention_of(ContextPeople("shop", 40)) == ""


@pytest.mark.parametrize(
    ("factor", "lost", "said"),
    [
        (0, 0.6, "Bus factor 0: of half"),
        (1, 0.6, "once 1 person leaves"),
        (3, 0.6, "once 3 people leave"),
        (None, 0.6, "insufficient history"),
        (3, None, "insufficient history"),
        (3, 0.6, "60% of its lines"),
    ],
)
def test_what_is_known_and_lost_is_told_or_that_history_is_too_short(
    factor: int | None, lost: float | None, said: str
) -> None:
    assert said in " ".join(knowledge_of(ContextPeople("shop", bus_factor=factor, lost=lost)))


def test_nothing_lost_is_not_told() -> None:
    assert len(knowledge_of(ContextPeople("shop", bus_factor=3, lost=0.0))) == 1


def test_quarters_end_with_their_trend() -> None:
    assert by_quarter((1, 1, 1, 1, 5, 5, 5, 5)) == "1, 1, 1, 1, 5, 5, 5, 5 (rising)"
    assert by_quarter((1, 2)) == "1, 2"


def test_spread_is_of_those_who_changed_enough() -> None:
    assert spread_of(TeamTopology(spread=(1, 3, 0, 2))).endswith(
        "1 works in one context and 2 in three or more (a tenth of their changes each)."
    )
    assert spread_of(TeamTopology()) == ""


def test_contexts_that_hang_on_one_person_are_counted() -> None:
    factors = (0, 1, 2, None)
    topology = TeamTopology(contexts=tuple(ContextPeople("c", bus_factor=factor) for factor in factors))
    assert lowest_factor(topology) == "2 of 3 contexts rest on one person or none."
    assert lowest_factor(TeamTopology(contexts=(ContextPeople("c", bus_factor=2),))) == ""


def test_a_shared_kernel_is_no_candidate_that_people_are_counted_for() -> None:
    kernel = ContextPeople("shared-kernel", bus_factor=1)
    topology = replace(shop().topology, contexts=(*shop().topology.contexts, kernel))
    assert of_candidates(replace(shop(), topology=topology)) == shop().topology


def test_a_result_without_history_says_that_nobody_is_known() -> None:
    unknown = explain_people(replace(shop(), topology=TeamTopology()))
    assert unknown.title == "Who works on what is not known"
    assert "Insufficient history" in unknown.sections[0].sentences[0]


def test_where_teams_meet_is_told_of_all_contexts_at_once() -> None:
    here = ContextPeople("here", contended=(Contended("a.py", (("x", 5), ("y", 1))),))
    there = ContextPeople(
        "there", contended=(Contended("b.py", (("y", 4), ("x", 3))), Contended("0.py", (("x", 2), ("y", 1))))
    )
    found = contended(TeamTopology(contexts=(here, there)))
    assert [(context, each.unit) for context, each in found] == [("there", "b.py"), ("there", "0.py"), ("here", "a.py")]
