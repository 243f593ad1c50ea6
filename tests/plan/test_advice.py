"""Advice: sentences that an architect can act on."""

import pytest
from msgspec.structs import replace

from decompose.contexts.context import Measures
from decompose.design.cuts.ledger import ledger_of
from decompose.design.data.ownership import own_tables
from decompose.evidence.findings import Findings, Ratio
from decompose.plan.advice import _basis, _leaving, instead_of_splitting
from decompose.plan.candidate import candidates
from tests.build import module, world
from tests.design.worlds import catalog, context


@pytest.mark.parametrize(
    ("free", "later", "said"),
    [
        (1, 2, "1 can leave as it is and 2 once what is said of them is settled"),
        (3, 0, "3 can leave as they are"),
        (0, 1, "1 can leave once what is said of it is settled"),
    ],
)
def test_of_no_context_it_is_said_that_0_can_leave(free: int, later: int, said: str) -> None:
    assert _leaving(free, later) == said


@pytest.mark.parametrize(
    ("crossing", "instead"), [(0.5, ""), (0.51, "Modularise in place: 51% of the coupling crosses ")]
)
def test_boundaries_that_most_coupling_crosses_are_no_seams_for_services(crossing: float, instead: str) -> None:
    names = ("a", "b", "c")
    contexts = replace(
        catalog(*(context(name, f"{name}.py") for name in names)), measures=Measures(0.1, crossing, 0.5, 2)
    )
    findings = world(*(module(f"{name}.py", 4000) for name in names))
    ownership = own_tables(findings, contexts)
    found = candidates(findings, contexts, ownership, ledger_of(findings, contexts, ownership), ())
    assert instead_of_splitting(contexts, found).startswith(instead)
    assert bool(instead_of_splitting(contexts, found)) is bool(instead)


def test_a_share_of_one_makes_no_lower_bound() -> None:
    understood = (Ratio("accesses resolved", 0, 1), Ratio("calls resolved", 1, 40))
    sentences = _basis(Findings(understood=understood))
    assert sentences[0] == "Take the cuts as a lower bound: calls resolved 2% (1 of 40)."


def test_what_is_understood_for_the_most_part_makes_no_lower_bound() -> None:
    def said(resolved: int) -> str:
        return _basis(Findings(understood=(Ratio("calls resolved", resolved, 100),)))[0]

    assert said(79) == "Take the cuts as a lower bound: calls resolved 79% (79 of 100)."
    assert said(80).startswith("There is no history")
