"""Data ownership: for each table the context that should own it, and who else touches it."""

from msgspec import Struct

from decompose.errors import Location


class TableAccess(Struct, frozen=True, order=True):
    """How often one context reads and writes one table (places in code, not calls at run time)."""

    context: str
    reads: int
    writes: int


class TableOwnership(Struct, frozen=True):
    """The proposed owner of one table.

    `owner` is a context id, or "" when nothing touches the table. `confidence` is 0…1; `contested` when another context
    than the owner writes it. `accesses` are per context, most writes first; `defined_at` are the places that define it.
    """

    table: str
    owner: str
    confidence: float
    reason: str
    contested: bool
    accesses: tuple[TableAccess, ...]
    defined_at: tuple[Location, ...] = ()


class DataOwnership(Struct, frozen=True):
    """Every table of the system, contested ones first, then by name."""

    tables: tuple[TableOwnership, ...]
