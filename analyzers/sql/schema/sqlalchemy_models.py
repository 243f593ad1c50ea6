"""SQLAlchemy classes and `Table(…)` variables of a program → tables, foreign keys and relations; SQLModel and Flask's too."""

import re
from collections.abc import Iterator

from decompose.errors import Location

from ...python.facts import Call, Expression, Subscript, Text
from ...python.program import Program
from ..names import table_name
from ..scopes import MODULE, Scopes, argument, calls_in, constant, keyword, last_name, parts_of
from .declared import ClassFacts, Declared, Field, location_of
from .schema import Model, Relation, Schema, Table

_WORD_START = re.compile(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))")
_EXTERNAL = re.compile(r"external:(?:sqlalchemy|sqlmodel|flask_sqlalchemy|geoalchemy2|advanced_alchemy)\b")
_MANY = re.compile(r"\b(?:list|List|set|Set|Sequence|WriteOnlyMapped|DynamicMapped|Collection)\b")


def sqlalchemy_schema(program: Program, scopes: dict[str, Scopes], classes: dict[str, ClassFacts]) -> Schema:
    """Every class with a table name of its own or inherited, and every `Table("name", metadata, …)`."""
    imported = (each.module for module in scopes.values() for each in module.facts.imports)
    if not any("sqlalchemy" in name or name.startswith("sqlmodel") for name in imported):
        return Declared().schema({})
    return _SqlAlchemy(program, scopes, classes).schema()


def snake_case(name: str) -> str:
    """`OrderLine` → `order_line`, as Flask-SQLAlchemy derives names of tables."""
    return _WORD_START.sub(r"_\1", name).lower().lstrip("_")


class _SqlAlchemy:
    """The models in the making: by reference and by class name, which texts name them with."""

    def __init__(self, program: Program, scopes: dict[str, Scopes], classes: dict[str, ClassFacts]) -> None:
        self._program = program
        self._scopes = scopes
        self._classes = classes
        self._declared = Declared()
        self._tables: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}

    def schema(self) -> Schema:
        for module in self._scopes.values():
            self._variables(module)
        for facts in self._classes.values():
            table = self._table(facts)
            if table:
                self._tables[facts.reference] = table
                self._by_name.setdefault(facts.name, []).append(facts.reference)
        for module in self._scopes.values():
            self._imperative(module)
        mapped = [self._classes[reference] for reference in self._tables]
        for facts in mapped:
            self._link(facts)
        relations = {facts.reference: self._relations(facts) for facts in mapped}
        self._back_references(mapped, relations)
        models = {
            facts.reference: Model(
                facts.reference, self._tables[facts.reference], "sqlalchemy", facts.location, relations[facts.reference]
            )
            for facts in mapped
        }
        return self._declared.schema(models)

    # -- tables

    def _table(self, facts: ClassFacts) -> str:
        """The table of a class: its own name for it, its `__table__`, a derived name, or that of its parent."""
        if facts.fields.get("__abstract__") and facts.fields["__abstract__"].value == "True":
            return ""
        own = facts.fields.get("__tablename__")
        if own is not None:
            spelling = constant(own.value)
            return self._defined(facts, spelling) if spelling else ""
        if "__table__" in facts.fields:
            return self._of_table_object(facts, facts.fields["__table__"])
        if self._is_sqlmodel(facts):
            return self._defined(facts, facts.name.lower())
        spelling = self._from_mixin(facts)
        if spelling and self._is_mapped(facts):
            return self._defined(facts, spelling)
        parents = (self._classes[base] for base in facts.bases if base in self._classes)
        inherited = next((table for table in map(self._inherited, parents) if table), "")
        if inherited:
            return inherited
        return self._defined(facts, snake_case(facts.name)) if self._is_flask_model(facts) else ""

    def _inherited(self, parent: ClassFacts) -> str:
        """The table a single-table child shares; a parent's derived name is not the child's."""
        return self._table(parent) if "__tablename__" in parent.fields or "__table__" in parent.fields else ""

    def _defined(self, facts: ClassFacts, spelling: str) -> str:
        schema = _schema_of(facts)
        table = table_name(schema, spelling)
        if table and not any(each.reference == facts.reference for each in self._declared.tables):
            self._declared.tables.append(Table(table, facts.reference, facts.location, spelling))
        return table

    def _of_table_object(self, facts: ClassFacts, field: Field) -> str:
        if isinstance(field.value, Call) and last_name(field.value.function) == "Table":
            return self._table_call(field.value, field.path, facts.reference, field.line, field.scope)
        resolved = self._program.resolve(field.path, field.scope, field.value) if field.value else None
        return self._declared.table_variables.get(resolved or "", "")

    def _is_sqlmodel(self, facts: ClassFacts) -> bool:
        return any(name == "table" and value == "True" for name, value in facts.definition.keywords)

    def _is_mapped(self, facts: ClassFacts) -> bool:
        """Whether the class has a column of its own; a mixin that only derives the name has none."""
        return any(_is_column(field) for field in facts.fields.values())

    def _is_flask_model(self, facts: ClassFacts) -> bool:
        written = [base for base in facts.definition.bases if isinstance(base, str)]
        flask = any(base.startswith("external:flask_sqlalchemy") for base in facts.bases)
        named = any(base.endswith(".Model") and self._is_flask_extension(facts, base) for base in written)
        through = any(self._is_flask_base(base) for base in facts.bases if base in self._classes)
        return (flask or named or through) and any(_has_primary_key(field) for field in facts.fields.values())

    def _is_flask_base(self, base: str) -> bool:
        facts = self._classes[base]
        return any(
            isinstance(each, str) and each.endswith(".Model") and self._is_flask_extension(facts, each)
            for each in facts.definition.bases
        )

    def _is_flask_extension(self, facts: ClassFacts, base: str) -> bool:
        """Whether `db` of the base `db.Model` is what a call of `SQLAlchemy(…)` made."""
        resolved = self._program.resolve(facts.path, MODULE, base.rpartition(".")[0]) or ""
        path, _, name = resolved.partition("::")
        module = self._scopes.get(path)
        values = [assignment.value for assignment in module.assigned(MODULE, name)] if module else []
        return any(isinstance(value, Call) and last_name(value.function) == "SQLAlchemy" for value in values)

    def _from_mixin(self, facts: ClassFacts) -> str:
        """The name that a `__tablename__` method of an ancestor derives from the name of the class."""
        for base in facts.bases:
            module = self._scopes.get(base.partition("::")[0])
            index = module.index_of.get(base.partition("::")[2] + ".__tablename__") if module else None
            if module is not None and index is not None:
                return _derived_name(module, index, facts.name)
        return ""

    def _variables(self, module: Scopes) -> None:
        """`orders = Table("orders", metadata, …)` in any module."""
        for assignment in module.facts.assignments:
            call = assignment.value
            if assignment.scope != MODULE or not isinstance(call, Call) or last_name(call.function) != "Table":
                continue
            table = self._table_call(call, module.path, module.path, assignment.line, MODULE)
            for target in assignment.targets:
                if table and isinstance(target, str):
                    self._declared.table_variables[f"{module.path}::{target}"] = table

    def _table_call(self, call: Call, path: str, reference: str, line: int, scope: int) -> str:
        spelling = constant(argument(call, 0, "name"))
        resolved = self._program.resolve(path, scope, call.function) or ""
        if not spelling or not (
            _EXTERNAL.match(resolved) or last_name(call.function) != call.function or len(call.arguments) > 1
        ):
            return ""
        if resolved.startswith("external:rich") or (not self._has_columns(call) and not _EXTERNAL.match(resolved)):
            return ""
        schema = constant(keyword(call, "schema")) or ""
        table = table_name(*schema.split("."), *spelling.split("."))
        if table:
            self._declared.tables.append(Table(table, reference, Location(path, line), spelling))
            for inner in calls_in(call):
                self._foreign_key(table, inner, path, scope)
        return table

    def _has_columns(self, call: Call) -> bool:
        return any(last_name(inner.function) == "Column" for inner in calls_in(call))

    def _imperative(self, module: Scopes) -> None:
        """`mapper(Order, orders)` and `registry.map_imperatively(Order, orders)`."""
        for use in module.facts.uses:
            for call in calls_in(use.expression) if use.kind == "expression" else ():
                if last_name(call.function) in {"mapper", "map_imperatively"} and len(call.arguments) > 1:
                    model = self._program.resolve(module.path, use.scope, call.arguments[0]) or ""
                    table = self._program.resolve(module.path, use.scope, call.arguments[1]) or ""
                    if model in self._classes and table in self._declared.table_variables:
                        self._tables[model] = self._declared.table_variables[table]
                        self._by_name.setdefault(self._classes[model].name, []).append(model)

    # -- links

    def _link(self, facts: ClassFacts) -> None:
        table = self._tables[facts.reference]
        for field in self._all_fields(facts).values():
            for call in calls_in(field.value):
                self._foreign_key(table, call, field.path, field.scope, location_of(field, call))

    def _all_fields(self, facts: ClassFacts) -> dict[str, Field]:
        """Own fields over those of mixins and abstract ancestors; a mapped ancestor keeps its own."""
        found = dict(facts.fields)
        for base in facts.bases:
            if base in self._classes and base not in self._tables:
                for name, field in self._classes[base].fields.items():
                    found.setdefault(name, field)
        return found

    def _foreign_key(self, table: str, call: Call, path: str, scope: int, where: Location | None = None) -> None:
        name = last_name(call.function)
        location = where or Location(path, call.line)
        if name == "ForeignKey":
            self._point(table, argument(call, 0, "column"), path, scope, location)
        elif name == "ForeignKeyConstraint":
            columns = argument(call, 1, "refcolumns")
            for column in parts_of(columns)[:1]:
                self._point(table, column, path, scope, location)
        elif name == "Field" and keyword(call, "foreign_key") is not None:
            self._point(table, keyword(call, "foreign_key"), path, scope, location)

    def _point(self, table: str, column: Expression, path: str, scope: int, where: Location) -> None:
        text = constant(column)
        if text is not None:
            target = table_name(*text.split(".")[:-1])
        else:
            owner = column.rpartition(".")[0] if isinstance(column, str) else ""
            owner = owner.removesuffix(".c").removesuffix(".__table__")
            resolved = self._program.resolve(path, scope, owner) if owner else None
            target = self._tables.get(resolved or "", "") or self._declared.table_variables.get(resolved or "", "")
        if target:
            self._declared.point(table, target, where)
        elif isinstance(column, str | Text):
            self._declared.unresolved.append((where, f"{table} → {text or column}"))

    def _relations(self, facts: ClassFacts) -> dict[str, Relation]:
        found: dict[str, Relation] = {}
        for base in (facts.reference, *facts.bases):
            owner = self._classes.get(base)
            for name, field in owner.fields.items() if owner else ():
                relation = self._relation(facts, field) if name not in found else None
                if relation is not None:
                    found[name] = relation
        return found

    def _relation(self, facts: ClassFacts, field: Field) -> Relation | None:
        call = field.value
        if not isinstance(call, Call) or last_name(call.function) not in {"relationship", "relation", "Relationship"}:
            return None
        written = argument(call, 0, "argument")
        target = self._model(field, written) or next(
            filter(None, (self._model(field, each) for each in _names_in(field.annotation))), ""
        )
        if not target:
            return None
        points = (self._tables[facts.reference], self._tables[target])
        if field.annotation is not None:
            many = bool(_MANY.search(str(field.annotation)))
        else:
            many = all((key.table, key.target) != points for key in self._declared.foreign_keys)
        return Relation(target, many and keyword(call, "uselist") != "False", self._secondary(field, call))

    def _back_references(self, mapped: list[ClassFacts], relations: dict[str, dict[str, Relation]]) -> None:
        """`backref="lines"` declares the other side where nothing on the other side names it."""
        for facts in mapped:
            for name, relation in list(relations[facts.reference].items()):
                field = facts.fields.get(name)
                written = keyword(field.value, "backref") if field and isinstance(field.value, Call) else None
                back = constant(argument(written, 0, "name") if isinstance(written, Call) else written)
                if back:
                    other = Relation(facts.reference, not relation.many or bool(relation.through), relation.through)
                    relations[relation.model].setdefault(back, other)

    def _secondary(self, field: Field, call: Call) -> str:
        written = keyword(call, "secondary")
        text = constant(written)
        if text:
            return table_name(*text.split("."))
        resolved = self._program.resolve(field.path, field.scope, written) if written is not None else None
        return self._declared.table_variables.get(resolved or "", "")

    def _model(self, field: Field, written: Expression) -> str:
        text = constant(written)
        if text is not None:
            candidates = self._by_name.get(text.rpartition(".")[2], [])
            near = [each for each in candidates if each.partition("::")[0] == field.path]
            return (near or sorted(candidates) or [""])[0]
        resolved = self._program.resolve(field.path, field.scope, written) if isinstance(written, str) else None
        return resolved if resolved in self._tables else ""


def _names_in(annotation: Expression) -> Iterator[Expression]:
    """Names and texts within an annotation, innermost last: `Mapped[list["Order"]]` gives `Order` too."""
    if isinstance(annotation, str | Text):
        yield annotation
    elif isinstance(annotation, Subscript):
        for item in annotation.items:
            yield from _names_in(item)
    else:
        for part in parts_of(annotation):
            yield from _names_in(part)


def _schema_of(facts: ClassFacts) -> str:
    arguments = facts.fields.get("__table_args__")
    waiting = [arguments.value] if arguments else []
    while waiting:
        current = waiting.pop()
        parts = parts_of(current)
        if len(parts) == 2 and constant(parts[0]) == "schema":
            return constant(parts[1]) or ""
        waiting.extend(parts)
    return ""


def _is_column(field: Field) -> bool:
    return isinstance(field.value, Call) and last_name(field.value.function) in {
        "Column",
        "mapped_column",
        "relationship",
    }


def _has_primary_key(field: Field) -> bool:
    return isinstance(field.value, Call) and keyword(field.value, "primary_key") == "True"


def _derived_name(module: Scopes, function: int, class_name: str) -> str:
    """What a `__tablename__` method returns for a class: constant text, or the class's name in lower or snake case."""
    for use in module.facts.uses:
        if use.scope != function or use.kind != "return":
            continue
        if isinstance(use.expression, Text):
            filled = use.expression.value
            for hole in use.expression.holes:
                filled = filled.replace("{}", _spelled(hole, class_name), 1)
            return filled
        return _spelled(use.expression, class_name)
    return ""


def _spelled(expression: Expression, class_name: str) -> str:
    if expression == "cls.__name__":
        return class_name
    if isinstance(expression, Call) and expression.function == "cls.__name__.lower":
        return class_name.lower()
    return snake_case(class_name)
