"""`Table("orders", metadata, Column(…), …)` anywhere in a program → tables, their columns and what they point to."""

import re

from decompose.errors import Location

from ....python.facts import Call, Expression, Group
from ....python.names.program import Program
from ...scopes import Scopes, argument, calls_in, constant, keyword, last_name
from ...text.names import table_name
from ..declared import is_migration
from ..schema import Column, Table
from ..texts import text_of, unrolled
from .columns import COLUMNS, Link, constraints, keys, links

_EXTERNAL = re.compile(r"external:(?:sqlalchemy|sqlmodel|flask_sqlalchemy|geoalchemy2|advanced_alchemy)\b")


class TableCalls:
    """The tables in the making, the variables that hold them (`path::name`), and the links that wait for their targets.

    `unnamed` are the places of tables whose name is computed.
    """

    def __init__(self, program: Program, scopes: dict[str, Scopes]) -> None:
        self._program = program
        self.variables: dict[str, str] = {}
        self.tables: list[Table] = []
        self.links: list[tuple[str, Link, str, int]] = []
        self.unnamed: list[Location] = []
        for module in scopes.values():
            # a migration makes tables as they once were, in functions that may never run again
            if not is_migration(program, module.path):
                self._in_module(module)

    def _in_module(self, module: Scopes) -> None:
        for assignment in module.facts.assignments:
            call = assignment.value
            if isinstance(call, Call) and last_name(call.function) == "Table":
                made = [
                    self.add(each, module.path, module.path, assignment.line, assignment.scope)
                    for each in unrolled(module, assignment.scope, call, argument(call, 0, "name"))
                ]
                table = made[0] if len(made) == 1 else ""
                owner = module.definition(assignment.scope).name
                for target in assignment.targets if table else ():
                    if isinstance(target, str):
                        self.variables[f"{module.path}::{owner + '.' if owner else ''}{target}"] = table
        if any("sqlalchemy" in each.module for each in module.facts.imports):
            for use in module.facts.uses:
                for call in calls_in(use.expression):
                    if last_name(call.function) == "Table" and self._has_columns(call):
                        self.add(call, module.path, module.path, call.line, use.scope)

    def variable(self, path: str, scope: int, written: Expression) -> str:
        """The table that an expression holds: a variable, or the call itself."""
        if isinstance(written, Call) and last_name(written.function) == "Table":
            return self.add(written, path, path, written.line, scope)
        resolved = self._program.resolve(path, scope, written) if isinstance(written, str) else None
        return self.variables.get(resolved or "", "")

    def add(self, call: Call, path: str, reference: str, line: int, scope: int) -> str:
        """Takes down the table that a call makes; "" if it makes none."""
        spelling = text_of(self._program, path, scope, argument(call, 0, "name"))
        if not self._is_sqlalchemy(call, path, scope):
            return ""
        if not spelling:
            self.unnamed.append(Location(path, line))
            return ""
        schema = text_of(self._program, path, scope, keyword(call, "schema")) or ""
        table = table_name(*schema.split("."), *spelling.split("."))
        if table and not any(each.name == table and each.location == Location(path, line) for each in self.tables):
            self.tables.append(self._made(call, table, path, reference, line, scope, spelling))
        return table

    def _made(self, call: Call, table: str, path: str, reference: str, line: int, scope: int, spelling: str) -> Table:
        found = []
        named = keys(Group(call.arguments, "list"))
        complete = True
        for given in call.arguments[2:]:
            if isinstance(given, Call) and last_name(given.function) in COLUMNS:
                name = constant(argument(given, 0, "name")) or ""
                found.append(Column(name, keyword(given, "primary_key") == "True" or name in named))
                self.links += [(table, each, path, scope) for each in links(given, name)]
            elif isinstance(given, Call):
                self.links += [(table, each, path, scope) for each in constraints(given)]
            else:
                complete = False
        return Table(table, reference, Location(path, line), spelling, tuple(found), complete)

    def _is_sqlalchemy(self, call: Call, path: str, scope: int) -> bool:
        resolved = self._program.resolve(path, scope, call.function) or ""
        if _EXTERNAL.match(resolved):
            return True
        if resolved.startswith("external:rich") or not self._has_columns(call):
            return False
        return last_name(call.function) != call.function or len(call.arguments) > 1

    def _has_columns(self, call: Call) -> bool:
        return any(last_name(inner.function) == "Column" for inner in calls_in(call))
