"""Boundaries: everything in the boundary file as values, and from them the context of every module and table."""

from msgspec import Struct

from decompose.contexts.hand.decree import decree
from decompose.contexts.hand.hand import Apart, ContextBoundary, Hand, Merge, Pin, Split, Together
from decompose.contexts.hand.pattern import Pattern
from decompose.design.cuts.crossing import TABLE, Homes, product_evidence
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, Unit, UnitKind

VERSION = 1
PUBLIC = "public"

NAMES_IN_FILE = {
    "contexts": "context",
    "allowed": "allow",
    "pins": "pin",
    "merges": "merge",
    "splits": "split",
}


class Allowance(Struct, frozen=True, forbid_unknown_fields=True, rename={"source": "from", "target": "to"}):
    """An intended dependency: `source` may use `target`, or with `via` = `public` only its public modules."""

    source: str
    target: str
    via: str = ""


class Boundaries(Struct, frozen=True, forbid_unknown_fields=True, rename=NAMES_IN_FILE):
    """All accepted contexts, the dependencies between them that are intended, and what people said beside."""

    version: int
    contexts: tuple[ContextBoundary, ...] = ()
    allowed: tuple[Allowance, ...] = ()
    pins: tuple[Pin, ...] = ()
    together: tuple[Together, ...] = ()
    apart: tuple[Apart, ...] = ()
    merges: tuple[Merge, ...] = ()
    splits: tuple[Split, ...] = ()
    file: str = ""

    def hand(self) -> Hand:
        """What concerns where things belong."""
        rules = (self.pins, self.together, self.apart, self.merges, self.splits)
        return Hand(self.file, self.contexts, *rules)


class Assignment(Struct, frozen=True):
    """Where each module and table of a tree belongs by the boundaries, what belongs nowhere, and the public modules."""

    homes: Homes
    unassigned: tuple[Unit, ...]
    public: frozenset[str]


def assign(findings: Findings, boundaries: Boundaries) -> Assignment:
    """The context of each product module and table, by nothing but the file; see `contexts.decree`."""
    hand = boundaries.hand()
    decrees = decree(hand, findings.units)
    modules = [unit for unit in findings.units if unit.kind is UnitKind.MODULE and unit.role is Role.PRODUCT]
    used = {
        each.target for each in product_evidence(findings) if each.kind in (EvidenceKind.READS, EvidenceKind.WRITES)
    }
    tables = [unit for unit in findings.units if unit.kind is UnitKind.TABLE and unit.id in used]
    homes = {unit: each.context for unit, each in decrees.homes.items()}
    owners = {table: each.context for table, each in decrees.tables.items()}
    # what is empty couples nothing, nor does a table that only tests use
    nowhere = [unit for unit in modules if unit.id not in homes and unit.lines]
    nowhere += [unit for unit in tables if unit.id.removeprefix(TABLE) not in owners]
    return Assignment(
        Homes(homes, owners, hand.kernels(), sizes=_places(boundaries)),
        tuple(sorted(nowhere, key=lambda unit: unit.id)),
        _public(modules, homes, boundaries),
    )


def _places(boundaries: Boundaries) -> dict[str, tuple[int, str]]:
    """Where in the file each context stands: the earlier is the source of what has no direction, whatever it is called.

    Lines would not do: an edge must not turn round because a context grew past another. What only a merge, a pin or a
    split makes comes after all of these.
    """
    return {context.id: (place - len(boundaries.contexts), "") for place, context in enumerate(boundaries.contexts)}


def _public(modules: list[Unit], homes: dict[str, str], boundaries: Boundaries) -> frozenset[str]:
    patterns = {context.id: [Pattern(text) for text in context.public] for context in boundaries.contexts}
    return frozenset(
        unit.id
        for unit in modules
        if any(pattern.matches(unit.id, unit.name) for pattern in patterns.get(homes.get(unit.id, ""), ()))
    )
