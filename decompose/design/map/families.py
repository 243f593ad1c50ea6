"""Families: from who extends what across contexts to the contexts that are plug-ins of one host."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from msgspec import Struct

from decompose.design.cuts.crossing import Homes, product_evidence
from decompose.evidence.evidence import USES, Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import module_of, top_level

SEVERAL = 4  # plug-ins from which on one way for all saves more than it costs; chosen
MOSTLY = (
    0.5  # share of the contexts with heirs that are plug-ins, below which the class is a base of everything; chosen
)
UNSURE = frozenset(("string", "dispatch"))  # uses that only name something, and calls of whatever has such a method
APART = {EvidenceKind.RAISES, EvidenceKind.CATCHES, EvidenceKind.ROUTES}


class Family(Struct, frozen=True, order=True):
    """Contexts that extend the class `base`, which lives in `host`, as plug-ins do: they own no tables, and nobody uses them.

    Nobody but the host, shared kernels, each other, and modules that list most of them, `registries`. `members` are ids of
    contexts by name; no context is in two families.
    """

    base: str
    host: str
    members: tuple[str, ...]
    registries: tuple[str, ...] = ()


def families_of(findings: Findings, homes: Homes, owners: AbstractSet[str]) -> tuple[Family, ...]:
    """All families of at least four, largest first; `owners` are the contexts that own tables.

    Of the classes that the same contexts extend the one that fewest others extend stands for all, then that with most heirs.
    What is raised, and what handles requests, extends a class for other reasons and makes no family.
    """
    evidence = [each for each in product_evidence(findings) if each.kind in USES or each.kind in APART]
    users, heirs = _users(evidence, homes), _heirs(evidence)
    found = []
    for base in sorted(heirs):
        extending = _extending(heirs[base], homes)
        if family := _family(base, extending, users, homes, owners):
            found.append((-len(family.members), len(extending), -len(heirs[base]), family))
    return tuple(_disjoint(family for *_, family in sorted(found)))


def _family(
    base: str,
    extending: AbstractSet[str],
    users: Mapping[str, AbstractSet[str]],
    homes: Homes,
    owners: AbstractSet[str],
) -> Family | None:
    host = homes.of_module(base)
    extending = extending - {host}
    members = extending - owners
    if not host or len(members) < SEVERAL:
        return None
    while True:
        registries = _registries(members, users)
        inside = members | homes.kernels | {host}
        used = {one for one in members if any(homes.of_module(user) not in inside for user in users[one] - registries)}
        if not used:
            break
        members = members - used
    if len(members) < max(SEVERAL, MOSTLY * len(extending)):
        return None
    outside = (module for module in registries if homes.of_module(module) not in inside)
    return Family(base, host, tuple(sorted(members)), tuple(sorted(outside)))


def _registries(members: AbstractSet[str], users: Mapping[str, AbstractSet[str]]) -> set[str]:
    """The modules that use most of them: whoever lists all plug-ins needs none of them."""
    times = Counter(user for one in members for user in users[one])
    return {user for user, number in times.items() if number >= max(SEVERAL, len(members) / 2)}


def _users(evidence: Iterable[Evidence], homes: Homes) -> dict[str, set[str]]:
    """By context the modules of other contexts that surely use it."""
    users: dict[str, set[str]] = defaultdict(set)
    for each in evidence:
        source, target = homes.of_module(each.source), homes.of_module(each.target)
        if each.kind in USES and source and source != target and UNSURE.isdisjoint(each.flags):
            users[target].add(module_of(each.source))
    return users


def _heirs(evidence: Iterable[Evidence]) -> dict[str, set[str]]:
    """By class all that extend it, however indirectly; without exceptions and views, and what they extend."""
    bases: dict[str, set[str]] = {}
    apart = set()
    for each in evidence:
        if each.kind is EvidenceKind.INHERITS:
            bases.setdefault(each.source, set()).add(each.target)
        elif each.kind in APART:
            apart.add(top_level(each.target))
    heirs: dict[str, set[str]] = {}
    for heir in bases:
        for base in _above(heir, bases):
            heirs.setdefault(base, set()).add(heir)
    return {base: found for base, found in heirs.items() if base not in apart and apart.isdisjoint(found)}


def _above(heir: str, bases: Mapping[str, AbstractSet[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(bases[heir])
    while waiting:
        base = waiting.pop()
        if base not in found:
            found.add(base)
            waiting.extend(bases.get(base, ()))
    return found


def _extending(heirs: AbstractSet[str], homes: Homes) -> set[str]:
    """The contexts with such classes, shared kernels left out."""
    return {home for heir in heirs if (home := homes.of_module(heir))} - homes.kernels


def _disjoint(families: Iterable[Family]) -> Iterable[Family]:
    """Each context in the first of its families only; one that lost some of its members is told as far as it is left."""
    taken: set[str] = set()
    for family in families:
        left = tuple(member for member in family.members if member not in taken)
        if len(left) >= SEVERAL:
            taken.update(left)
            yield Family(family.base, family.host, left, family.registries)
