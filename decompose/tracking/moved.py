"""From what was said of files under their old names to the same under the names they have today."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from decompose.evidence.evidence import Evidence
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Unit, module_of
from decompose.tracking.edge import Edge

Moved = Mapping[str, str]
"""Today's path of each file that was moved, by its old one."""


def moved_edges(edges: Iterable[Edge], moved: Moved) -> frozenset[Edge]:
    """The edges with both ends called as today."""
    return frozenset(
        replace(edge, source=_today(edge.source, moved), target=_today(edge.target, moved)) for edge in edges
    )


def moved_findings(then: Findings, moved: Moved, today: Iterable[Unit]) -> Findings:
    """The findings of an older tree with each moved module as the unit it is today, so that the same patterns mean it."""
    units = {unit.id: unit for unit in today}
    return replace(
        then,
        units=tuple(sorted((_unit(unit, moved, units) for unit in then.units), key=lambda unit: unit.id)),
        evidence=tuple(_evidence(each, moved) for each in then.evidence),
    )


def _unit(unit: Unit, moved: Moved, today: Mapping[str, Unit]) -> Unit:
    id = _today(unit.id, moved)
    return unit if id == unit.id else today.get(id, replace(unit, id=id))


def _evidence(evidence: Evidence, moved: Moved) -> Evidence:
    if not {module_of(evidence.source), module_of(evidence.target), module_of(evidence.place)} & moved.keys():
        return evidence
    where = evidence.location
    return replace(
        evidence,
        source=_today(evidence.source, moved),
        target=_today(evidence.target, moved),
        place=_today(evidence.place, moved),
        location=replace(where, path=_today(where.path, moved)) if where else None,
    )


def _today(reference: str, moved: Moved) -> str:
    path, mark, name = reference.partition("::")
    return f"{moved[path]}{mark}{name}" if path in moved else reference
