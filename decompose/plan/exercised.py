"""Exercised: from what test modules import to the tests of each context: those that move with it and those that only touch it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, UnitKind, module_of

IMPORTS = frozenset((EvidenceKind.IMPORT, EvidenceKind.CALL, EvidenceKind.REFERENCES))


class Tests(Struct, frozen=True):
    """Test modules of one context: `own` lie beside most of its modules or import more of them than of any other's."""

    own: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


NO_TESTS = Tests()


def tests_of(findings: Findings, home: Mapping[str, str], domain: frozenset[str]) -> dict[str, Tests]:
    """The tests of each domain context that has any; what tests use of a shared kernel tells nothing."""
    used, beside = _used(findings, home, domain), _folders(home)
    own: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for test, contexts in sorted(used.items()):
        keeper = _neighbour(test, contexts, beside) or _most(contexts)
        for context in sorted(contexts):
            (own if context == keeper else others).setdefault(context, []).append(test)
    return {
        context: Tests(tuple(own.get(context, ())), tuple(others.get(context, ())))
        for context in sorted({*own, *others})
    }


def _folders(home: Mapping[str, str]) -> dict[str, Counter[str]]:
    """For each folder but the root how many modules of each context lie in it or below."""
    found: dict[str, Counter[str]] = {}
    for module, context in home.items():
        for folder in _above(module):
            found.setdefault(folder, Counter())[context] += 1
    return found


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _neighbour(test: str, used: Counter[str], beside: Mapping[str, Counter[str]]) -> str:
    """Of the contexts it uses the one that has most of what lies around it: `shop/tests/` is of `shop`."""
    around = next((beside[folder] for folder in _above(test) if folder in beside), Counter[str]())
    return next((context for context in sorted(used) if 2 * around[context] > around.total()), "")


def _most(used: Counter[str]) -> str:
    """The context of which it imports most modules; "" where two have as many."""
    (first, most), *rest = used.most_common(2)
    return "" if any(number == most for _, number in rest) else first


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
