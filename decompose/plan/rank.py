"""The plan: from findings, contexts and design to the steps in their order."""

from collections.abc import Mapping

from msgspec.structs import replace

from decompose.contexts.context import ContextCatalog
from decompose.coupling.graph import CouplingGraph
from decompose.design.cuts.ledger import CutLedger
from decompose.design.data.ownership import DataOwnership
from decompose.design.map.context_map import ContextMap
from decompose.design.names import names_of
from decompose.design.past.hidden import HiddenPair
from decompose.design.people.topology import Hotspot, TeamTopology
from decompose.design.transactions.transactions import SplitTransaction
from decompose.evidence.findings import Findings
from decompose.evidence.unit import names_by_id
from decompose.plan.advice import advice_for, instead_of_splitting, unknown_weights
from decompose.plan.candidate import NOBODY, candidates
from decompose.plan.company import company_of
from decompose.plan.judging import NO_WEIGHTS, Judged, judge
from decompose.plan.moving import operations, untouched
from decompose.plan.one_way import OneWay, said_of
from decompose.plan.plan import LEAVES, MigrationPlan, Step
from decompose.plan.plug_ins import one_of_many
from decompose.plan.remaining import Remaining
from decompose.plan.stakes import between_of
from decompose.plan.tiers import Tiers
from decompose.plan.waits import taught_first, waits_for
from decompose.plan.wording import communication, preconditions, rollback, success_metric


def make_plan(
    findings: Findings,
    catalog: ContextCatalog,
    context_map: ContextMap,
    ownership: DataOwnership,
    ledger: CutLedger,
    transactions: tuple[SplitTransaction, ...],
    graph: CouplingGraph,
    topology: TeamTopology = NOBODY,
    hotspots: tuple[Hotspot, ...] = (),
    weights: Mapping[str, float] = NO_WEIGHTS,
    hidden: tuple[HiddenPair, ...] = (),
) -> MigrationPlan:
    """Every domain context once, ranked: those that can leave, at once or once prepared, those that stay for now, the core.

    Within each of the three the order makes value wait least (see `best_order`). A context pays for its cuts with those that
    have not left before it, and none goes before one it must wait for.
    """
    found = candidates(findings, catalog, ownership, ledger, transactions, topology, hotspots, hidden)
    judged = judge(found, context_map, weights)
    leaving = [each.candidate for each in judged.values() if each.verdict in LEAVES]
    waits, between = waits_for(leaving), between_of(judged, ledger)
    waits = taught_first(
        [id for id in Tiers(judged, waits, between).order({}) if judged[id].verdict in LEAVES], leaving, waits
    )
    tiers = Tiers(judged, waits, between)
    order, ranks = tiers.order({}), tiers.ranks()
    remaining, names = Remaining.of(catalog, ledger, graph), names_of(catalog)
    verdicts = {id: each.verdict for id, each in judged.items()}
    called = names_by_id(findings.units)
    steps = []
    for rank, context in enumerate(order, 1):
        remaining.mend(context)
        step = _step(rank, judged[context], waits.get(context, ()), ranks[context], remaining.share(), names)
        plug_in = one_of_many(context, context_map.families, names, called)
        alone = untouched(judged[context].candidate, names, verdicts)
        steps.append(
            replace(
                step,
                why=f"{step.why} {plug_in}".rstrip(),
                leave_alone=alone,
                together=company_of(context, judged, names),
            )
        )
    instead = instead_of_splitting(catalog, found)
    advice = advice_for(findings, catalog, ledger, context_map, found, tuple(steps), instead)
    return MigrationPlan(
        steps=tuple(steps),
        advice=(*unknown_weights(weights, catalog), *advice),
        weights=tuple(sorted(weights.items())),
        instead=instead,
    )


def _step(
    rank: int,
    judged: Judged,
    after: tuple[str, ...],
    ranks: tuple[int, int],
    remaining: float,
    names: Mapping[str, str],
) -> Step:
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
        ranks=ranks,
        operations=operations(candidate, judged.verdict),
        tests=candidate.tests.own,
        later=said_of(OneWay.of(candidate)) if judged.verdict in LEAVES else "",
    )
