"""What one place in the code does to the tables: accesses and joins, as values."""

from typing import NamedTuple


class Access(NamedTuple):
    """One read or write of one table in a scope of a module; `flags` as in Evidence."""

    scope: int
    line: int
    table: str
    writes: bool
    flags: tuple[str, ...]
    confidence: float
    detail: str
    own: bool = False
    """Whether it is told only because `self` may be of a class whose rows live in this table."""
    columns: tuple[str, ...] = ()
    """What of the rows a write sets, where it says so."""


class OwnAccess(NamedTuple):
    """A read or write of the table of a model that only the heirs of a class tell: `of` as the class of a Value."""

    scope: int
    line: int
    of: str
    writes: bool
    flags: tuple[str, ...]
    confidence: float
    detail: str


class Joined(NamedTuple):
    """Two tables (`one` < `other`) that one statement or query brings together."""

    scope: int
    line: int
    one: str
    other: str
    flags: tuple[str, ...]
    confidence: float
    detail: str
