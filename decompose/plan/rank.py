"""The plan: from findings, contexts and design to the steps in their order."""

from collections.abc import Mapping, Sequence
from math import fsum

from msgspec import Struct

from decompose.contexts.context import ContextCatalog
from decompose.coupling.graph import CouplingGraph
from decompose.design.context_map import ContextMap
from decompose.design.ledger import CutLedger
from decompose.design.names import names_of
from decompose.design.ownership import DataOwnership
from decompose.design.transactions import SplitTransaction
from decompose.evidence.findings import Findings
from decompose.plan.advice import advice_for
from decompose.plan.candidate import Candidate, candidates
from decompose.plan.effort import effort_of
from decompose.plan.order import Stakes, best_order
from decompose.plan.plan import Driver, MigrationPlan, Step, Verdict
from decompose.plan.remaining import Remaining
from decompose.plan.risk import risk_of
from decompose.plan.value import value_of
from decompose.plan.verdict import Surroundings, verdict_of
from decompose.plan.waits import waits_for
from decompose.plan.wording import communication, preconditions, rollback, success_metric

# A context that gives nothing measurable still has its cost, so the cheaper of two such goes first.
LEAST_VALUE = 0.01
# What the greatest risk adds to the effort it threatens: half as much again, chosen.
RISK = 0.5


class Judged(Struct, frozen=True):
    """A candidate with its drivers, its verdict and why, and effort, risk and value relative to the other candidates."""

    candidate: Candidate
    drivers: tuple[Driver, ...]
    verdict: Verdict
    why: str
    effort: float
    risk: float
    value: float

    @property
    def score(self) -> float:
        """Value as a part of value and cost, where cost is effort with what risk adds to it; 0…1."""
        cost = self.effort * (1 + RISK * self.risk) / (1 + RISK)
        return self.value / (self.value + cost) if self.value else 0.0


def make_plan(
    findings: Findings,
    catalog: ContextCatalog,
    context_map: ContextMap,
    ownership: DataOwnership,
    ledger: CutLedger,
    transactions: tuple[SplitTransaction, ...],
    graph: CouplingGraph,
) -> MigrationPlan:
    """Every domain context once, ranked: those that can leave, those to prepare first, those to modularise, the core.

    Within each of the four the order makes value wait least (see `best_order`): what is entangled is prepared while what
    is free leaves. Cuts between two contexts are paid by the earlier one, and none goes before one it must wait for.
    """
    found = candidates(findings, catalog, ownership, ledger, transactions)
    judged = _judge(found, context_map)
    waits = waits_for(
        [each.candidate for each in judged.values() if each.verdict in (Verdict.EXTRACT, Verdict.PREPARE)]
    )
    order = _order(judged, waits, ledger)
    remaining, names = Remaining.of(catalog, ledger, graph), names_of(catalog)
    steps = []
    for rank, context in enumerate(order, 1):
        remaining.mend(context)
        steps.append(_step(rank, judged[context], waits.get(context, ()), remaining.share(), names))
    return MigrationPlan(tuple(steps), advice_for(findings, catalog, ledger, context_map, found, tuple(steps)))


def _judge(found: Sequence[Candidate], context_map: ContextMap) -> dict[str, Judged]:
    drivers = {each.id: (effort_of(each), risk_of(each), value_of(each, found)) for each in found}
    points = {id: tuple(fsum(driver.points for driver in group) for group in groups) for id, groups in drivers.items()}
    most = [max((points[each.id][dimension] for each in found), default=0.0) for dimension in range(3)]
    around = Surroundings.of(found, context_map)
    judged = {}
    for each in found:
        effort, risk, value = (
            part / whole if whole else 0.0 for part, whole in zip(points[each.id], most, strict=True)
        )
        verdict, why = verdict_of(each, around)
        flat = tuple(driver for group in drivers[each.id] for driver in group)
        judged[each.id] = Judged(each, flat, verdict, why, effort, risk, value)
    return judged


def _order(judged: Mapping[str, Judged], waits: Mapping[str, tuple[str, ...]], ledger: CutLedger) -> tuple[str, ...]:
    stakes = _stakes(judged, waits, ledger)
    order: tuple[str, ...] = ()
    for verdict in (Verdict.EXTRACT, Verdict.PREPARE, Verdict.MODULARISE, Verdict.KEEP):
        order += best_order([id for id, each in judged.items() if each.verdict is verdict], stakes, order)
    return order


def _stakes(judged: Mapping[str, Judged], waits: Mapping[str, tuple[str, ...]], ledger: CutLedger) -> Stakes:
    """Points: the cuts of a pair are paid once; the rest of a context's effort, and its risk as that much more, is its own."""
    parts: dict[tuple[str, str], list[float]] = {}
    for total in ledger.totals:
        if total.from_context in judged and total.to_context in judged:
            pair = (min(total.from_context, total.to_context), max(total.from_context, total.to_context))
            parts.setdefault(pair, []).append(total.effort)
    between = {pair: fsum(efforts) for pair, efforts in parts.items()}
    own = {}
    for id, each in judged.items():
        points = fsum(driver.points for driver in each.drivers if driver.dimension == "effort")
        shared = fsum(effort for pair, effort in sorted(between.items()) if id in pair)
        own[id] = max(0.0, points - shared) + RISK * each.risk * points
    value = {id: max(LEAST_VALUE, each.value) for id, each in judged.items()}
    return Stakes(own, between, value, waits)


def _step(rank: int, judged: Judged, after: tuple[str, ...], remaining: float, names: Mapping[str, str]) -> Step:
    candidate = judged.candidate
    return Step(
        rank=rank,
        context=candidate.id,
        verdict=judged.verdict,
        effort=judged.effort,
        risk=judged.risk,
        value=judged.value,
        score=judged.score,
        why=judged.why,
        drivers=judged.drivers,
        preconditions=preconditions(candidate, judged.verdict, after, names),
        after=after,
        facade=candidate.facade,
        tables=tuple(sorted(table.table for table in candidate.tables)),
        communication=communication(candidate, judged.verdict),
        success_metric=success_metric(candidate, names),
        rollback=rollback(candidate, judged.verdict),
        remaining_coupling=remaining,
    )
