"""The migrations of Django apps in the tree → their operations, in the order in which a new database runs them."""

from collections.abc import Iterator, Mapping
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from decompose.errors import Location

from ....python.facts import Call, Expression, Group
from ....python.names.program import Program
from ...scopes import constant, keyword, last_name
from ..declared import ClassFacts, is_migration
from .apps import AppLabels

Name = tuple[str, str]
"""The label of an app and the name of a migration in it."""


class Body(NamedTuple):
    """What names mean in the body of a migration: what it assigns itself, else what they are in the module."""

    program: Program
    own: Mapping[str, Expression]

    def meant(self, path: str, scope: int, written: Expression) -> Expression:
        """The expression that a name stands for, or the expression itself."""
        if not isinstance(written, str) or written == "None":
            return written
        if written in self.own:
            return self.own[written]
        reference = self.program.resolve(path, scope, written)
        return next(iter(self.program.values(reference or "")), written)


class Operation(NamedTuple):
    """One operation: what it is called, its call, and where it stands; `body` are what the class assigns."""

    kind: str
    call: Call
    app: str
    path: str
    scope: int
    body: Body

    @property
    def location(self) -> Location:
        """The place of the operation."""
        return Location(self.path, self.call.line)

    def given(self, position: int, name: str) -> Expression:
        """An argument by position or name."""
        arguments = self.call.arguments
        return arguments[position] if len(arguments) > position else keyword(self.call, name)

    def text(self, position: int, name: str) -> str:
        """An argument that is a constant text, else ""."""
        return constant(self.given(position, name)) or ""

    def inner(self, position: int, name: str) -> tuple["Operation", ...]:
        """The operations in a list that is an argument."""
        return tuple(_operations(self.given(position, name), self.app, self.path, self.scope, self.body))


class Migration(NamedTuple):
    """One migration; `dependencies` and `replaces` are names of others."""

    name: Name
    operations: tuple[Operation, ...]
    dependencies: tuple[Name, ...]
    replaces: tuple[Name, ...]
    path: str


def migrations_of(program: Program, classes: Mapping[str, ClassFacts]) -> tuple[Migration, ...]:
    """All of them in order: what one depends on comes before it, else by app and name; those that others replace left out."""
    labels = AppLabels(program, dict(classes))
    found = {each.name: each for each in _found(program, classes, labels)}
    replaced = {old: each.name for each in found.values() for old in each.replaces if old != each.name}
    kept = {name: each for name, each in found.items() if name not in replaced}
    return tuple(_ordered(kept, replaced))


def _found(program: Program, classes: Mapping[str, ClassFacts], labels: AppLabels) -> Iterator[Migration]:
    for facts in classes.values():
        folder, _, file = facts.path.rpartition("/")
        package = folder.rpartition("/")[0]
        if facts.name != "Migration" or not folder.endswith("migrations") or not is_migration(program, facts.path):
            continue
        app = labels.of(f"{package}/models.py" if package else "models.py")
        values = {name: field.value for name, field in facts.fields.items()}
        yield Migration(
            (app, file.removesuffix(".py")),
            tuple(_operations(values.get("operations"), app, facts.path, facts.scope, Body(program, values))),
            tuple(_names(values.get("dependencies"))),
            tuple(_names(values.get("replaces"))),
            facts.path,
        )


def _operations(written: Expression, app: str, path: str, scope: int, body: Body) -> Iterator[Operation]:
    """The operations of a list; what is no list and no call, and no name of one, is an operation nothing is known of."""
    expression = body.meant(path, scope, written)
    if isinstance(expression, Call):
        yield Operation(last_name(expression.function), expression, app, path, scope, body)
    elif isinstance(expression, Group) and expression.kind in {"list", "tuple", "operation", "star"}:
        for item in expression.items:
            yield from _operations(item, app, path, scope, body)
    elif expression is not None and expression != "None":
        yield Operation("", Call(None, (), (), 0), app, path, scope, body)


def _names(expression: Expression) -> Iterator[Name]:
    for item in expression.items if isinstance(expression, Group) else ():
        parts = [constant(part) or "" for part in item.items] if isinstance(item, Group) else []
        if len(parts) == 2:
            yield parts[0], parts[1]


def _ordered(migrations: Mapping[Name, Migration], replaced: Mapping[Name, Name]) -> Iterator[Migration]:
    """Each once all it depends on has been; where dependencies run in a circle, the first by name goes on."""
    waiting: dict[Name, set[Name]] = {}
    following: dict[Name, list[Name]] = {}
    firsts = {app: min(name for name in migrations if name[0] == app) for app, _ in migrations}
    for name, each in migrations.items():
        needed = {firsts.get(app, (app, "")) if tag == "__first__" else replaced.get((app, tag), (app, tag))
                  for app, tag in each.dependencies}  # fmt: skip
        waiting[name] = {other for other in needed if other in migrations and other != name}
        for other in waiting[name]:
            following.setdefault(other, []).append(name)
    ready = [name for name, needed in waiting.items() if not needed]
    heapify(ready)
    while waiting:
        name = heappop(ready) if ready else min(waiting)
        if waiting.pop(name, None) is None:
            continue
        yield migrations[name]
        for other in following.get(name, ()):
            if other in waiting:
                waiting[other].discard(name)
                if not waiting[other]:
                    heappush(ready, other)
