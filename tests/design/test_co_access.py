"""Pairs of tables that are used together: joined, written in one transaction, touched by one entry point."""

from decompose.design.data.co_access import CoAccess, co_accesses
from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.reach import Reach
from decompose.evidence.transaction import Transaction, TransactionKind, Written
from tests.build import link

A, B, C = "table:a", "table:b", "table:c"
JOIN = link(A, B, EvidenceKind.JOINS, 3)
WRITE = Transaction("m.py::f", Location("m.py", 7), 7, 9, TransactionKind.BLOCK, (Written("a"), Written("b")))
ENTRY = Reach("entry:GET /", reads=(A, C), writes=(B,))


def test_pairs_have_their_places_and_the_most_frequent_comes_first() -> None:
    found = co_accesses([JOIN], [WRITE], [ENTRY])
    assert found == (
        CoAccess(A, B, ("table:a:3",), ("m.py::f (m.py:7)",), ("entry:GET /",)),
        CoAccess(A, C, entries=("entry:GET /",)),
        CoAccess(B, C, entries=("entry:GET /",)),
    )
    assert found[0].count == 3


def test_pairs_with_one_table_are_those_among_all() -> None:
    assert co_accesses([JOIN], [WRITE], [ENTRY], B) == tuple(
        pair for pair in co_accesses([JOIN], [WRITE], [ENTRY]) if B in (pair.one, pair.other)
    )


def test_an_entry_point_that_touches_everything_says_nothing_of_a_pair() -> None:
    wide = Reach("entry:GET /", reads=tuple(f"table:t{number}" for number in range(31)))
    assert co_accesses([], [], [wide]) == ()
