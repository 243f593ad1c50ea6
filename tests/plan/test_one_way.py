"""One way: nothing that crosses is lost between what is due and what may stay, and the price of a step is made of both."""

from math import fsum, isclose

from hypothesis import given, settings

from decompose.contexts.context import ContextCatalog
from decompose.design.cuts.ledger import ledger_of
from decompose.design.data.ownership import own_tables
from decompose.design.map.context_map import map_contexts
from decompose.design.transactions.transactions import split_transactions
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.plan.candidate import Candidate, candidates
from decompose.plan.effort import KEPT, effort_of
from decompose.plan.judging import PRICE_OF_RISK, judge
from decompose.plan.one_way import CALLS, OneWay, Way
from decompose.plan.stakes import DRIVER_OF, between_of, stakes_of
from tests.build import link, world
from tests.design.worlds import designs, three

K = EvidenceKind
SIDES = ("orders", "billing")


def found(design: tuple[Findings, ContextCatalog]) -> tuple[Candidate, ...]:
    findings, contexts = design
    ownership = own_tables(findings, contexts)
    ledger = ledger_of(findings, contexts, ownership)
    return candidates(findings, contexts, ownership, ledger, split_transactions(findings, contexts, ownership))


@given(designs())
@settings(max_examples=60)
def test_every_cut_with_a_price_is_due_or_kept_and_paid_by_a_driver(design: tuple[Findings, ContextCatalog]) -> None:
    for candidate in found(design):
        path = OneWay.of(candidate)
        priced = [cut for cut in candidate.cuts if cut.effort > 0]
        assert len(path.due) + len(path.kept) == len(priced)
        assert all(cut.kind in CALLS for cut in path.kept)
        assert {EvidenceKind(cut.kind) for cut in priced} <= DRIVER_OF.keys()
        paid = fsum(d.points for d in effort_of(candidate) if d.name in set(DRIVER_OF.values()))
        assert isclose(paid, path.points + KEPT * fsum(cut.effort for cut in path.kept), abs_tol=1e-9)


@given(designs())
@settings(max_examples=40)
def test_nobody_pays_more_for_others_than_what_is_due(design: tuple[Findings, ContextCatalog]) -> None:
    findings, contexts = design
    ownership = own_tables(findings, contexts)
    ledger = ledger_of(findings, contexts, ownership)
    each = found(design)
    judged = judge(each, map_contexts(findings, contexts, ownership))
    between = between_of(judged, ledger)
    for candidate in each:
        paid = fsum(
            points for (payer, _), drivers in between.items() if payer == candidate.id for points in drivers.values()
        )
        assert paid <= OneWay.of(candidate).points + 1e-9


@given(designs())
@settings(max_examples=40)
def test_who_leaves_first_pays_its_whole_effort_and_its_risk_once(design: tuple[Findings, ContextCatalog]) -> None:
    findings, contexts = design
    ownership = own_tables(findings, contexts)
    judged = judge(found(design), map_contexts(findings, contexts, ownership))
    between = between_of(judged, ledger_of(findings, contexts, ownership))
    stakes = stakes_of(judged, {}, between, {})
    for id, each in judged.items():
        effort, risk = (fsum(d.points for d in each.drivers if d.dimension == of) for of in ("effort", "risk"))
        assert isclose(stakes.cost(id, ()), effort + PRICE_OF_RISK * risk)


def test_each_pays_the_other_for_its_data_and_for_calls_on_its_own_way() -> None:
    """Orders is a library, which calls nobody; billing a plug-in, which nobody calls."""
    parts = [link("billing/a.py::f", "orders/a.py::g", K.CALL, n) for n in (1, 2)]
    parts += [link("orders/b.py::f", "billing/b.py::g", K.CALL, 3)]
    parts += [link("billing/a.py::f", "table:orders", K.READS, 4), link("orders/a.py::f", "table:orders", K.WRITES, 5)]
    findings, contexts = world(*parts), three()
    ownership = own_tables(findings, contexts)
    judged = judge(found((findings, contexts)), map_contexts(findings, contexts, ownership))
    due = {"call sites": 1.0, "table accesses": 2.0}
    assert between_of(judged, ledger_of(findings, contexts, ownership)) == {SIDES: due, SIDES[::-1]: due}


def test_tasks_and_events_may_stay_on_either_way_and_tell_no_direction() -> None:
    """Two calls in against one out make a library, however many tasks come the other way."""
    triggers = [
        link(f"{one}/a.py::f", f"{other}/a.py::g", K.TRIGGERS, n)
        for n in range(9)
        for one, other in (SIDES, SIDES[::-1])
    ]
    inward = [link("billing/b.py::f", "orders/b.py::g", K.CALL, n) for n in (1, 2)]
    outward = link("orders/b.py::f", "billing/b.py::g", K.CALL, 3)
    orders = next(each for each in found((world(*triggers, *inward, outward), three())) if each.id == "orders")
    path = OneWay.of(orders)
    assert (path.way, [cut.kind for cut in path.due]) == (Way.LIBRARY, ["call"])
    assert sum(cut.kind == K.TRIGGERS for cut in path.kept) == 18
