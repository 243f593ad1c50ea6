"""Aggregates: from foreign keys and who writes what to the tables of each context that change together, under one root.

After Evans, Domain-Driven Design (2003), ch. 6: an aggregate is changed as one, and others refer to its root alone.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from decompose.design.cuts.crossing import TABLE, product_evidence
from decompose.design.data.ownership import DataOwnership
from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.evidence.findings import Findings

TOGETHER = (
    0.5  # share of the functions and transactions that write a part and its root, from which the two change as one
)


class Part(Struct, frozen=True, order=True):
    """A table that changes with its root: of the `writers`, functions and transactions, `together` write the root as well."""

    table: str
    together: int
    writers: int


class Aggregate(Struct, frozen=True):
    """Tables of one context that change as one: the root, and the parts that live within it.

    `reference` is true of a table that no product code writes: data that is looked up and can be copied.
    """

    context: str
    root: str
    parts: tuple[Part, ...] = ()
    reference: bool = False


def aggregates_of(findings: Findings, ownership: DataOwnership) -> tuple[Aggregate, ...]:
    """Every table with an owner in exactly one aggregate, by context and root.

    A table is part of the one that it points to with a foreign key when both have one owner, at least half of the functions
    and transactions that write it write the other too, and nothing but parts of the same root points to it. A basket and its
    lines are seldom written by one function, but in one transaction.
    """
    tables = _Tables(findings, {each.table: each.owner for each in ownership.tables if each.owner})
    parents = {table: parent for table in sorted(tables.owner) if (parent := tables.parent(table))}
    parents = _referred_within(parents, tables.pointing)
    roots = {table: _root(table, parents) for table in sorted(tables.owner)}
    found = []
    for root in sorted({*roots.values()}, key=lambda table: (tables.owner[table], table)):
        parts = tuple(tables.part(table, root) for table in sorted(roots) if roots[table] == root and table != root)
        found.append(Aggregate(tables.owner[root], root, parts, not parts and not tables.writers.get(root)))
    return tuple(found)


class _Tables:
    """What is known of the tables: their owners, which point where, and which functions and transactions write them."""

    def __init__(self, findings: Findings, owner: Mapping[str, str]) -> None:
        self.owner = owner
        self.pointing: dict[str, set[str]] = {}
        self.writers: dict[str, set[str]] = {}
        for evidence in product_evidence(findings):
            target = evidence.target.removeprefix(TABLE)
            if evidence.kind is EvidenceKind.FOREIGN_KEY:
                self.pointing.setdefault(evidence.source.removeprefix(TABLE), set()).add(target)
            elif evidence.kind is EvidenceKind.WRITES and not by_itself(evidence.flags):
                self.writers.setdefault(target, set()).add(evidence.source)
        for transaction in findings.transactions:
            for written in transaction.writes:
                if not written.cascade:
                    self.writers.setdefault(written.table, set()).add(f"{transaction.function}:{transaction.first}")

    def parent(self, table: str) -> str:
        """What the table is most a part of, or "" if it stands by itself."""
        writers = self.writers.get(table, set())
        shares = [
            (-len(writers & self.writers.get(other, set())), other)
            for other in self.pointing.get(table, ())
            if other != table and self.owner.get(other) == self.owner[table]
        ]
        together, other = min(shares, default=(0, ""))
        return other if writers and -together >= TOGETHER * len(writers) else ""

    def part(self, table: str, root: str) -> Part:
        """The table as a part of its root."""
        writers = self.writers.get(table, set())
        return Part(table, len(writers & self.writers.get(root, set())), len(writers))


def _referred_within(parents: dict[str, str], pointing: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The parents of those tables to which nothing points but what has the same root, and no circles."""
    while True:
        roots = {table: _root(table, parents) for table in {*parents, *parents.values(), *pointing}}
        referred = {
            target
            for source, targets in pointing.items()
            for target in targets
            if source != target and roots[source] != roots.get(target, target)
        }
        circles = {table for table in parents if not roots[table]}
        kept = {table: parent for table, parent in parents.items() if table not in referred | circles}
        if kept == parents:
            return parents
        parents = kept


def _root(table: str, parents: Mapping[str, str]) -> str:
    """The end of the chain of parents; "" if the chain is a circle."""
    seen = {table}
    while table in parents:
        table = parents[table]
        if table in seen:
            return ""
        seen.add(table)
    return table
