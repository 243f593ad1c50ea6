"""Classes of a program → what their bodies assign, ancestors included, and the place for what is read from them."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from decompose.errors import Location
from decompose.evidence.unit import Role

from ...python.facts import Call, Definition, Expression
from ...python.names.program import Program
from ..scopes import Scopes
from .schema import ForeignKey, Model, Schema, Table


class Field(Struct, frozen=True):
    """One assignment in the body of a class."""

    path: str
    scope: int
    line: int
    value: Expression
    annotation: Expression = None


class ClassFacts(Struct, frozen=True):
    """A class with its ancestors' references, nearest first, what its body assigns and what its `Meta` does.

    `meta_bases` are those of its `Meta`, None where it has none. `methods` are the names of the functions of its body.
    """

    reference: str
    path: str
    name: str
    scope: int
    definition: Definition
    bases: tuple[str, ...]
    fields: dict[str, Field]
    meta: dict[str, Expression]
    meta_bases: tuple[Expression, ...] | None = None
    methods: tuple[str, ...] = ()

    @property
    def location(self) -> Location:
        """The place of the `class` statement."""
        return Location(self.path, self.definition.line)

    def meta_value(self, name: str) -> Expression:
        """What `Meta` assigns to a name, or None."""
        return self.meta.get(name)


class Declared:
    """Tables and foreign keys in the making."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.foreign_keys: list[ForeignKey] = []
        self.unresolved: list[tuple[Location, str]] = []
        self.unnamed: list[Location] = []
        self.table_variables: dict[str, str] = {}

    def point(self, table: str, target: str, location: Location, column: str = "", enforced: bool = True) -> None:
        """Notes that a table points to another."""
        if table and target:
            self.foreign_keys.append(ForeignKey(table, target, location, column, enforced))

    def schema(self, models: dict[str, Model]) -> Schema:
        """What was declared, as a value."""
        return Schema(
            models,
            self.table_variables,
            tuple(self.tables),
            tuple(self.foreign_keys),
            tuple(self.unresolved),
            tuple(self.unnamed),
        )


def classes_of(program: Program, scopes: dict[str, Scopes]) -> dict[str, ClassFacts]:
    """Every class of the program by reference, in order of path and text."""
    return {facts.reference: facts for module in scopes.values() for facts in _classes_in(program, module)}


def lineage(classes: Mapping[str, ClassFacts], reference: str) -> tuple[ClassFacts, ...]:
    """A class and its ancestors, nearest first, as far as the program has them; empty for a class that it has not."""
    known = classes.get(reference)
    return (known, *(classes[base] for base in known.bases if base in classes)) if known is not None else ()


def is_migration(program: Program, path: str) -> bool:
    """Whether a file is a step of the schema's history: what it declares once was so."""
    return program.modules[path].role is Role.MIGRATION


def location_of(field: Field, call: Call) -> Location:
    """The place of a field: the line of its name, for calls may open lines later."""
    return Location(field.path, min(field.line, call.line) or field.line)


def _classes_in(program: Program, module: Scopes) -> Iterator[ClassFacts]:
    definitions = module.facts.definitions
    bodies: dict[int, dict[str, Field]] = {i: {} for i, each in enumerate(definitions) if each.kind == "class"}
    methods: dict[int, dict[str, None]] = {scope: {} for scope in bodies}
    for each in definitions:
        if each.kind == "function" and each.parent in methods:
            methods[each.parent].setdefault(each.name.rpartition(".")[2])
    for assignment in module.facts.assignments:
        body = bodies.get(assignment.scope)
        if body is not None and assignment.how == "=":
            field = Field(module.path, assignment.scope, assignment.line, assignment.value, assignment.annotation)
            body.update({target: field for target in assignment.targets if isinstance(target, str)})
    for scope, body in bodies.items():
        definition = definitions[scope]
        if definition.name.rpartition(".")[2] == "Meta":
            continue
        meta = module.index_of.get(f"{definition.name}.Meta")
        written = {name: field.value for name, field in bodies.get(meta, {}).items()} if meta is not None else {}
        reference = module.reference(scope)
        name = definition.name.rpartition(".")[2]
        bases = program.bases(reference)
        meta_bases = definitions[meta].bases if meta is not None else None
        own = tuple(methods[scope])
        yield ClassFacts(reference, module.path, name, scope, definition, bases, body, written, meta_bases, own)
