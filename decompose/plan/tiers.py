"""Tiers: from judged candidates to the order of their steps, and how far each would move if weights were others."""

from collections.abc import Iterable, Mapping

from decompose.plan.judging import Judged
from decompose.plan.order import best_order
from decompose.plan.plan import LEAVES, Verdict
from decompose.plan.stakes import Between, Factors, stakes_of

# What leaves, be it now or after preparation, whose cost is counted; then what stays for now; the core last.
TIERS = (LEAVES, (Verdict.MODULARISE, Verdict.NEVER), (Verdict.KEEP,))
LEAST, MOST = 0.5, 1.5  # what a weight is multiplied by to see how much the order hangs on it


class Tiers:
    """The order of all candidates under given weights."""

    def __init__(self, judged: Mapping[str, Judged], waits: Mapping[str, tuple[str, ...]], between: Between) -> None:
        self._judged, self._waits, self._between = judged, waits, between

    def order(self, factors: Factors) -> tuple[str, ...]:
        """The contexts in the order that makes value wait least, tier by tier."""
        stakes = stakes_of(self._judged, self._waits, self._between, factors)
        order: tuple[str, ...] = ()
        for tier in TIERS:
            order += best_order([id for id, each in self._judged.items() if each.verdict in tier], stakes, order)
        return order

    def ranks(self) -> dict[str, tuple[int, int]]:
        """The first and last rank of each context when any one driver weighs half as much or half as much again."""
        orders = [self.order({}), *(self.order({driver: factor}) for driver, factor in self._trials())]
        places = {id: [order.index(id) + 1 for order in orders] for id in self._judged}
        return {id: (min(found), max(found)) for id, found in places.items()}

    def _trials(self) -> Iterable[tuple[tuple[str, str], float]]:
        drivers = sorted({(d.dimension, d.name) for each in self._judged.values() for d in each.drivers})
        return ((driver, factor) for driver in drivers for factor in (LEAST, MOST))
