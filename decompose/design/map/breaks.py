"""Breaks: from relations between contexts and the cuts of each to the cheapest relations without which no circle is left."""

from collections.abc import Collection

from msgspec import Struct

from decompose.design.cuts.ledger import CutLedger
from decompose.design.map.precedence import backward, downstream_first

LEAST = 0.01  # the cost of a relation none of whose cuts has points, so that it still counts


class Break(Struct, frozen=True, order=True):
    """A dependency to remove or to turn round: so many cuts lead from `downstream` to `upstream`, which cost `effort` points."""

    effort: float
    cuts: int
    downstream: str
    upstream: str


def breaks_of(arrows: Collection[tuple[str, str]], ledger: CutLedger) -> tuple[Break, ...]:
    """The arrows (downstream, upstream) that close circles, chosen for least effort in all; cheapest first.

    A minimum feedback arc set where no more than ten contexts are in one another's reach, beyond it what a heuristic finds
    (see `downstream_first`).
    """
    totals = {(total.from_context, total.to_context): total for total in ledger.totals}
    costs = {pair: max(LEAST, totals[pair].effort) if pair in totals else LEAST for pair in sorted(arrows)}
    nodes = sorted({context for pair in costs for context in pair})
    found = backward(downstream_first(nodes, costs), costs)
    return tuple(
        sorted(
            Break(totals[pair].effort if pair in totals else 0.0, totals[pair].cuts if pair in totals else 0, *pair)
            for pair in found
        )
    )
