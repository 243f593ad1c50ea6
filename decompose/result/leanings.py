"""Where each kind of evidence alone would put a module: from couplings and their strands to who agrees and who does not."""

from collections import defaultdict
from math import fsum

from msgspec import Struct

from decompose.result.decomposition import Decomposition

TELLING = ("references", "tables", "co-change")
"""The kinds whose disagreement an architect has to settle: what code uses, what data it works on, what changes together."""

CLEARLY, LEAST = 1.5, 0.25
"""How many times its own share a module's coupling to another context has to be, and at least which share: below that nothing is
said. Chosen; among many small contexts the largest share of few shared words is often a tenth."""


class Leaning(Struct, frozen=True, order=True):
    """One signal's favourite context for a module, with its share of that signal's coupling, and the share of its own context."""

    signal: str
    context: str
    share: float
    own: float


def leanings_of(decomposition: Decomposition) -> dict[str, tuple[Leaning, ...]]:
    """For each module of a context the leaning of each signal that couples it to any context, by signal."""
    home = decomposition.catalog.context_of()
    pulls: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for coupling in decomposition.graph.couplings:
        for unit, other in ((coupling.source, coupling.target), (coupling.target, coupling.source)):
            if unit in home and other in home:
                for strand in coupling.strands:
                    pulls[unit, strand.signal][home[other]].append(strand.weight)
    found: dict[str, list[Leaning]] = defaultdict(list)
    for (unit, signal), pull in sorted(pulls.items()):
        sums = {context: fsum(weights) for context, weights in sorted(pull.items())}
        total = fsum(sums.values())
        if total:
            best = min(sums, key=lambda context: (-sums[context], context != home[unit], context))
            found[unit].append(Leaning(signal, best, sums[best] / total, sums.get(home[unit], 0.0) / total))
    return {unit: tuple(leanings) for unit, leanings in found.items()}


def disagreements(decomposition: Decomposition) -> dict[str, tuple[Leaning, ...]]:
    """The modules that references, tables and co-change would not all put into one context, with what each would do.

    A kind of evidence that is not clear about a module does not speak here.
    """
    found, home = {}, decomposition.catalog.context_of()
    for unit, leanings in leanings_of(decomposition).items():
        telling = tuple(each for each in leanings if each.signal in TELLING and _is_clear(each, home[unit]))
        if len({leaning.context for leaning in telling}) > 1:
            found[unit] = telling
    return found


def _is_clear(leaning: Leaning, home: str) -> bool:
    return leaning.context == home or (leaning.share >= LEAST and leaning.share >= CLEARLY * leaning.own)
