"""From joins, transactions and what entry points reach to the pairs of tables that are used together, with places and counts."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from msgspec import Struct

from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.reach import Reach
from decompose.evidence.transaction import Transaction

WIDEST = 30
"""Tables that an entry point may touch for its pairs to count; chosen: one that touches more says nothing of a pair."""


class CoAccess(Struct, frozen=True, order=True):
    """Two tables (`one` < `other`, unit ids): the places of statements that join them, of transactions that write both, and
    the entry points that touch both; each sorted and once.
    """

    one: str
    other: str
    joins: tuple[str, ...] = ()
    transactions: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """In how many places, transactions and entry points they come together."""
        return len(self.joins) + len(self.transactions) + len(self.entries)


def co_accesses(
    evidence: Iterable[Evidence], transactions: Iterable[Transaction], reach: Iterable[Reach], among: str = ""
) -> tuple[CoAccess, ...]:
    """Every pair of tables, or every pair with the one named `among`, that are used together, most often first."""
    joins: dict[tuple[str, str], set[str]] = defaultdict(set)
    writes: dict[tuple[str, str], set[str]] = defaultdict(set)
    entries: dict[tuple[str, str], set[str]] = defaultdict(set)
    for piece in evidence:
        if piece.kind is EvidenceKind.JOINS and among in ("", piece.source, piece.target):
            joins[piece.source, piece.target].add(str(piece.location))
    for transaction in transactions:
        for pair in _pairs((f"table:{table}" for table in transaction.tables), among):
            writes[pair].add(f"{transaction.function} ({transaction.location})")
    for one in reach:
        touched = {*one.reads, *one.writes}
        for pair in _pairs(touched, among) if len(touched) <= WIDEST else ():
            entries[pair].add(one.entry)
    pairs = {*joins, *writes, *entries}
    found = (CoAccess(*pair, *(tuple(sorted(known[pair])) for known in (joins, writes, entries))) for pair in pairs)
    return tuple(sorted(found, key=lambda pair: (-pair.count, pair.one, pair.other)))


def _pairs(tables: Iterable[str], among: str) -> Iterable[tuple[str, str]]:
    ordered = sorted(set(tables))
    if not among:
        return combinations(ordered, 2)
    others = (table for table in ordered if table != among)
    return [(min(among, table), max(among, table)) for table in others] if among in ordered else []
