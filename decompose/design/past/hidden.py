"""Hidden pairs: product modules that change together more often than chance would, although no code joins them.

What a parser sees joins two modules: any evidence from one to the other, a table that both touch, or a foreign key between
tables that they define. What is left is a rule known in two places, a format written here and read there, a copy.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import combinations, product

from msgspec import Struct

from decompose.design.past.layers import common_layer, layers_of
from decompose.evidence.evidence import Evidence, EvidenceKind, Together
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, UnitKind, module_of

RATE = 0.05
"""Of the pairs that are told, about so many may have met by chance (Benjamini & Hochberg 1995)."""

OFTEN = 3
"""Common changes below which a pair is not told, however unlikely by chance; chosen."""

VIA = 3
"""Modules between a pair that are named; chosen: those that explain most."""

Pair = tuple[str, str]

Links = Mapping[str, AbstractSet[str]]
"""Each module with those that code joins it to."""

TOUCHES = frozenset({EvidenceKind.DEFINES, EvidenceKind.READS, EvidenceKind.WRITES})


class HiddenPair(Struct, frozen=True, order=True):
    """Two product modules, `source` < `target`, without a static link that changed together `common` times.

    `support` are the common ones where one of n modules counts 1/(n − 1); `history` says how each changed and whether it
    was chance. `via` are modules that both are linked to and that changed along with either, more often than chance.
    `layer` is what both are called in different parts of the system (`models`, `urls`), "" if nothing: changes that sweep
    through a layer join all of it, whatever the parts have to do with each other.
    """

    source: str
    target: str
    common: int
    support: float
    history: Together
    via: tuple[str, ...] = ()
    layer: str = ""

    @property
    def strength(self) -> float:
        """Common changes beyond those by chance, as far as they were about these two and not about many modules."""
        return self.support * (1 - 1 / self.history.lift)


def hidden_pairs(findings: Findings) -> tuple[HiddenPair, ...]:
    """All hidden pairs, strongest first."""
    products = {u.id for u in findings.units if u.kind is UnitKind.MODULE and u.role is Role.PRODUCT}
    telling = {
        (each.source, each.target): each
        for each in findings.evidence
        if each.kind is EvidenceKind.CO_CHANGE and is_telling(each) and {each.source, each.target} <= products
    }
    links, layers = (static_links(findings.evidence), layers_of(products)) if telling else ({}, frozenset())
    pairs = (_hidden(each, links, telling, layers) for pair, each in telling.items() if not _joined(pair, links))
    return tuple(sorted(pairs, key=lambda pair: (-pair.strength, pair.source, pair.target)))


def is_telling(evidence: Evidence) -> bool:
    """Whether a piece of co-change is often enough and more than chance."""
    told = evidence.together
    return told is not None and evidence.count >= OFTEN and is_more(told)


def is_more(told: Together) -> bool:
    """Whether two modules changed together more often than by chance."""
    return told.chance <= RATE and told.lift > 1


def _hidden(evidence: Evidence, links: Links, telling: Mapping[Pair, Evidence], layers: AbstractSet[str]) -> HiddenPair:
    assert evidence.together is not None
    pair = (evidence.source, evidence.target)
    layer = common_layer(*pair, layers)
    return HiddenPair(*pair, evidence.count, evidence.support, evidence.together, _via(pair, links, telling), layer)


def _via(pair: Pair, links: Links, telling: Mapping[Pair, Evidence]) -> tuple[str, ...]:
    """What both are linked to and change with, most often first."""
    one, other = pair
    common = links.get(one, set()) & links.get(other, set())
    counts = {
        module: min(telling[first].count, telling[second].count)
        for module in common
        if (first := _ordered(one, module)) in telling and (second := _ordered(other, module)) in telling
    }
    return tuple(sorted(counts, key=lambda module: (-counts[module], module))[:VIA])


def _joined(pair: Pair, links: Links) -> bool:
    """Whether code joins the two; whoever uses a part of a package runs the package's own file too."""
    one, other = pair
    return other in links.get(one, ()) or _uses_package(one, other, links) or _uses_package(other, one, links)


def _uses_package(user: str, module: str, links: Links) -> bool:
    folder, _, name = module.rpartition("/")
    return name == "__init__.py" and any(
        each.startswith(f"{folder}/") for each in links.get(user, ()) if not user.startswith(f"{folder}/")
    )


def static_links(evidence: Iterable[Evidence]) -> dict[str, set[str]]:
    """Each module with those that code joins it to, in either direction."""
    links: dict[str, set[str]] = {}
    users: dict[str, set[str]] = {}
    makers: dict[str, set[str]] = {}
    keys: list[Pair] = []
    for each in evidence:
        if each.kind in TOUCHES:
            users.setdefault(each.target, set()).add(module_of(each.source))
            if each.kind is EvidenceKind.DEFINES:
                makers.setdefault(each.target, set()).add(module_of(each.source))
        elif each.kind is EvidenceKind.FOREIGN_KEY:
            keys.append((each.source, each.target))
        elif each.kind is not EvidenceKind.CO_CHANGE:
            _join(links, module_of(each.source), module_of(each.target))
    for one, other in _through_tables(users, makers, keys):
        _join(links, one, other)
    return links


def _join(links: dict[str, set[str]], one: str, other: str) -> None:
    links.setdefault(one, set()).add(other)
    links.setdefault(other, set()).add(one)


def _through_tables(
    users: Mapping[str, set[str]], makers: Mapping[str, set[str]], keys: Iterable[Pair]
) -> Iterator[Pair]:
    for modules in users.values():
        yield from combinations(sorted(modules), 2)
    for one, other in keys:
        yield from product(makers.get(one, ()), makers.get(other, ()))


def _ordered(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
