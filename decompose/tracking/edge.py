"""Edges: from findings and boundaries to the couplings across boundaries, each named so that it survives edits elsewhere."""

from collections.abc import Iterable

from msgspec import Struct

from decompose.design.cuts.crossing import TABLE, UNDIRECTED, crossings
from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import module_of
from decompose.tracking.boundary import PUBLIC, Allowance, Assignment, Boundaries

CONFIDENT = 0.5
"""Below it evidence is more likely wrong than right, which nobody should be stopped for."""


class Edge(Struct, frozen=True, order=True):
    """One coupling across a boundary: its kind, the contexts, the module (or table) it starts in and what it ends in.

    It has no line, count or text, so that neither moving code within a file nor repeating a use changes it.
    `target` is a module, a top-level definition (`path::Name`) or a table (`table:name`).
    """

    kind: str
    from_context: str
    to_context: str
    source: str
    target: str

    def turned(self) -> "Edge":
        """The same coupling seen from its other end where its kind has no direction, else the edge itself."""
        if self.kind not in UNDIRECTED:
            return self
        return Edge(self.kind, self.to_context, self.from_context, self.target, self.source)


def edges_of(findings: Findings, boundaries: Boundaries, assignment: Assignment) -> dict[Edge, Location | None]:
    """Every edge that no allowance covers, sorted, with the first place that proves it.

    Co-change is no edge: nobody can mend it in the commit that is checked. Uses of a shared kernel are none either, nor is
    what is more likely wrong than right.
    """
    found: dict[Edge, Location | None] = {}
    for crossing in crossings(findings, assignment.homes):
        kind, target = crossing.evidence.kind, crossing.target
        if kind is EvidenceKind.CO_CHANGE or crossing.evidence.confidence < CONFIDENT:
            continue
        if crossing.to_context in assignment.homes.kernels:
            continue
        if _is_allowed(crossing.from_context, crossing.to_context, target, boundaries.allowed, assignment):
            continue
        edge = Edge(kind.value, crossing.from_context, crossing.to_context, module_of(crossing.source), _top(target))
        where = crossing.evidence.location
        known = found.get(edge)
        found[edge] = where if known is None else min(known, where or known)
    return {edge: found[edge] for edge in sorted(found)}


def _is_allowed(start: str, end: str, target: str, allowed: Iterable[Allowance], assignment: Assignment) -> bool:
    return any(
        each.source == start and each.target == end and (each.via != PUBLIC or module_of(target) in assignment.public)
        for each in allowed
    )


def _top(reference: str) -> str:
    module, mark, name = reference.partition("::")
    return reference if reference.startswith(TABLE) else f"{module}{mark}{name.partition('.')[0]}"
