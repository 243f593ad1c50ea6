"""Stakes: from judged candidates and the cut ledger to what their order is judged by, with any weight changed for a trial."""

from collections.abc import Mapping
from math import fsum

from decompose.design.ledger import CutLedger
from decompose.evidence.evidence import EvidenceKind
from decompose.plan.effort import CODE
from decompose.plan.judging import PRICE_OF_RISK, Judged
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
"""Points of the cuts of each pair of contexts (first < second by name), by the driver that counts them."""

Factors = Mapping[tuple[str, str], float]
"""By what the points of a driver (dimension, name) are multiplied; 1 for any that is absent."""


def between_of(judged: Mapping[str, Judged], ledger: CutLedger) -> Between:
    """What the cuts between the candidates cost."""
    parts: dict[tuple[str, str], dict[str, list[float]]] = {}
    for cut in ledger.cuts:
        if cut.effort and cut.from_context in judged and cut.to_context in judged:
            pair = (min(cut.from_context, cut.to_context), max(cut.from_context, cut.to_context))
            driver = DRIVER_OF.get(EvidenceKind(cut.kind), "")
            parts.setdefault(pair, {}).setdefault(driver, []).append(cut.effort)
    return {pair: {name: fsum(parts[pair][name]) for name in sorted(parts[pair])} for pair in sorted(parts)}


def stakes_of(
    judged: Mapping[str, Judged], waits: Mapping[str, tuple[str, ...]], between: Between, factors: Factors
) -> Stakes:
    """Points: the cuts of a pair are paid once; the rest of a context's effort and the price of its risk are its own."""
    shared = {
        pair: fsum(points * factors.get(("effort", name), 1.0) for name, points in drivers.items())
        for pair, drivers in between.items()
    }
    touching: dict[str, list[float]] = {id: [] for id in judged}
    for (one, other), points in shared.items():
        touching[one].append(points)
        touching[other].append(points)
    own, value = {}, {}
    for id, each in judged.items():
        effort, risk, worth = (_sum(each.drivers, dimension, factors) for dimension in ("effort", "risk", "value"))
        own[id] = max(0.0, effort - fsum(touching[id])) + PRICE_OF_RISK * risk
        value[id] = max(LEAST_VALUE, worth)
    return Stakes(own, shared, value, waits)


def _sum(drivers: tuple[Driver, ...], dimension: str, factors: Factors) -> float:
    return fsum(d.points * factors.get((dimension, d.name), 1.0) for d in drivers if d.dimension == dimension)
