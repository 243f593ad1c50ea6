"""Stakes: from judged candidates and the cut ledger to what their order is judged by, with any weight changed for a trial."""

from collections.abc import Mapping
from math import fsum

from decompose.design.cuts.ledger import Cut, CutLedger
from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.plan.effort import CASCADES, CODE
from decompose.plan.judging import PRICE_OF_RISK, Judged
from decompose.plan.one_way import OneWay, pays
from decompose.plan.order import Stakes
from decompose.plan.plan import Driver

# A context that gives nothing measurable still has its cost, so the cheaper of two such goes first.
LEAST_VALUE = 0.01

# Which driver of effort counts the cuts of a kind.
DRIVER_OF = dict.fromkeys(CODE, "call sites") | {
    EvidenceKind.READS: "table accesses",
    EvidenceKind.WRITES: "table accesses",
    EvidenceKind.FOREIGN_KEY: "foreign keys",
    EvidenceKind.JOINS: "joins",
    EvidenceKind.CO_WRITES: "split transactions",
}

Between = Mapping[tuple[str, str], Mapping[str, float]]
"""Points that the first of two contexts pays for its cuts with the second, by the driver that counts them."""

Factors = Mapping[tuple[str, str], float]
"""By what the points of a driver (dimension, name) are multiplied; 1 for any that is absent."""


def between_of(judged: Mapping[str, Judged], ledger: CutLedger) -> Between:
    """What each candidate pays for its cuts with each other one that has not left before it."""
    ways = {id: OneWay.of(each.candidate).way for id, each in judged.items()}
    parts: dict[tuple[str, str], dict[str, list[float]]] = {}
    for cut in ledger.cuts:
        ends = (cut.from_context, cut.to_context)
        if not cut.effort or ends[0] not in ways or ends[1] not in ways:
            continue
        driver = _driver_of(cut)
        for payer, other in (ends, ends[::-1]):
            if pays(ways[payer], payer, cut):
                parts.setdefault((payer, other), {}).setdefault(driver, []).append(cut.effort)
    return {pair: {name: fsum(parts[pair][name]) for name in sorted(parts[pair])} for pair in sorted(parts)}


def _driver_of(cut: Cut) -> str:
    kind = EvidenceKind(cut.kind)
    return CASCADES if kind is EvidenceKind.CO_WRITES and by_itself(cut.flags) else DRIVER_OF.get(kind, "")


def stakes_of(
    judged: Mapping[str, Judged], waits: Mapping[str, tuple[str, ...]], between: Between, factors: Factors
) -> Stakes:
    """Points: cuts with those that left before are paid; the rest of a context's effort and the price of its risk are its own."""
    shared = {
        pair: fsum(points * factors.get(("effort", name), 1.0) for name, points in drivers.items())
        for pair, drivers in between.items()
    }
    paying: dict[str, list[float]] = {id: [] for id in judged}
    for (payer, _), points in shared.items():
        paying[payer].append(points)
    own, value = {}, {}
    for id, each in judged.items():
        effort, risk, worth = (_sum(each.drivers, dimension, factors) for dimension in ("effort", "risk", "value"))
        own[id] = max(0.0, effort - fsum(paying[id])) + PRICE_OF_RISK * risk
        value[id] = max(LEAST_VALUE, worth)
    return Stakes(own, shared, value, waits)


def _sum(drivers: tuple[Driver, ...], dimension: str, factors: Factors) -> float:
    return fsum(d.points * factors.get((dimension, d.name), 1.0) for d in drivers if d.dimension == dimension)
