"""Changes of tables, one after the other → the tables there are in the end."""

from collections.abc import Iterable

from decompose.errors import Location

from ..text.changes import Change
from .schema import Column, ForeignKey, Schema, Table


class FoldedTable:
    """One table in the making: its columns by name, what they point to, and where, and for which app, it was created."""

    def __init__(self, location: Location, app: str) -> None:
        self.location = location
        self.app = app
        self.columns: dict[str, Column] = {}
        self.complete = True
        self.points: dict[str, tuple[str, Location]] = {}


class TableFold:
    """The tables by name, as the changes so far have left them; `elsewhere` are those that are altered but never created."""

    def __init__(self) -> None:
        self.tables: dict[str, FoldedTable] = {}
        self.elsewhere: set[str] = set()

    def apply(self, changes: Iterable[Change], location: Location, app: str = "") -> None:
        """Makes the changes of one statement or operation."""
        for change in changes:
            self._apply(change, location, app)

    def _apply(self, change: Change, location: Location, app: str) -> None:
        if change.kind == "create":
            self.tables.setdefault(change.table, FoldedTable(location, app))
        elif change.kind in {"view", "trigger", "drop-trigger"}:
            pass  # no table, and no change of one
        elif change.kind == "drop":
            self.tables.pop(change.table, None)
        elif change.kind == "rename":
            self._rename(change.table, change.name)
        elif change.table in self.tables:
            self._column(self.tables[change.table], change, location)
        else:
            self.elsewhere.add(change.table)

    def _rename(self, old: str, new: str) -> None:
        if old in self.tables:
            self.tables[new] = self.tables.pop(old)
        for table in self.tables.values():
            for column, (target, where) in table.points.items():
                if target == old:
                    table.points[column] = (new, where)

    def _column(self, table: FoldedTable, change: Change, location: Location) -> None:
        columns, points = table.columns, table.points
        if change.kind == "add":
            columns[change.name] = Column(change.name, change.key)
        elif change.kind == "remove":
            columns.pop(change.name, None)
            points.pop(change.name, None)
        elif change.kind == "rename-column" and change.name in columns:
            renamed = {change.other if name == change.name else name: each for name, each in columns.items()}
            table.columns = {name: Column(name, each.key) for name, each in renamed.items()}
            if change.name in points:
                points[change.other] = points.pop(change.name)
        elif change.kind == "point":
            points[change.name] = (change.other, location)

    def schema(self) -> Schema:
        """The tables of the end, each at the place that created it."""
        tables = tuple(
            Table(
                name,
                each.location.path,
                each.location,
                name,
                tuple(each.columns.values()),
                each.complete,
                True,
                each.app,
            )
            for name, each in sorted(self.tables.items())
        )
        keys = tuple(
            ForeignKey(name, target, where, column)
            for name, each in sorted(self.tables.items())
            for column, (target, where) in sorted(each.points.items())
        )
        return Schema(tables=tables, foreign_keys=keys)
