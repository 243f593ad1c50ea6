"""The `upgrade` functions of Alembic revisions in the tree → the tables that running all of them leaves.

Revisions are known by their content: a module that says which revision it follows, and has an `upgrade` function.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from decompose.errors import Location

from ...python.facts import Call, Expression, Group
from ...python.names.program import Program
from ..scopes import MODULE, Scopes, calls_in, constant, keyword, last_name, parts_of
from ..text.changes import Change
from ..text.names import table_name
from .schema import Schema
from .sqlalchemy.columns import COLUMNS, links
from .table_fold import TableFold
from .texts import looped, text_of

Read = Callable[[str], tuple[tuple[Change, ...], ...]]
DEEPEST = 4
"""Calls within calls from `upgrade` on that are followed (chosen)."""


class Revision(NamedTuple):
    """One revision: its module, its id, and the ids of those it follows."""

    module: Scopes
    name: str
    follows: tuple[str, ...]


class AlembicHistory(NamedTuple):
    """What the revisions come to; `uncertain` is whether some of what they do is not understood."""

    schema: Schema
    revisions: int = 0
    uncertain: bool = False


def alembic_history(program: Program, scopes: Mapping[str, Scopes], read: Read) -> AlembicHistory:
    """The tables that all revisions leave."""
    revisions = _ordered([each for module in scopes.values() if (each := _revision(module)) is not None])
    fold = _Fold(program, scopes, read)
    for revision in revisions:
        fold.function(revision.module, revision.module.index_of["upgrade"])
    return AlembicHistory(fold.tables.schema(), len(revisions), fold.uncertain)


def _revision(module: Scopes) -> Revision | None:
    own, before = module.assigned(MODULE, "revision"), module.assigned(MODULE, "down_revision")
    if not own or not before or "upgrade" not in module.index_of:
        return None
    name = constant(own[0].value)
    written = before[0].value
    items = written.items if isinstance(written, Group) else (written,)
    return Revision(module, name, tuple(filter(None, map(constant, items)))) if name else None


def _ordered(revisions: list[Revision]) -> list[Revision]:
    """Each behind those it follows, else by path."""
    known = {each.name: each for each in sorted(revisions, key=lambda each: each.module.path, reverse=True)}
    done: dict[str, Revision] = {}
    for each in sorted(known.values(), key=lambda each: each.module.path):
        waiting = [each.name]
        begun: set[str] = set()
        while waiting:
            name = waiting[-1]
            before = [
                other for other in known[name].follows if other in known and other not in done and other not in begun
            ]
            begun.add(name)
            if before:
                waiting.extend(before)
            else:
                done.setdefault(waiting.pop(), known[name])
    return list(done.values())


class _Fold:
    """The tables in the making."""

    def __init__(self, program: Program, scopes: Mapping[str, Scopes], read: Read) -> None:
        self._program = program
        self._scopes = scopes
        self._read = read
        self.tables = TableFold()
        self.uncertain = False

    def function(self, module: Scopes, scope: int, depth: int = 0) -> None:
        """Makes the changes of one function in order of its lines, those of functions of the tree that it calls included."""
        for call in sorted(_calls(module, scope), key=lambda each: each.line):
            owner = call.function.rpartition(".")[0] if isinstance(call.function, str) else ""
            batch = _batch(module, scope, owner, call.line)
            if batch is not None:
                self._operation(module, scope, call, self._text(module, scope, batch.arguments[:1]))
            elif owner == "op" or owner.endswith(".op"):
                self._operation(module, scope, call, None)
            elif last_name(call.function) == "create_all":
                self.uncertain = True
            elif depth < DEEPEST:
                self._follow(module, scope, call, depth)

    def _follow(self, module: Scopes, scope: int, call: Call, depth: int) -> None:
        reference = self._program.resolve(module.path, scope, call.function) or ""
        path, _, name = reference.partition("::")
        called = self._scopes.get(path)
        if called is not None and name in called.index_of and name.partition(".")[0] != "downgrade":
            self.function(called, called.index_of[name], depth + 1)

    def _operation(self, module: Scopes, scope: int, call: Call, batch: str | None) -> None:
        """One operation; in a batch the table is known, else it is the first argument."""
        kind = last_name(call.function)
        if kind == "execute":
            self._execute(module, scope, call)
            return
        if kind == "create_foreign_key":
            self._point(module, scope, call, batch)
            return
        if kind not in _OF_TABLES:
            return
        arguments = call.arguments if batch is not None else call.arguments[1:]
        names = [batch] if batch is not None else self._tables(module, scope, call)
        schema = text_of(self._program, module.path, scope, keyword(call, "schema")) or ""
        self.uncertain = self.uncertain or not names
        for name in names:
            table = table_name(*schema.split("."), *name.split("."))
            changes = tuple(self._changes(module, scope, kind, table, call, arguments))
            self.tables.apply(changes, Location(module.path, call.line))

    def _tables(self, module: Scopes, scope: int, call: Call) -> list[str]:
        """The tables that an operation names: one, or those that a loop goes through."""
        written = call.arguments[0] if call.arguments else keyword(call, "table_name")
        name = text_of(self._program, module.path, scope, written)
        if name:
            return [name]
        return looped(module, scope, written) if isinstance(written, str) else []

    def _changes(
        self, module: Scopes, scope: int, kind: str, table: str, call: Call, arguments: tuple[Expression, ...]
    ) -> Iterator[Change]:
        if kind in {"create_table", "drop_table"}:
            yield Change(kind.partition("_")[0], table)
        if kind == "rename_table":
            yield Change("rename", table, table_name(self._text(module, scope, arguments)))
        if kind in {"create_table", "add_column"}:
            for given in arguments:
                yield from self._given(module, scope, table, given)
        if kind == "drop_column":
            yield Change("remove", table, self._text(module, scope, arguments).lower())
        renamed = constant(keyword(call, "new_column_name")) or constant(keyword(call, "name"))
        if kind == "alter_column" and renamed:
            yield Change("rename-column", table, self._text(module, scope, arguments).lower(), renamed.lower())

    def _given(self, module: Scopes, scope: int, table: str, given: Expression) -> Iterator[Change]:
        """A column or a constraint in the arguments of `create_table` and `add_column`."""
        if not isinstance(given, Call):
            self.uncertain = self.uncertain or given is not None
            return
        name = last_name(given.function)
        if name in COLUMNS:
            column = (self._text(module, scope, given.arguments[:1]) or constant(keyword(given, "name")) or "").lower()
            yield Change("add", table, column, key=keyword(given, "primary_key") == "True")
            for link in links(given, column):
                yield from self._link(module, scope, table, column, link.target)
        elif name == "PrimaryKeyConstraint":
            for each in given.arguments:
                if column := (constant(each) or "").lower():
                    yield Change("add", table, column, key=True)
        elif name == "ForeignKeyConstraint" and len(given.arguments) > 1:
            for own, target in zip(parts_of(given.arguments[0]), parts_of(given.arguments[1]), strict=False):
                yield from self._link(module, scope, table, (constant(own) or "").lower(), target)

    def _link(self, module: Scopes, scope: int, table: str, column: str, target: Expression) -> Iterator[Change]:
        written = text_of(self._program, module.path, scope, target)
        if written:
            yield Change("point", table, column, table_name(*written.split(".")[:-1]))

    def _point(self, module: Scopes, scope: int, call: Call, batch: str | None) -> None:
        """`create_foreign_key(name, source, referent, [column], […])`, in a batch without the source."""
        given = call.arguments
        source = (
            batch
            if batch is not None
            else self._text(module, scope, given[1:2]) or constant(keyword(call, "source_table"))
        )
        at = 1 if batch is not None else 2
        target = self._text(module, scope, given[at : at + 1]) or constant(keyword(call, "referent_table"))
        columns = parts_of(given[at + 1]) if len(given) > at + 1 else parts_of(keyword(call, "local_cols"))
        if source and target:
            changes = [
                Change("point", table_name(source), (constant(each) or "").lower(), table_name(target))
                for each in columns
            ]
            self.tables.apply(changes, Location(module.path, call.line))

    def _execute(self, module: Scopes, scope: int, call: Call) -> None:
        first = call.arguments[0] if call.arguments else None
        inner = first.arguments[0] if isinstance(first, Call) and first.arguments else first
        text = text_of(self._program, module.path, scope, inner)
        for changes in self._read(text) if text else ():
            self.tables.apply(changes, Location(module.path, call.line))

    def _text(self, module: Scopes, scope: int, given: tuple[Expression, ...]) -> str:
        return (text_of(self._program, module.path, scope, given[0]) or "") if given else ""


_OF_TABLES = frozenset({"create_table", "drop_table", "rename_table", "add_column", "drop_column", "alter_column"})


def _batch(module: Scopes, scope: int, name: str, line: int) -> Call | None:
    """The call of `batch_alter_table` that a name stands for at a line: `with op.batch_alter_table("t") as name`."""
    for block in module.facts.withs:
        if block.scope == scope and block.line <= line <= block.end_line:
            for item, target in block.items:
                if target == name and isinstance(item, Call) and last_name(item.function) == "batch_alter_table":
                    return item
    return None


def _calls(module: Scopes, scope: int) -> Iterator[Call]:
    """The outermost calls of a function's statements."""
    for use in module.facts.uses:
        if use.scope == scope and isinstance(use.expression, Call):
            yield use.expression
    for assignment in module.facts.assignments:
        if assignment.scope == scope:
            yield from list(calls_in(assignment.value))[:1]
