"""Couplings and evidence come in; out go the pairs of modules that have either, with what runs between them."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from decompose.coupling.graph import Coupling
from decompose.evidence.evidence import Evidence, EvidenceKind, in_order
from decompose.evidence.unit import module_of
from decompose.result.decomposition import Decomposition

from .atlas import Atlas, product_modules


class Pair(Struct):
    """Two modules, `source` < `target`: references each way, commits that changed both, coupling and evidence."""

    source: str
    target: str
    forth: int = 0
    back: int = 0
    together: int = 0
    commits: tuple[str, ...] = ()
    coupling: Coupling | None = None
    evidence: list[Evidence] = []

    @property
    def weight(self) -> float:
        return self.coupling.weight if self.coupling else 0.0


def pairs_of(decomposition: Decomposition) -> list[Pair]:
    """Every pair of two modules that is coupled or has evidence, strongest first; tests and the like take no part."""
    modules = {unit.id for unit in product_modules(decomposition)}
    pairs: dict[tuple[str, str], Pair] = {}
    for coupling in decomposition.graph.couplings:
        source, target = module_of(coupling.source), module_of(coupling.target)
        if source != target:
            pair = _pair(pairs, source, target)
            if pair.coupling is None or coupling.weight > pair.coupling.weight:
                pair.coupling = coupling
    module = {end: module_of(end) for each in decomposition.evidence for end in (each.source, each.target)}
    for evidence in decomposition.evidence:
        source, target = module[evidence.source], module[evidence.target]
        if source != target and source in modules and target in modules:
            _note(_pair(pairs, source, target), evidence, source)
    return sorted(pairs.values(), key=lambda pair: (-pair.weight, -pair.forth - pair.back, pair.source, pair.target))


def evenly(pairs: Iterable[Pair], atlas: Atlas) -> Iterator[Pair]:
    """The pairs so that any first part of them treats boundaries alike: the strongest of each, then the second of each.

    Pairs inside a context follow those that cross at the same place, because a boundary is what a reader asks about.
    """
    groups: dict[tuple[str, str], list[tuple[bool, int, Pair]]] = {}
    for number, pair in enumerate(pairs):
        here, there = atlas.home.get(pair.source, ""), atlas.home.get(pair.target, "")
        group = (here, there) if here < there else (there, here)
        groups.setdefault(group, []).append((here == there, number, pair))
    for place in range(max(map(len, groups.values()), default=0)):
        level = (found[place] for found in groups.values() if place < len(found))
        yield from (pair for *_, pair in sorted(level, key=lambda row: row[:2]))


def _pair(pairs: dict[tuple[str, str], Pair], one: str, other: str) -> Pair:
    key = (one, other) if one < other else (other, one)
    if key not in pairs:
        pairs[key] = Pair(*key, evidence=[])
    return pairs[key]


def _note(pair: Pair, evidence: Evidence, source: str) -> None:
    if evidence.kind is EvidenceKind.CO_CHANGE:
        pair.together += evidence.count
        pair.commits = evidence.commits
    elif source == pair.source:
        pair.forth += evidence.count
        pair.evidence.append(evidence)
    else:
        pair.back += evidence.count
        pair.evidence.append(evidence)


def telling_first(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Evidence so that what happens most often and is surest comes first."""
    return sorted(evidence, key=lambda piece: (-piece.count * piece.confidence, in_order(piece)))
