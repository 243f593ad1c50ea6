"""Kinship: from findings to what each module inherits from, uses and imports from outside, by which siblings are told."""

from collections import defaultdict

from msgspec import Struct

from decompose.coupling.references import names_used
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import module_of


class Kinship(Struct, frozen=True):
    """By module the other modules whose classes its own inherit from, those it uses, and the names it imports from outside.

    All of them sorted.
    """

    bases: dict[str, tuple[str, ...]] = {}
    used: dict[str, tuple[str, ...]] = {}
    libraries: dict[str, tuple[str, ...]] = {}


def kinship_of(findings: Findings) -> Kinship:
    """The kinship of all modules of the findings."""
    bases: dict[str, set[str]] = defaultdict(set)
    for piece in findings.evidence:
        if piece.kind is EvidenceKind.INHERITS:
            heir, base = module_of(piece.source), module_of(piece.target)
            if heir != base:
                bases[heir].add(base)
    used: dict[str, set[str]] = defaultdict(set)
    for user, one in names_used(findings.evidence):
        used[user].add(one)
    libraries = {unit.id: tuple(sorted(unit.libraries)) for unit in findings.units if unit.libraries}
    return Kinship(_sorted(bases), _sorted(used), libraries)


def _sorted(found: dict[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {module: tuple(sorted(found[module])) for module in sorted(found)}
