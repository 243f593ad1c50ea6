"""The cut ledger comes in; out go its totals by direction, by kind and by remedy."""

from collections.abc import Callable, Iterable, Sequence
from math import fsum

from msgspec import Struct

from decompose.design.cuts.ledger import Cut, places
from decompose.evidence.evidence import EvidenceKind
from decompose.result.decomposition import Decomposition

from .atlas import Atlas, ContextRef, fragment

MOST = 60

DATA = frozenset({EvidenceKind.READS, EvidenceKind.WRITES, EvidenceKind.FOREIGN_KEY, EvidenceKind.JOINS,
                  EvidenceKind.CO_WRITES, EvidenceKind.DEFINES})  # fmt: skip


class Direction(Struct, frozen=True):
    """All cuts from one context to another; `kinds` are (kind, cuts), most first."""

    start: ContextRef
    end: ContextRef
    link: str
    cuts: int
    effort: float
    kinds: tuple[tuple[str, int], ...]


class Tally(Struct, frozen=True):
    """Cuts of one kind or with one remedy."""

    name: str
    cuts: int
    effort: float
    part: float


class KernelRow(Struct, frozen=True):
    """How often one context uses one shared kernel."""

    context: ContextRef
    kernel: ContextRef
    uses: int


class LedgerView(Struct, frozen=True):
    """What crosses, costliest first; `left_out` directions are only in the JSON report."""

    directions: tuple[Direction, ...]
    left_out: int
    kinds: tuple[Tally, ...]
    remedies: tuple[Tally, ...]
    cuts: int
    effort: float
    together: int
    kernel: tuple[KernelRow, ...]


def ledger_view(decomposition: Decomposition, atlas: Atlas) -> LedgerView:
    """The ledger as this report shows it."""
    cuts = decomposition.ledger.cuts
    directions = _directions(cuts, atlas)
    return LedgerView(
        directions=tuple(directions[:MOST]),
        left_out=max(0, len(directions) - MOST),
        kinds=_tallies(cuts, lambda cut: cut.kind),
        remedies=_tallies(cuts, lambda cut: cut.remedy),
        cuts=len(cuts),
        effort=fsum(cut.effort for cut in cuts),
        together=len(decomposition.ledger.co_changes),
        kernel=_kernel(decomposition, atlas),
    )


def _directions(cuts: Iterable[Cut], atlas: Atlas) -> list[Direction]:
    pairs: dict[tuple[str, str], list[Cut]] = {}
    for cut in cuts:
        pairs.setdefault((cut.from_context, cut.to_context), []).append(cut)
    directions = [_direction(start, end, found, atlas) for (start, end), found in pairs.items()]
    return sorted(directions, key=lambda d: (-d.effort, -d.cuts, d.start.id, d.end.id))


def _direction(start: str, end: str, cuts: list[Cut], atlas: Atlas) -> Direction:
    kinds = tuple(
        (tally.name, tally.cuts)
        for tally in sorted(_tallies(cuts, lambda cut: cut.kind), key=lambda t: (-t.cuts, t.name))
    )
    return Direction(
        atlas.ref(start), atlas.ref(end), edge_link(start, end), len(cuts), fsum(c.effort for c in cuts), kinds
    )


def edge_link(start: str, end: str) -> str:
    """The address of the evidence for what `start` takes from `end`."""
    return f"#edge={fragment(start)}~{fragment(end)}"


def _tallies(cuts: Sequence[Cut], key: Callable[[Cut], str]) -> tuple[Tally, ...]:
    groups: dict[str, list[float]] = {}
    for cut in cuts:
        groups.setdefault(key(cut), []).append(cut.effort)
    whole = fsum(cut.effort for cut in cuts) or 1.0
    tallies = [Tally(name, len(efforts), fsum(efforts), fsum(efforts) / whole) for name, efforts in groups.items()]
    return tuple(sorted(tallies, key=lambda tally: (-tally.effort, -tally.cuts, tally.name)))


def _kernel(decomposition: Decomposition, atlas: Atlas) -> tuple[KernelRow, ...]:
    uses: dict[tuple[str, str], int] = {}
    for use in decomposition.ledger.kernel:
        uses[use.context, use.kernel] = uses.get((use.context, use.kernel), 0) + places((use,))
    rows = [KernelRow(atlas.ref(context), atlas.ref(kernel), number) for (context, kernel), number in uses.items()]
    return tuple(sorted(rows, key=lambda row: (-row.uses, row.context.id, row.kernel.id)))
