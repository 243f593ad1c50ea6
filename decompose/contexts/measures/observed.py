"""What measures are taken of: from findings and the coupling graph to calls, use cases and users of tables by unit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from decompose.coupling.graph import CouplingGraph
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.reach import Reach
from decompose.evidence.unit import module_of, top_level


class Observed(Struct, frozen=True):
    """A system as measures see it.

    `calls` are calls between two units with the number of places (or times, where they were recorded); `use_cases` the
    entry points that reach each unit or were seen to, `users` the units that read or write each table. Empty where nothing
    is known.
    """

    graph: CouplingGraph
    calls: Mapping[tuple[str, str], float] = {}
    use_cases: Mapping[str, frozenset[str]] = {}
    users: Mapping[str, frozenset[str]] = {}


def observe(findings: Findings, graph: CouplingGraph, reach: Iterable[Reach] = ()) -> Observed:
    """What is known of the units of the graph, and what entry points reach; what is inside a unit counts for it."""
    units = frozenset(graph.units)
    return Observed(
        graph, _calls(findings.evidence, units), _use_cases(findings, reach, units), _users(findings, units)
    )


def unit_of(reference: str, units: frozenset[str]) -> str:
    """The unit that a reference lies in: its top-level definition where that is a unit, else its module."""
    whole = top_level(reference)
    return whole if whole in units else module_of(reference)


def _calls(evidence: Iterable[Evidence], units: frozenset[str]) -> dict[tuple[str, str], float]:
    calls: dict[tuple[str, str], float] = defaultdict(float)
    for piece in evidence:
        if piece.kind is EvidenceKind.CALL:
            caller, called = unit_of(piece.source, units), unit_of(piece.target, units)
            if caller != called and caller in units and called in units:
                calls[caller, called] += max(1, piece.count)
    return dict(calls)


def _use_cases(findings: Findings, reach: Iterable[Reach], units: frozenset[str]) -> dict[str, frozenset[str]]:
    met: dict[str, set[str]] = defaultdict(set)
    for each in reach:
        for reference in each.functions:
            met[unit_of(reference, units)].add(each.entry)
    for piece in findings.evidence:
        if piece.kind is EvidenceKind.EXERCISES:
            met[unit_of(piece.target, units)].add(piece.source)
    return {unit: frozenset(entries) for unit, entries in met.items() if unit in units}


def _users(findings: Findings, units: frozenset[str]) -> dict[str, frozenset[str]]:
    users: dict[str, set[str]] = defaultdict(set)
    for piece in findings.evidence:
        if piece.kind in (EvidenceKind.READS, EvidenceKind.WRITES):
            users[piece.target].add(unit_of(piece.source, units))
    return {table: kept for table, found in users.items() if (kept := frozenset(found & units))}
