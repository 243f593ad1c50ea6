"""Remaining coupling: how much of what couples the contexts is not yet behind a façade after each step."""

from math import fsum

from decompose.contexts.context import ContextCatalog, ContextKind
from decompose.coupling.graph import CouplingGraph
from decompose.design.cuts.ledger import CutLedger


class Remaining:
    """The weight between each pair of domain contexts, and which pairs are mended: those with a context already out."""

    def __init__(self, weights: dict[tuple[str, str], float]) -> None:
        self._weights = weights
        self._whole = fsum(weights.values())

    @staticmethod
    def of(catalog: ContextCatalog, ledger: CutLedger, graph: CouplingGraph) -> "Remaining":
        """By the weight of the graph between contexts or, for a graph that has none, by the points of the ledger."""
        domain = {context.id for context in catalog.contexts if context.kind is ContextKind.DOMAIN}
        context_of = catalog.context_of()
        arrows = [
            (context_of.get(coupling.source, ""), context_of.get(coupling.target, ""), coupling.weight)
            for coupling in graph.couplings
        ]
        between = _between(arrows, domain)
        return Remaining(between or _between([(t.from_context, t.to_context, t.effort) for t in ledger.totals], domain))

    def mend(self, context: str) -> None:
        """Count everything between this context and any other as behind a façade."""
        self._weights = {pair: weight for pair, weight in self._weights.items() if context not in pair}

    def share(self) -> float:
        """What remains, 0…1 of the coupling at the start; 0 if there never was any."""
        return fsum(self._weights.values()) / self._whole if self._whole else 0.0


def _between(arrows: list[tuple[str, str, float]], domain: set[str]) -> dict[tuple[str, str], float]:
    parts: dict[tuple[str, str], list[float]] = {}
    for one, other, weight in arrows:
        if one != other and one in domain and other in domain:
            parts.setdefault((min(one, other), max(one, other)), []).append(weight)
    return {pair: fsum(weights) for pair, weights in sorted(parts.items())}
