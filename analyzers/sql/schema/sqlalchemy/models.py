"""Classes of a program → which of them SQLAlchemy maps to which table; declarative, imperative, SQLModel and Flask's too."""

import re

from ....python.facts import Call, Expression, Text
from ....python.names.program import Program
from ...scopes import MODULE, Scopes, calls_in, constant, keyword, last_name, parts_of
from ...text.names import table_name
from ..declared import ClassFacts, Field
from ..texts import text_of
from .columns import column_call, is_annotated_column
from .tables import TableCalls

_WORD_START = re.compile(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))")
_MAPPERS = frozenset({"mapper", "map_imperatively", "registry", "mapper_registry"})
_DECLARES = frozenset({"declared_attr", "directive", "declared_attr.directive", "cascading"})


def snake_case(name: str) -> str:
    """`OrderLine` → `order_line`, as Flask-SQLAlchemy derives names of tables."""
    return _WORD_START.sub(r"_\1", name).lower().lstrip("_")


class MappedClasses:
    """The mapped classes of a program with their tables, and what names them."""

    def __init__(
        self, program: Program, scopes: dict[str, Scopes], classes: dict[str, ClassFacts], tables: TableCalls
    ) -> None:
        self.program = program
        self.classes = classes
        self._scopes = scopes
        self._tables = tables
        self._known: dict[str, str] = {}
        self.own: dict[str, tuple[str, str]] = {}
        self.by_name: dict[str, list[str]] = {}
        self.table_of = {reference: table for reference in classes if (table := self._table(reference))}
        for module in scopes.values():
            self._imperative(module)
        for reference in self.table_of:
            self.by_name.setdefault(classes[reference].name, []).append(reference)

    def fields(self, facts: ClassFacts) -> dict[str, Field]:
        """Own attributes over those of mixins and abstract ancestors; a mapped ancestor keeps its own."""
        found = self.attributes(facts)
        for owner in self._mixins(facts):
            for name, field in self.attributes(owner).items():
                found.setdefault(name, field)
        return found

    def _mixins(self, facts: ClassFacts) -> list[ClassFacts]:
        """Ancestors that are mapped to no table, but for those whose columns a mapped ancestor has."""
        family = [self.classes[base] for base in facts.bases if base in self.classes]
        further = {base for each in family if self._table(each.reference) for base in each.bases}
        return [each for each in family if not self._table(each.reference) and each.reference not in further]

    def attributes(self, facts: ClassFacts) -> dict[str, Field]:
        """What the body assigns, and what its `declared_attr` methods return."""
        found = dict(facts.fields)
        module = self._scopes[facts.path]
        for scope in module.methods(facts.scope):
            definition = module.definition(scope)
            if any(last_name(each) in _DECLARES for each in definition.decorators):
                for use in module.returns(scope)[:1]:
                    name = definition.name.rpartition(".")[2]
                    found.setdefault(name, Field(facts.path, scope, use.line, use.expression, definition.returns))
        return found

    # -- which table

    def _table(self, reference: str) -> str:
        """The table of a class: its own name for it, its `__table__`, a derived name, or that of its parent."""
        if reference not in self._known:
            self._known[reference] = ""  # whoever inherits from itself has no table
            self._known[reference] = self._found(self.classes[reference])
        return self._known[reference]

    def _found(self, facts: ClassFacts) -> str:
        abstract = facts.fields.get("__abstract__")
        if abstract and abstract.value == "True":
            return ""
        own = facts.fields.get("__tablename__")
        if own is not None and not self._has_column(facts) and (inherited := self._of_parent(facts)):
            return inherited  # no table can be of no columns: Flask's extension takes that of the parent
        if own is not None:
            return self._named(facts, text_of(self.program, own.path, own.scope, own.value) or "")
        if "__table__" in facts.fields:
            return self._of_table_object(facts, facts.fields["__table__"])
        if any(name == "table" and value == "True" for name, value in facts.definition.keywords):  # SQLModel
            return self._named(facts, facts.name.lower())
        derived = self._from_ancestor(facts)
        if derived and self._has_column(facts):
            return self._named(facts, derived)
        if self._is_flask_model(facts) and self._has_primary_key(facts):
            return self._named(facts, snake_case(facts.name))
        return self._of_parent(facts)

    def _of_parent(self, facts: ClassFacts) -> str:
        parents = (base for base in facts.bases if base in self.classes)
        return next((table for table in map(self._table, parents) if table), "")

    def _named(self, facts: ClassFacts, spelling: str) -> str:
        table = table_name(*self._schema(facts).split("."), *spelling.split(".")) if spelling else ""
        if table:
            self.own[facts.reference] = (table, spelling)
        return table

    def _schema(self, facts: ClassFacts) -> str:
        """The schema that `__table_args__`, here or in an ancestor, puts the table in."""
        for owner in (facts, *(self.classes[base] for base in facts.bases if base in self.classes)):
            arguments = self.attributes(owner).get("__table_args__")
            if arguments is not None:
                return self._schema_in(arguments)
        return ""

    def _schema_in(self, arguments: Field) -> str:
        waiting = [arguments.value]
        while waiting:
            current = waiting.pop()
            parts = parts_of(current)
            if len(parts) == 2 and constant(parts[0]) == "schema":
                return text_of(self.program, arguments.path, arguments.scope, parts[1]) or ""
            waiting.extend(parts)
        return ""

    def _of_table_object(self, facts: ClassFacts, field: Field) -> str:
        if isinstance(field.value, Call) and last_name(field.value.function) == "Table":
            return self._tables.add(field.value, field.path, facts.reference, field.line, field.scope)
        resolved = self.program.resolve(field.path, field.scope, field.value) if field.value else None
        return self._tables.variables.get(resolved or "", "")

    def _from_ancestor(self, facts: ClassFacts) -> str:
        """The name that a `__tablename__` of an ancestor derives from the name of the class."""
        for base in facts.bases:
            owner = self.classes.get(base)
            if owner is None:
                continue
            written = self.attributes(owner).get("__tablename__") if base not in self.own else None
            if written is not None:
                return _derived_name(written.value, facts.name)
            module = self._scopes[owner.path]
            index = module.index_of.get(base.partition("::")[2] + ".__tablename__")
            if index is not None:
                return next((_derived_name(use.expression, facts.name) for use in module.returns(index)), "")
        return ""

    def _has_column(self, facts: ClassFacts) -> bool:
        """Whether the class, or a mixin that it brings, has a column; a mixin that only derives the name has none."""
        return any(
            column_call(self.program, field) is not None or is_annotated_column(field)
            for field in facts.fields.values()
        )

    def _has_primary_key(self, facts: ClassFacts) -> bool:
        """Whether a column of the class or of a mixin or abstract ancestor is a primary key; one of a parent is not its."""
        for owner in (facts, *self._mixins(facts)):
            for field in owner.fields.values():
                call = column_call(self.program, field)
                if call is not None and keyword(call, "primary_key") == "True":
                    return True
        return False

    def _is_flask_model(self, facts: ClassFacts) -> bool:
        if any(base.startswith("external:flask_sqlalchemy") for base in facts.bases):
            return True
        family = (facts, *(self.classes[base] for base in facts.bases if base in self.classes))
        return any(
            isinstance(base, str) and base.endswith(".Model") and self._is_flask_extension(each, base)
            for each in family
            for base in each.definition.bases
        )

    def _is_flask_extension(self, facts: ClassFacts, base: str) -> bool:
        """Whether `db` of the base `db.Model` is what a call of `SQLAlchemy(…)` made."""
        resolved = self.program.resolve(facts.path, MODULE, base.rpartition(".")[0]) or ""
        return any(
            isinstance(value, Call) and last_name(value.function).endswith("SQLAlchemy")
            for value in self.program.values(resolved)
        )

    def _imperative(self, module: Scopes) -> None:
        """`mapper(Order, orders)` and `registry.map_imperatively(Order, orders)`."""
        if not any("sqlalchemy" in each.module or each.bound in _MAPPERS for each in module.facts.imports):
            return
        for use in module.facts.uses:
            for call in calls_in(use.expression) if use.kind == "expression" else ():
                self._mapped_by(module.path, use.scope, call)
        for assignment in module.facts.assignments:
            for call in calls_in(assignment.value):
                self._mapped_by(module.path, assignment.scope, call)

    def _mapped_by(self, path: str, scope: int, call: Call) -> None:
        if last_name(call.function) not in _MAPPERS or not call.arguments:
            return
        written = call.arguments[1] if len(call.arguments) > 1 else keyword(call, "local_table")
        model = self.program.resolve(path, scope, call.arguments[0]) or ""
        table = self._tables.variable(path, scope, written)
        if model in self.classes and table:
            self.table_of[model] = table


def _derived_name(expression: Expression, class_name: str) -> str:
    """What a `__tablename__` method returns for a class: constant text, or the class's name in lower or snake case."""
    if isinstance(expression, Text):
        filled = expression.value
        for hole in expression.holes:
            filled = filled.replace("{}", _spelled(hole, class_name), 1)
        return filled
    return _spelled(expression, class_name)


def _spelled(expression: Expression, class_name: str) -> str:
    if expression == "cls.__name__":
        return class_name
    if isinstance(expression, Call) and expression.function == "cls.__name__.lower":
        return class_name.lower()
    return snake_case(class_name)
