"""Transactions → evidence that their tables are written together, and the transactions themselves under settled names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from msgspec.structs import replace

from decompose.errors import Location, Problem
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.transaction import INHERITED, Transaction, Written, by_place

from ..pieces import Names, Telling, tell_pair

FEW = 2
"""Heirs of a class which are too few to tell what is common to all."""

MOST_TABLES = 12
"""Tables of one transaction whose pairs are all told; their number grows with the square (66 pairs)."""


def tell_transactions(telling: Telling, transactions: Iterable[Transaction]) -> Iterator[Problem]:
    """The pairs of tables that each writes; of a large one each further table is told with the first.

    What most heirs of a class write in a transaction that they inherit from it is told of the class alone.
    """
    transactions = tuple(transactions)
    common = _common_by_place(transactions)
    for transaction in transactions:
        left_out = common.get(transaction.location, frozenset()) if INHERITED in transaction.marks else frozenset()
        written_here = (each for each in transaction.writes if each.table not in left_out)
        tables = sorted(written_here, key=lambda written: (written.cascade, not written.direct, written.table))
        detail = ", ".join(sorted(written.table for written in tables[:MOST_TABLES]))
        if len(tables) > MOST_TABLES:
            detail += f" and {len(tables) - MOST_TABLES} more"
            message = (
                f"One transaction writes {len(tables)} tables: all pairs of {MOST_TABLES} are told, of the others those "
                "with the first."
            )
            yield Problem(transaction.location, "large-transaction", message)
        pairs = [*combinations(tables[:MOST_TABLES], 2), *((tables[0], each) for each in tables[MOST_TABLES:])]
        for one, other in pairs:
            sure = min(one.confidence, other.confidence)
            both = (one.table, other.table)
            kind, place = EvidenceKind.CO_WRITES, transaction.function
            flags = ("cascade",) if one.cascade or other.cascade else ()
            tell_pair(telling, kind, both, transaction.location, sure, flags, detail, place)


def common_tables(heirs: Sequence[Transaction]) -> frozenset[str]:
    """The tables that more than half of several heirs write in a transaction that they inherit."""
    counted = Counter(written.table for heir in heirs for written in heir.writes)
    return frozenset(table for table, times in counted.items() if len(heirs) > FEW and times * 2 > len(heirs))


def _common_by_place(transactions: Iterable[Transaction]) -> dict[Location, frozenset[str]]:
    inherited: dict[Location, list[Transaction]] = {}
    for transaction in transactions:
        if INHERITED in transaction.marks:
            inherited.setdefault(transaction.location, []).append(transaction)
    return {location: common_tables(heirs) for location, heirs in inherited.items()}


def settled(transactions: Iterable[Transaction], names: Names) -> tuple[Transaction, ...]:
    """The transactions with the names under which their tables are defined."""
    return tuple(sorted((_settled(each, names) for each in transactions), key=by_place))


def _settled(transaction: Transaction, names: Names) -> Transaction:
    writes: dict[str, Written] = {}
    for written in sorted(transaction.writes, key=lambda each: (not each.cascade, each.direct, each.confidence)):
        name = names.settled(written.table)
        writes[name] = replace(written, table=name)
    locks = tuple(sorted({names.settled(table) for table in transaction.locks}))
    return replace(transaction, writes=tuple(writes[name] for name in sorted(writes)), locks=locks)
