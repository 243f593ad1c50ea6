"""Lines of a function between the begin and the end of a transaction, as a value."""

from typing import NamedTuple

from decompose.evidence.transaction import TransactionKind


class Region(NamedTuple):
    """The lines `first` to `last` of a scope of a module; `line` is where a reader looks for the begin.

    `joins` is whether a transaction that begins in a function called from here becomes part of this one: a `commit()`
    there would have ended this one. `ends` is whether what encloses it begins nothing and commits in the end, so that another
    such function called from here commits by itself. `marks` as in Transaction.
    """

    path: str
    scope: int
    first: int
    last: int
    line: int
    kind: TransactionKind
    joins: bool = True
    marks: tuple[str, ...] = ()
    ends: bool = False

    def holds(self, other: "Region") -> bool:
        """Whether another region lies within this one."""
        return self.scope == other.scope and self.first <= other.first and other.last <= self.last and self != other
