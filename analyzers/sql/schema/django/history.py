"""The migrations of Django apps → the tables that running all of them leaves, and those that the models are believed to have.

`SeparateDatabaseAndState` and `RunSQL` tell the two apart: what happens to the database, and what Django is told of it.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ....python.facts import Expression, Group, Text
from ....python.names.program import Program
from ...scopes import calls_in, constant
from ...text.changes import Change
from ..schema import Column, ForeignKey, Schema, Table
from ..table_fold import TableFold
from ..texts import text_of, written
from .fields import FieldKind
from .migrations import Migration, Operation
from .state import ModelFold, ModelState, StateField

Read = Callable[[str], tuple[tuple[Change, ...], ...]]
"""From SQL text to the changes of its statements."""

Setting = Callable[[str], str | None]
"""From the name of a setting to its text."""

_DDL = re.compile(r"\b(?:ALTER|CREATE|DROP|RENAME)\s+TABLE\b", re.IGNORECASE)
_MAY_BE_DDL = re.compile(r"\b(?:ALTER|CREATE|DROP|RENAME|EXECUTE)\b|^\s*\{\}", re.IGNORECASE)
NOT_OF_TABLES = frozenset(
    """RunPython AddIndex RemoveIndex RenameIndex AddConstraint RemoveConstraint AlterConstraint AlterUniqueTogether
    AlterIndexTogether AlterModelManagers AlterModelTableComment CreateExtension AddIndexConcurrently
    RemoveIndexConcurrently AddConstraintNotValid ValidateConstraint TrigramExtension UnaccentExtension HStoreExtension
    CITextExtension CreateCollation RemoveCollation BtreeGinExtension BtreeGistExtension CryptoExtension AddTrigger
    RemoveTrigger""".split()  # noqa: SIM905
)
"""Operations that change no table and no column."""


class DjangoHistory(NamedTuple):
    """What the migrations come to.

    `database` is what running them leaves, `believed` what the models would be like without further migrations. `apps` are
    the labels of apps that have migrations, `uncertain` those of which an operation is not understood.
    """

    database: Schema
    believed: Schema
    apps: frozenset[str] = frozenset()
    uncertain: frozenset[str] = frozenset()


def history_of(program: Program, migrations: tuple[Migration, ...], read: Read, setting: Setting) -> DjangoHistory:
    """The two schemas that the migrations leave."""
    folds = _Folds(program, read, setting)
    for migration in migrations:
        for operation in migration.operations:
            folds.apply(operation)
    apps = frozenset(migration.name[0] for migration in migrations)
    return DjangoHistory(folds.schema(folds.database), folds.schema(folds.state), apps, frozenset(folds.uncertain))


class _Folds:
    """The models as Django believes them, the models as the database has them, and tables that SQL text made."""

    def __init__(self, program: Program, read: Read, setting: Setting) -> None:
        self._program = program
        self._read = read
        self._setting = setting
        self.state = ModelFold(program)
        self.database = ModelFold(program)
        self._tables = TableFold()
        self.uncertain: set[str] = set()

    def apply(self, operation: Operation, *, state: bool = True, database: bool = True) -> None:
        """Makes the change of one operation in either or both."""
        if operation.kind == "SeparateDatabaseAndState":
            for inner in operation.inner(0, "database_operations"):
                self.apply(inner, state=False, database=database)
            for inner in operation.inner(1, "state_operations"):
                self.apply(inner, state=state, database=False)
            return
        if operation.kind == "RunSQL":
            for inner in operation.inner(2, "state_operations"):
                self.apply(inner, state=state, database=False)
            if database:
                self._run(operation)
            return
        if operation.kind == "RunPython" and self._runs_ddl(operation):
            self.uncertain.add(operation.app)
        label = self._in_database(operation)
        done = [self.database.apply(operation, label)] if database else []
        done += [self.state.apply(operation)] if state else []
        if state and not database and operation.kind == "CreateModel":
            self._adopt(operation)
        if not any(done) and operation.kind not in NOT_OF_TABLES:
            self.uncertain.add(operation.app)

    def _in_database(self, operation: Operation) -> str:
        """The label that the model of an operation has in the database's fold: it may have come there under another."""
        label = self.database.label(operation)
        if label in self.database.models or label not in self.state.models:
            return label
        table = self.state.models[label].table
        return next((each for each, model in self.database.models.items() if model.table == table), label)

    def _adopt(self, operation: Operation) -> None:
        """A model that Django is only told of, of a table that is there: the table goes on under the model's label."""
        label = self.state.label(operation)
        made = self.state.models[label]
        before = next((each for each, model in self.database.models.items() if model.table == made.table), label)
        if before != label:
            model = self.database.models.pop(before)
            model.app, model.name, model.table_written = made.app, made.name, made.table_written
            self.database.models[label] = model
            self.database.renamed[before] = label

    def _runs_ddl(self, operation: Operation) -> bool:
        """Whether the function that is run has a text in it that changes the schema."""
        reference = self._program.resolve(operation.path, operation.scope, operation.given(0, "code")) or ""
        module = self._program.modules.get(reference.partition("::")[0])
        scope = self._program.scope_of(reference) if module is not None else 0
        return module is not None and any(
            _DDL.search(text.value)
            for use in module.facts.uses
            if use.scope == scope
            for call in calls_in(use.expression)
            for text in call.arguments
            if isinstance(text, Text)
        )

    # -- SQL text

    def _run(self, operation: Operation) -> None:
        given = operation.given(0, "sql")
        texts: list[str | None] = [*_texts(given)] or [text_of(self._program, operation.path, operation.scope, given)]
        for text in texts:
            if text is None and self._may_be_ddl(operation, given):
                self.uncertain.add(operation.app)
            for changes in self._read(text) if text else ():
                for change in changes:
                    self._change(change, operation)

    def _may_be_ddl(self, operation: Operation, given: Expression) -> bool:
        """Whether a text of which not all is known may change the schema: one that only changes rows does not."""
        known = written(self._program, operation.path, operation.scope, given)
        return known is None or _MAY_BE_DDL.search(known.text.value) is not None

    def _change(self, change: Change, operation: Operation) -> None:
        """Makes a change by SQL in the model whose table it names, else among the tables that SQL made."""
        label = next((each for each, model in self.database.models.items() if model.table == change.table), "")
        model = self.database.models.get(label)
        if model is None and not self._of_pairs(change):
            self._tables.apply((change,), operation.location, operation.app)
        elif model is None:
            pass
        elif change.kind == "drop":
            del self.database.models[label]
        elif change.kind == "rename":
            model.table_written = change.name
        elif change.kind in {"remove", "rename-column"}:
            self._column(model, change)
        elif change.kind == "add":
            model.further.add(change.name)

    def _of_pairs(self, change: Change) -> bool:
        """Makes a change by SQL in a table of pairs that Django made; then it is none of Django's any more."""
        for model in self.database.models.values():
            for name, field in model.fields.items():
                if self.database.through(model, name, field) == change.table:
                    if change.kind in {"rename", "drop"}:
                        del model.fields[name]
                    if change.kind == "rename":
                        self._take_over(change.name, model.app, _ends(self.database, model, field), field)
                    return True
        return False

    def _take_over(self, table: str, app: str, ends: tuple[tuple[str, str], ...], field: StateField) -> None:
        """A table of pairs goes on as one that SQL made."""
        known = [Change("add", table, column) for column, target in ends if target]
        self._tables.apply([Change("create", table), Change("add", table, "id", key=True), *known], field.location, app)
        self._tables.tables[table].complete = len(known) == len(ends)

    def _column(self, model: ModelState, change: Change) -> None:
        model.further.discard(change.name)
        for name, field in list(model.fields.items()):
            if any(column.name.lower() == change.name for column in field.columns(self._program, name)):
                del model.fields[name]
        if change.kind == "rename-column":
            model.further.add(change.other)

    # -- what it comes to

    def schema(self, fold: ModelFold) -> Schema:
        """The tables and foreign keys of one of the folds."""
        tables: list[Table] = []
        keys: list[ForeignKey] = []
        for model in fold.models.values():
            if model.has_table and model.table and not self._is_replaced(model):
                tables.append(self._table(fold, model, keys))
                tables.extend(self._pairs(fold, model, keys))
        made = self._tables.schema() if fold is self.database else Schema()
        ordered = sorted((*tables, *made.tables), key=lambda table: (table.name, table.location))
        return Schema(tables=tuple(ordered), foreign_keys=tuple(sorted({*keys, *made.foreign_keys})))

    def _is_replaced(self, model: ModelState) -> bool:
        """Whether a setting names another model in place of a swappable one."""
        chosen = self._setting(model.swappable) if model.swappable else None
        return chosen is not None and chosen.lower() != f"{model.app}.{model.name}".lower()

    def _table(self, fold: ModelFold, model: ModelState, keys: list[ForeignKey]) -> Table:
        found: list[Column] = []
        for name, field in model.fields.items():
            found += field.columns(self._program, name)
            target = fold.link(model, field) if field.kind.kind in {FieldKind.LINK, FieldKind.ONE} else None
            if target is not None and found:
                keys.append(ForeignKey(model.table, target.table, field.location, found[-1].name))
        found += [Column(name) for name in sorted(model.further)]
        if not any(column.key for column in found):
            found.insert(0, Column("id", key=True))
        columns = tuple({column.name: column for column in found}.values())
        spelling, path = model.spelling, model.location.path
        complete = not model.vague
        return Table(model.table, path, model.location, spelling, columns, complete, model.is_managed, model.app)

    def _pairs(self, fold: ModelFold, model: ModelState, keys: list[ForeignKey]) -> Iterator[Table]:
        """The tables of pairs of a model's many-to-many fields."""
        for name, field in model.fields.items():
            table = fold.through(model, name, field)
            if table:
                ends = _ends(fold, model, field)
                keys += [ForeignKey(table, target, field.location, column) for column, target in ends if target]
                found = (Column("id", key=True), *(Column(column, sure=bool(target)) for column, target in ends))
                complete = all(target for _, target in ends)
                yield Table(table, field.path, field.location, table, found, complete, app=model.app)


def _ends(fold: ModelFold, model: ModelState, field: StateField) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two columns of a table of pairs with the tables they point to; "" for one outside the tree."""
    target = fold.link(model, field)
    one, other = model.name.lower(), target.name.lower() if target else ""
    if target is model:
        one, other = f"from_{one}", f"to_{one}"
    return (f"{one}_id", model.table), (f"{other}_id", target.table if target else "")


def _texts(expression: Expression) -> Iterator[str]:
    """The texts of `RunSQL`: one, a list of them, or pairs of one and its parameters."""
    text = constant(expression)
    if text is not None:
        yield text
    elif isinstance(expression, Group):
        items = expression.items[:1] if expression.kind == "tuple" else expression.items
        for item in items:
            yield from _texts(item)
