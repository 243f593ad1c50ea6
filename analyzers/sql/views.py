"""Views and what they are made of → whoever reads a view reads its tables, whoever refreshes a stored one too."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from decompose.evidence.evidence import Evidence, EvidenceKind

from .text.statement import Statement

PER_VIEW = 0.9
"""What each view on the way takes from the confidence of a read (chosen: a view may have changed since)."""


class View(Struct, frozen=True):
    """The tables that a view is made of; a `stored` one (materialised) reads them only when it is refreshed."""

    tables: tuple[str, ...]
    stored: bool = False


def views_of(statements: Iterable[Statement]) -> dict[str, View]:
    """Every view that a statement creates, by name; of several of a name the last stays."""
    return {
        change.table: View(tuple(table for table in statement.reads if table != change.table), change.name == "stored")
        for statement in statements
        for change in statement.changes
        if change.kind == "view"
    }


def reads_through(evidence: Iterable[Evidence], views: Mapping[str, View]) -> Iterator[Evidence]:
    """The reads of tables behind the views that are read or refreshed."""
    for piece in evidence if views else ():
        name = piece.target.removeprefix("table:")
        if name not in views or "ddl" in piece.flags:
            continue
        wanted = EvidenceKind.WRITES if views[name].stored else EvidenceKind.READS
        if piece.kind is wanted:
            for table, sure in _behind(name, views).items():
                yield replace(
                    piece,
                    kind=EvidenceKind.READS,
                    target=f"table:{table}",
                    confidence=round(piece.confidence * sure, 3),
                    flags=tuple(sorted({*piece.flags, "view"} - {"create", "delete"})),
                    detail=f"through the view {name}",
                )


def _behind(name: str, views: Mapping[str, View]) -> dict[str, float]:
    """The tables behind a view, through views of views, with the confidence left on the shortest way."""
    found: dict[str, float] = {}
    seen = {name}
    layer, sure = [name], PER_VIEW
    while layer:
        tables = sorted({table for view in layer for table in views[view].tables} - seen)
        seen.update(tables)
        found.update((table, round(sure, 3)) for table in tables if table not in views or views[table].stored)
        layer = [table for table in tables if table in views and not views[table].stored]
        sure *= PER_VIEW
    return found
