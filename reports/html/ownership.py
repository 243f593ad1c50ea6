"""Data ownership comes in; out goes the matrix of tables by contexts, contested tables first."""

from msgspec import Struct

from decompose.design.data.ownership import TableOwnership
from decompose.result.decomposition import Decomposition

from .atlas import Atlas, ContextRef, fragment

MOST_TABLES = 300
MOST_CONTEXTS = 40


class AccessCell(Struct, frozen=True):
    """How one context touches one table."""

    reads: int
    writes: int
    owns: bool


class TableRow(Struct, frozen=True):
    """One table with a cell, or None, for each context of the matrix; `elsewhere` counts contexts without a column."""

    name: str
    link: str
    owner: ContextRef
    confidence: float
    contested: bool
    reason: str
    cells: tuple[AccessCell | None, ...]
    elsewhere: int


class OwnershipView(Struct, frozen=True):
    """The matrix; `left_out` tables are in the JSON report, `untouched` ones are named below it."""

    columns: tuple[ContextRef, ...]
    rows: tuple[TableRow, ...]
    left_out: int
    contested: int
    shared: int
    untouched: tuple[str, ...]
    tables: int


def ownership_view(decomposition: Decomposition, atlas: Atlas) -> OwnershipView:
    """The matrix as this report shows it: tables that several contexts touch stand before those of one."""
    tables = decomposition.ownership.tables
    touched = sorted((table for table in tables if table.owner or table.accesses), key=_attention)
    columns = _columns(touched, atlas)
    return OwnershipView(
        columns=tuple(atlas.ref(context) for context in columns),
        rows=tuple(_row(table, columns, atlas) for table in touched[:MOST_TABLES]),
        left_out=max(0, len(touched) - MOST_TABLES),
        contested=sum(table.contested for table in tables),
        shared=sum(not table.contested and len(table.accesses) > 1 for table in tables),
        untouched=tuple(table.table for table in tables if not (table.owner or table.accesses)),
        tables=len(tables),
    )


def _attention(table: TableOwnership) -> tuple[bool, int, int, str]:
    writers = sum(access.writes > 0 for access in table.accesses)
    return (not table.contested, -writers if table.contested else 0, -len(table.accesses), table.table)


def _columns(tables: list[TableOwnership], atlas: Atlas) -> list[str]:
    """Contexts that own or touch a table, those that touch most first."""
    touches: dict[str, int] = {}
    for table in tables:
        for context in {table.owner, *(access.context for access in table.accesses)} - {""}:
            touches[context] = touches.get(context, 0) + 1
    return sorted(touches, key=lambda context: (-touches[context], atlas.title(context), context))[:MOST_CONTEXTS]


def _row(table: TableOwnership, columns: list[str], atlas: Atlas) -> TableRow:
    cells = {
        access.context: AccessCell(access.reads, access.writes, access.context == table.owner)
        for access in table.accesses
    }
    if table.owner:
        cells.setdefault(table.owner, AccessCell(0, 0, True))
    return TableRow(
        name=table.table,
        link=f"#table={fragment(table.table)}",
        owner=atlas.ref(table.owner),
        confidence=table.confidence,
        contested=table.contested,
        reason=table.reason,
        cells=tuple(cells.get(context) for context in columns),
        elsewhere=len(set(cells) - set(columns)),
    )
