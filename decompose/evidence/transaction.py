"""Transactions: what one of them writes, locks and starts afterwards, with the lines from its begin to its end."""

from enum import StrEnum

from msgspec import Struct

from decompose.errors import Location


class TransactionKind(StrEnum):
    """What begins and ends a transaction."""

    BLOCK = "block"  # with atomic(): …
    FUNCTION = "function"  # a decorator: from its first line to its last
    COMMIT = "commit"  # up to a call of commit()
    REQUEST = "request"  # the framework, around each request
    TEXT = "text"  # BEGIN … COMMIT as SQL


class Written(Struct, frozen=True, order=True):
    """A table written in a transaction.

    `direct` unless only a function writes it that the transaction calls; `cascade` if it is written only because rows that
    its own point to are deleted.
    """

    table: str
    confidence: float = 1.0
    direct: bool = True
    cascade: bool = False


INHERITED = "inherited"
"""The mark of a transaction whose text, and so whose lines, are of an ancestor of the class that has it."""


class Transaction(Struct, frozen=True, omit_defaults=True):
    """One transaction: the function that holds it, where a reader looks for it, and its `first` and `last` line.

    `writes` are sorted by table; `locks` are tables whose rows it locks before it writes (`select_for_update`, `LOCK`);
    `afterwards` are functions that run once it is committed, outside of it. `marks` are from: durable, savepoint (it
    joins a transaction of whoever calls), two-phase, inherited (its text, and so its lines, are of an ancestor: `function`
    is the method as the heir has it).
    """

    function: str
    location: Location
    first: int
    last: int
    kind: TransactionKind
    writes: tuple[Written, ...] = ()
    locks: tuple[str, ...] = ()
    afterwards: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables written, sorted."""
        return tuple(written.table for written in self.writes)


def by_place(transaction: Transaction) -> tuple[str, str, int, int]:
    """A total order for output: by function and lines."""
    return (transaction.function, transaction.location.path, transaction.first, transaction.last)
