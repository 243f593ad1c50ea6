"""The check: from today's findings, the boundaries and the baseline to what is new, gone, known or stale."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from decompose.design.cuts.crossing import TABLE, UNDIRECTED
from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Unit, UnitKind, module_of
from decompose.evidence.words import listed
from decompose.result.wording import KINDS
from decompose.tracking.boundary import Assignment, Boundaries, assign
from decompose.tracking.edge import Edge, edges_of

ACCEPTING = "`decompose analyze`, then `decompose accept`"
"""What takes the tree as it is for the accepted one; `accept` alone freezes the tree that was analysed last."""


class Rule(StrEnum):
    """What a check can find; the names are stable, for settings and for SARIF."""

    NEW_EDGE = "new-cross-context-edge"
    NEW_SHARED_TABLE = "new-shared-table"
    UNASSIGNED = "unassigned-module"


class Level(StrEnum):
    """Whether it fails the check."""

    ERROR = "error"
    WARNING = "warning"


class Violation(Struct, frozen=True):
    """One thing to look at: the rule, the place, and a sentence that says what and what to do.

    `edges` are all that a reader sees as this one thing, the first by place first: a new base class is imported, inherited
    from and called; a transaction over tables of two contexts joins each with each. None for what is unassigned.
    """

    rule: Rule
    level: Level
    location: Location | None
    message: str
    edges: tuple[Edge, ...] = ()


class CheckResult(Struct, frozen=True):
    """The difference to the baseline, each tuple sorted.

    `new` edges are violations with their place; `known` edges are in the baseline and still there; `removed` are gone
    although both ends are still there, `stale` because an end is not. Of modules with problems nothing is known to be
    gone: their missing edges are in `unsure`. `unassigned` are warnings for modules and tables that no pattern covers.
    """

    new: tuple[Violation, ...]
    known: tuple[Edge, ...]
    removed: tuple[Edge, ...]
    stale: tuple[Edge, ...]
    unsure: tuple[Edge, ...]
    unassigned: tuple[Violation, ...]

    @property
    def passed(self) -> bool:
        """Whether there is nothing new of level error."""
        return all(violation.level is not Level.ERROR for violation in self.new)


def check(findings: Findings, boundaries: Boundaries, baseline: Iterable[Edge]) -> CheckResult:
    """Today's edges across the boundaries against the accepted ones; pure."""
    assignment = assign(findings, boundaries)
    today = edges_of(findings, boundaries, assignment)
    frozen = frozenset(baseline)
    accepted = frozen.union(edge.turned() for edge in frozen)  # what has no direction is the same from either end
    gone = sorted(edge for edge in frozen if edge not in today and edge.turned() not in today)
    present = {unit.id for unit in findings.units}
    contexts = {*boundaries.hand().ids(), *boundaries.hand().kernels()}
    troubled = {problem.location.path for problem in findings.problems}
    unsure = [edge for edge in gone if troubled.intersection((edge.source, module_of(edge.target)))]
    left = [edge for edge in gone if edge not in set(unsure)]
    stale = [edge for edge in left if not _has_both_ends(edge, present, contexts)]
    return CheckResult(
        new=_new(today, accepted, assignment),
        known=tuple(edge for edge in today if edge in accepted),
        removed=tuple(edge for edge in left if edge not in set(stale)),
        stale=tuple(stale),
        unsure=tuple(unsure),
        unassigned=tuple(_unassigned(unit) for unit in assignment.unassigned),
    )


def _has_both_ends(edge: Edge, present: set[str], contexts: set[str]) -> bool:
    return {edge.from_context, edge.to_context} <= contexts and {edge.source, module_of(edge.target)} <= present


def _new(
    today: Mapping[Edge, Location | None], accepted: frozenset[Edge], assignment: Assignment
) -> tuple[Violation, ...]:
    writers = {(edge.from_context, edge.target) for edge in accepted if edge.kind == EvidenceKind.WRITES}
    groups: dict[tuple[object, ...], list[tuple[Location, Edge]]] = {}
    for edge, location in today.items():
        if edge not in accepted:
            starts = edge.kind == EvidenceKind.WRITES and (edge.from_context, edge.target) not in writers
            groups.setdefault((starts, *_sight(edge, location)), []).append((location or Location(""), edge))
    violations = []
    for key, found in groups.items():
        (first, edge), *_ = ordered = sorted(found)
        location = first if first.path else None
        edges = tuple(each for _, each in ordered)
        violations.append(_shared_table(edge, location) if key[0] else _new_edge(edges, location, assignment))
    return tuple(sorted(violations, key=lambda violation: (violation.location or Location(""), violation.message)))


def _sight(edge: Edge, location: Location | None) -> tuple[object, ...]:
    """What edges have in common that are one thing to a reader: both ends, or the place of what has no direction."""
    if edge.kind in UNDIRECTED and location:
        return (edge.from_context, edge.to_context, edge.kind, location)
    return (edge.from_context, edge.to_context, edge.source, edge.target)


def _shared_table(edge: Edge, location: Location | None) -> Violation:
    table = edge.target.removeprefix(TABLE)
    message = (
        f"{edge.from_context} starts to write {table}, which {edge.to_context} owns. Ask {edge.to_context} to write it, or "
        f"accept that the table has another writer ({ACCEPTING})."
    )
    return Violation(Rule.NEW_SHARED_TABLE, Level.ERROR, location, message, (edge,))


def _way(edge: Edge, assignment: Assignment) -> str:
    """What could be done about a new edge; the façade is named only where there is one."""
    if module_of(edge.target) in assignment.public:
        allowed = f"add an [[allow]] from {edge.from_context} to {edge.to_context} if that is meant."
        return f"{edge.to_context} makes it public: {allowed}"
    offered = any(assignment.homes.of(module) == edge.to_context for module in assignment.public)
    move = f"move the code, or accept the coupling ({ACCEPTING})."
    return f"Use what {edge.to_context} makes public, {move}" if offered else f"M{move[1:]}"


def _new_edge(edges: tuple[Edge, ...], location: Location | None, assignment: Assignment) -> Violation:
    first = edges[0]
    nouns = listed([KINDS[EvidenceKind(kind)][0] for kind in dict.fromkeys(edge.kind for edge in edges)])
    sources, targets = (listed(sorted(ends)) for ends in ({e.source for e in edges}, {e.target for e in edges}))
    what = f"{first.from_context} has a new {nouns} into {first.to_context}: {sources} → {targets}."
    return Violation(Rule.NEW_EDGE, Level.ERROR, location, f"{what} {_way(first, assignment)}", edges)


def _unassigned(unit: Unit) -> Violation:
    kind = "table" if unit.kind is UnitKind.TABLE else "module"
    message = f"The {kind} {unit.name} belongs to no context. Add it to one in the boundary file; until then it is not checked."
    return Violation(Rule.UNASSIGNED, Level.WARNING, unit.location, message)
