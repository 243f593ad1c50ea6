"""Exercised: from what test modules import to the tests of each context: those that move with it and those that only touch it."""

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, UnitKind, module_of

IMPORTS = frozenset((EvidenceKind.IMPORT, EvidenceKind.CALL, EvidenceKind.REFERENCES))


class Tests(Struct, frozen=True):
    """Test modules of one context: `own` import more of its modules than of any other context, `others` fewer."""

    own: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


NO_TESTS = Tests()


def tests_of(findings: Findings, home: Mapping[str, str], domain: frozenset[str]) -> dict[str, Tests]:
    """The tests of each domain context that has any; what tests use of a shared kernel tells nothing."""
    used = _used(findings, home, domain)
    own: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for test, contexts in sorted(used.items()):
        ranked = sorted(contexts.values(), reverse=True)
        for context, modules in sorted(contexts.items()):
            most = modules == ranked[0] and ranked.count(modules) == 1
            (own if most else others).setdefault(context, []).append(test)
    return {
        context: Tests(tuple(own.get(context, ())), tuple(others.get(context, ())))
        for context in sorted({*own, *others})
    }


def _used(findings: Findings, home: Mapping[str, str], domain: frozenset[str]) -> dict[str, Counter[str]]:
    """For each test module how many modules of each context it imports."""
    tests = {unit.id for unit in findings.units if unit.kind is UnitKind.MODULE and unit.role is Role.TEST}
    pairs = {
        (module_of(evidence.source), module_of(evidence.target))
        for evidence in findings.evidence
        if evidence.kind in IMPORTS and module_of(evidence.source) in tests
    }
    used: dict[str, Counter[str]] = {}
    for test, module in pairs:
        if (context := home.get(module, "")) in domain:
            used.setdefault(test, Counter())[context] += 1
    return used
