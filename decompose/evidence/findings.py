"""Findings: everything analyzers say of one system, and how much of it they understood."""

from collections.abc import Iterable

from msgspec import Struct

from decompose.errors import Problem
from decompose.evidence.evidence import Evidence, in_order
from decompose.evidence.unit import Unit


class Ratio(Struct, frozen=True, order=True):
    """`part` of `whole`, of something named; for example calls resolved of calls seen."""

    name: str
    part: int
    whole: int


class Findings(Struct, frozen=True):
    """What one or all analyzers found; each tuple is sorted. `understood` are ratios for the data-quality box."""

    units: tuple[Unit, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[Problem, ...] = ()
    understood: tuple[Ratio, ...] = ()


def gather(parts: Iterable[Findings]) -> Findings:
    """The parts as one, sorted; of units with the same id the first part's stays."""
    parts = tuple(parts)
    units: dict[str, Unit] = {}
    for part in parts:
        for unit in part.units:
            units.setdefault(unit.id, unit)
    return Findings(
        units=tuple(units[id] for id in sorted(units)),
        evidence=tuple(sorted((e for part in parts for e in part.evidence), key=in_order)),
        problems=tuple(sorted({p for part in parts for p in part.problems})),
        understood=tuple(sorted(r for part in parts for r in part.understood)),
    )
