"""SQLAlchemy classes and `Table(…)` calls of a program → tables with their columns, foreign keys and relations."""

from collections.abc import Iterator

from msgspec.structs import replace

from decompose.errors import Location

from ....python.facts import Expression, Text
from ....python.names.program import Program
from ...scopes import Scopes, constant
from ...text.names import table_name
from ..declared import ClassFacts, Declared, is_migration
from ..schema import Column, Model, Schema, Table
from ..texts import text_of
from .appended import Appended
from .columns import Link, columns_of_field, constraints, keys
from .libraries import brought
from .models import MappedClasses
from .relations import relations_of
from .tables import TableCalls


def sqlalchemy_schema(program: Program, scopes: dict[str, Scopes], classes: dict[str, ClassFacts]) -> Schema:
    """Every class with a table name of its own or inherited, and every `Table("name", metadata, …)`."""
    imported = (each.module for module in scopes.values() for each in module.facts.imports)
    if not any("sqlalchemy" in name or name.startswith("sqlmodel") for name in imported):
        return Schema()
    return _SqlAlchemySchema(program, scopes, classes).schema()


class _SqlAlchemySchema:
    """The schema in the making."""

    def __init__(self, program: Program, scopes: dict[str, Scopes], classes: dict[str, ClassFacts]) -> None:
        self._program = program
        self._scopes = scopes
        self._tables = TableCalls(program, scopes)
        self._mapped = MappedClasses(program, scopes, classes, self._tables)
        self._declared = Declared()

    def schema(self) -> Schema:
        self._declared.tables = [*self._of_classes(), *self._of_calls()]
        for table, link, path, scope in self._tables.links:
            self._point(table, link, path, scope, Location(path, link.call.line))
        self._declared.table_variables = self._tables.variables
        self._declared.unnamed = self._tables.unnamed
        relations = relations_of(self._mapped, self._tables, self._declared.foreign_keys)
        models = {
            reference: Model(
                reference, table, "sqlalchemy", self._mapped.classes[reference].location, relations[reference]
            )
            for reference, table in self._mapped.table_of.items()
        }
        return self._declared.schema(models)

    def _of_calls(self) -> Iterator[Table]:
        """The tables that calls make; one that gets columns later is known in part."""
        appended = Appended(self._program, self._scopes, self._tables)
        for table in self._tables.tables:
            yield replace(table, complete=table.complete and not appended.completed_later(table))

    def _of_classes(self) -> Iterator[Table]:
        """The tables that classes name; those that share a parent's table add their columns to it."""
        added: dict[str, list[Column]] = {table: [] for table in self._mapped.table_of.values()}
        complete = {}
        today = [each for each in self._mapped.table_of if not is_migration(self._program, each.partition("::")[0])]
        for reference in today:
            facts, table = self._mapped.classes[reference], self._mapped.table_of[reference]
            added[table] += self._columns(facts, table)
            complete[reference] = self._from_libraries(facts, added[table])
        for reference in today:
            if reference in self._mapped.own:
                table, spelling = self._mapped.own[reference]
                found = {column.name: column for column in sorted(added[table], key=lambda each: each.key)}
                where = self._mapped.classes[reference].location
                yield Table(table, reference, where, spelling, tuple(found.values()), complete[reference])

    def _columns(self, facts: ClassFacts, table: str) -> Iterator[Column]:
        fields = self._mapped.fields(facts)
        plain = any(base.startswith("external:sqlmodel.") for base in facts.bases)
        arguments = fields.get("__table_args__")
        named = keys(arguments.value) if arguments else frozenset()
        for name, field in fields.items():
            for column, links in columns_of_field(self._program, name, field, plain=plain):
                yield Column(column.name, column.key or column.name in named)
                for link in links:
                    self._point(table, link, field.path, field.scope, Location(field.path, field.line))
        for link in constraints(arguments.value) if arguments else ():
            self._point(table, link, arguments.path, arguments.scope, Location(arguments.path, link.call.line))  # type: ignore[union-attr]

    def _from_libraries(self, facts: ClassFacts, found: list[Column]) -> bool:
        """Adds what mixins outside the tree bring; False if there are some that nothing is known of."""
        complete = True
        for base in facts.bases:
            if base.startswith("external:") and not base.startswith("external:builtins."):
                columns = brought(base)
                complete = complete and columns is not None
                found.extend(column for column in columns or () if column.name not in facts.fields)
        return complete

    def _point(self, table: str, link: Link, path: str, scope: int, where: Location) -> None:
        """Notes what a foreign key points to: `"orders.id"`, `Order.id`, `orders.c.id`."""
        text = text_of(self._program, path, scope, link.target) if isinstance(link.target, Text) else None
        target = table_name(*text.split(".")[:-1]) if text is not None else self._owner(link.target, path, scope)
        if target:
            self._declared.point(table, target, where, link.column)
        elif isinstance(link.target, str | Text):
            written = constant(link.target) or (link.target if isinstance(link.target, str) else link.target.value)
            self._declared.unresolved.append((where, f"{table} → {written}"))

    def _owner(self, column: Expression, path: str, scope: int) -> str:
        """The table that a column written as a name belongs to; a variable may hold the name as a text."""
        if not isinstance(column, str):
            return ""
        owner = column.rpartition(".")[0].removesuffix(".c").removesuffix(".__table__")
        resolved = self._program.resolve(path, scope, owner) if owner else None
        found = self._mapped.table_of.get(resolved or "", "") or self._tables.variables.get(resolved or "", "")
        written = "" if found else text_of(self._program, path, scope, column) or ""
        return found or table_name(*written.split(".")[:-1])
