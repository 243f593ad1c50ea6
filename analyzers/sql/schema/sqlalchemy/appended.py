"""`orders.append_column(Column(…))` anywhere in a program → the tables that get columns after the call that makes them."""

from collections.abc import Iterable, Iterator

from ....python.names.program import Program
from ...scopes import Scopes, calls_in, last_name
from ..declared import is_migration
from ..schema import Table
from .tables import TableCalls


class Appended:
    """The tables, and the classes among whose methods one gives a column to a table that it does not name."""

    def __init__(self, program: Program, scopes: dict[str, Scopes], calls: TableCalls) -> None:
        self._program = program
        self._scopes = scopes
        self._calls = calls
        self._tables: set[str] = set()
        self._classes: set[str] = set()
        for module in scopes.values():
            if not is_migration(program, module.path):
                self._in_module(module)

    def completed_later(self, table: Table) -> bool:
        """Whether a table gets further columns: by name, or from the class that makes it or an ancestor of that."""
        if table.name in self._tables:
            return True
        makers = self._makers(table) if self._classes else ()
        return any(self._classes.intersection((each, *self._program.bases(each))) for each in makers)

    def _in_module(self, module: Scopes) -> None:
        for scope, receiver in _receivers(module):
            owner = module.definition(scope).name
            local = self._calls.variables.get(f"{module.path}::{owner}.{receiver}", "")
            table = local or self._calls.variable(module.path, scope, receiver)
            around = module.enclosing_class(scope)
            if table:
                self._tables.add(table)
            elif around is not None:
                self._classes.add(module.reference(around))

    def _makers(self, table: Table) -> Iterable[str]:
        """The classes around the call that makes a table."""
        module = self._scopes[table.location.path]
        for scope, each in enumerate(module.facts.definitions):
            if each.kind == "class" and each.line <= table.location.line <= each.end_line:
                yield module.reference(scope)


def _receivers(module: Scopes) -> Iterator[tuple[int, str]]:
    """What columns are appended to, each with its scope."""
    for use in module.facts.uses:
        for call in calls_in(use.expression):
            if isinstance(call.function, str) and last_name(call.function) == "append_column":
                yield use.scope, call.function.rpartition(".")[0]
