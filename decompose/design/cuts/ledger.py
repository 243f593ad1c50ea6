"""The cut ledger: everything a boundary between contexts would break, with the place and a remedy.

Evidence that ends in a shared kernel is counted in `kernel` and is no cut: a kernel travels with each context as a
package. Evidence that starts in a kernel and ends in a domain context is a cut: it keeps the kernel from being packaged.
Modules that change together are no cuts either, since co-change names no place to edit; they stand in `co_changes`.
"""

from collections import Counter
from collections.abc import Iterable
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from decompose.contexts.context import ContextCatalog
from decompose.design.cuts.crossing import Crossing, Homes, crossings
from decompose.design.cuts.remedy import remedy_for
from decompose.design.cuts.uses import SIDELESS
from decompose.design.data.ownership import DataOwnership
from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import module_of


class Cut(Struct, frozen=True, omit_defaults=True, gc=False):
    """One piece of evidence that crosses a boundary.

    `source` and `target` are unit ids as in the evidence; `remedy` is a class of remedy (`call-through-facade`,
    `replace-foreign-key-by-id`, `split-query`, `saga`, `event`, `move`, …), `effort` in points (1 = one simple edit of one
    call site).
    """

    kind: str
    source: str
    target: str
    from_context: str
    to_context: str
    location: Location | None
    count: int
    remedy: str
    effort: float
    detail: str = ""
    flags: tuple[str, ...] = ()


class CutTotal(Struct, frozen=True, order=True):
    """All cuts from one context to another."""

    from_context: str
    to_context: str
    cuts: int
    effort: float


class KernelUse(Struct, frozen=True, order=True):
    """How many pieces of evidence of one kind lead from a context into a shared kernel."""

    context: str
    kernel: str
    kind: str
    uses: int


class CoChange(Struct, frozen=True, order=True, gc=False):
    """Two modules of different contexts that changed together in so many commits; a shared kernel is always the target."""

    from_context: str
    to_context: str
    source: str
    target: str
    commits: int


class CutLedger(Struct, frozen=True):
    """Every cut, by contexts, kind and place; totals per ordered pair, costliest first; uses of kernels; co-changing pairs."""

    cuts: tuple[Cut, ...]
    totals: tuple[CutTotal, ...]
    kernel: tuple[KernelUse, ...] = ()
    co_changes: tuple[CoChange, ...] = ()


def ledger_of(findings: Findings, catalog: ContextCatalog, ownership: DataOwnership) -> CutLedger:
    """Every piece of evidence whose ends are in two contexts: each one a cut, or counted as a use of a shared kernel.

    All evidence is listed, but a line is edited once: of the cuts at one `path:line` from one context to another only
    the costliest has effort, and an import has none when the same module has another cut into what it imports.
    """
    homes = Homes.found(catalog, ownership)
    cuts: list[Cut] = []
    kernel: Counter[tuple[str, str, str]] = Counter()
    together: list[CoChange] = []
    for crossing in crossings(findings, homes):
        if crossing.evidence.kind is EvidenceKind.CO_CHANGE:
            together.append(_co_change(crossing))
        elif crossing.to_context in homes.kernels:
            kernel[crossing.from_context, crossing.to_context, crossing.evidence.kind.value] += 1
        else:
            cuts.append(_cut(crossing, crossing.from_context in homes.kernels))
    priced = _charge_once(sorted(cuts, key=_in_order), _definers(findings))
    uses = tuple(KernelUse(*key, uses) for key, uses in sorted(kernel.items()))
    return CutLedger(priced, _totals(priced), uses, tuple(sorted(together)))


def places(uses: Iterable[KernelUse]) -> int:
    """At how many places code names a kernel: a join or a common transaction with its tables is a use at nobody's place."""
    return sum(use.uses for use in uses if use.kind not in SIDELESS)


def _co_change(crossing: Crossing) -> CoChange:
    return CoChange(
        crossing.from_context, crossing.to_context, crossing.source, crossing.target, crossing.evidence.count
    )


def _cut(crossing: Crossing, from_kernel: bool) -> Cut:
    evidence = crossing.evidence
    remedy = remedy_for(evidence.kind, evidence.flags, from_kernel)
    times = 1 if evidence.kind is EvidenceKind.IMPORT else max(1, evidence.count)
    return Cut(
        kind=evidence.kind.value,
        source=crossing.source,
        target=crossing.target,
        from_context=crossing.from_context,
        to_context=crossing.to_context,
        location=evidence.location,
        count=evidence.count,
        remedy=remedy.name,
        effort=float(remedy.points * times),
        detail=evidence.detail,
        flags=evidence.flags,
    )


def _charge_once(cuts: list[Cut], definers: dict[str, set[str]]) -> tuple[Cut, ...]:
    used = _used(cuts, definers)
    lines: dict[tuple[str, int, str, str], int] = {}
    free: set[int] = set()
    for index, cut in enumerate(cuts):
        if cut.kind == EvidenceKind.IMPORT and (module_of(cut.source), module_of(cut.target)) in used:
            free.add(index)
        elif cut.location and cut.location.line:
            line = (cut.location.path, cut.location.line, cut.from_context, cut.to_context)
            other = lines.setdefault(line, index)
            if other != index:
                cheaper, dearer = (index, other) if cut.effort <= cuts[other].effort else (other, index)
                free.add(cheaper)
                lines[line] = dearer
    return tuple(replace(cut, effort=0.0) if index in free and cut.effort else cut for index, cut in enumerate(cuts))


def _used(cuts: Iterable[Cut], definers: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Pairs of modules where the first has a priced cut into the second, or into a table that the second defines."""
    return {
        (module_of(cut.source), module)
        for cut in cuts
        if cut.kind != EvidenceKind.IMPORT
        for module in definers.get(cut.target, {module_of(cut.target)})
    }


def _definers(findings: Findings) -> dict[str, set[str]]:
    definers: dict[str, set[str]] = {}
    for evidence in findings.evidence:
        if evidence.kind is EvidenceKind.DEFINES:
            definers.setdefault(evidence.target, set()).add(module_of(evidence.source))
    return definers


def _totals(cuts: Iterable[Cut]) -> tuple[CutTotal, ...]:
    efforts: dict[tuple[str, str], list[float]] = {}
    for cut in cuts:
        efforts.setdefault((cut.from_context, cut.to_context), []).append(cut.effort)
    totals = [CutTotal(*pair, len(effort), fsum(effort)) for pair, effort in efforts.items()]
    return tuple(sorted(totals, key=lambda t: (-t.effort, -t.cuts, t.from_context, t.to_context)))


def _in_order(cut: Cut) -> tuple[str, str, str, Location, str, str, str, int, tuple[str, ...]]:
    where = cut.location or Location("")
    return (cut.from_context, cut.to_context, cut.kind, where, cut.source, cut.target, cut.detail, cut.count, cut.flags)
