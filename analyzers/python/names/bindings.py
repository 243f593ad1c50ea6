"""From the facts of one module to what each of its scopes binds: names to the facts that give them a meaning."""

from collections.abc import Iterable

from msgspec import Struct

from ..facts import (
    Assignment,
    Call,
    Definition,
    Expression,
    Group,
    Import,
    Parameter,
    PythonFacts,
    Subscript,
    Text,
    Use,
)

# What methods put into a container: their last argument, or each element of it.
FILLING = {
    "append": "=",
    "add": "=",
    "insert": "=",
    "appendleft": "=",
    "setdefault": "=",
    "extend": "for",
    "update": "for",
}


class Value(Struct, frozen=True, gc=False):
    """What a variable gets in `scope`.

    `how` is `=` for the value itself, `for` for each element of it, `each` for the part at `position` of each element,
    `with` for what its context manager gives, `part` for the item at `position` of what it evaluates to (−1: an unknown
    part), `+=` for what is added to it.
    """

    value: Expression
    scope: int
    annotation: Expression = None
    how: str = "="
    position: int = -1


Binding = Import | int | Parameter | Value  # an int is the index of a definition


class Scope(Struct, frozen=True):
    """What one definition binds; `members` are attributes that methods of a class set on `self`.

    Of several bindings of a name, definitions and imports come before variables, each in order of the text. `filled` is
    what is put into the containers that names hold, `members_filled` the same for attributes: `=` for one element, `for`
    for all elements of something. `checked` are the classes that `isinstance` asks of names in conditions.
    """

    names: dict[str, list[Binding]]
    members: dict[str, list[Value]]
    stars: list[Import]
    outer_names: set[str]
    filled: dict[str, list[Value]]
    members_filled: dict[str, list[Value]]
    checked: dict[str, list[Expression]]


class Bindings:
    """The scopes of one module, its definitions by qualified name, and what its functions return.

    `exports` are the names of `__all__`, None if it is not written out: then every public name is exported.
    """

    def __init__(self, facts: PythonFacts) -> None:
        self.facts = facts
        self.scopes = [Scope({}, {}, [], set(), {}, {}, {}) for _ in facts.definitions]
        self.by_name: dict[str, int] = {}
        self.exports = self._exports()
        for index, definition in enumerate(facts.definitions):
            self.by_name.setdefault(definition.name, index)
            self._definition(index, definition)
        for imported in facts.imports:
            self._import(imported)
        for assignment in facts.assignments:
            for target in assignment.targets:
                self._target(assignment.scope, target, _value(assignment))
        for block in facts.withs:
            for context, target in block.items:
                self._target(block.scope, target, Value(context, block.scope, None, "with"))
        self.returns: dict[int, list[Expression]] = {}
        self.yields: dict[int, list[Expression]] = {}
        for use in facts.uses:
            self._use(use)
        for assignment in facts.assignments:
            for target in assignment.targets:
                if isinstance(target, Subscript):
                    self._fill(assignment.scope, target.value, Value(assignment.value, assignment.scope))
        for at, scope in enumerate(self.scopes):
            for name in sorted(scope.outer_names & scope.names.keys()):
                self.scopes[self._outer(at, name)].names.setdefault(name, []).extend(scope.names[name])

    def _outer(self, at: int, name: str) -> int:
        """The scope whose variable a function binds that says `global` or `nonlocal` of it."""
        while (at := self.facts.definitions[at].parent) > 0:
            scope = self.scopes[at]
            if self.facts.definitions[at].kind == "function" and name in scope.names.keys() - scope.outer_names:
                return at
        return 0

    def _use(self, use: Use) -> None:
        if use.kind == "return":
            self.returns.setdefault(use.scope, []).append(use.expression)
        elif use.kind == "yield":
            self.yields.setdefault(use.scope, []).append(use.expression)
        elif use.kind == "condition":
            self._check(use.scope, use.expression)
        elif use.kind == "expression":
            self._filling(use)
        elif use.kind == "match" and isinstance(use.expression, Group):
            name, wanted = use.expression.items
            self.scopes[use.scope].checked.setdefault(str(name), []).append(wanted)
        elif use.kind == "global" and isinstance(use.expression, Group):
            names = (item for item in use.expression.items if isinstance(item, str))
            self.scopes[use.scope].outer_names.update(names)

    def _check(self, scope: int, condition: Expression) -> None:
        """`isinstance(event, Cancelled)`, alone or with other conditions."""
        if isinstance(condition, Group) and condition.kind in ("operation", "choice"):
            for part in condition.items:
                self._check(scope, part)
        elif isinstance(condition, Call) and condition.function == "isinstance" and len(condition.arguments) == 2:
            name, wanted = condition.arguments
            if isinstance(name, str):
                several = isinstance(wanted, Group) and wanted.kind in ("tuple", "operation")
                classes = wanted.items if several and isinstance(wanted, Group) else (wanted,)
                self.scopes[scope].checked.setdefault(name, []).extend(classes)

    def _filling(self, use: Use) -> None:
        """`orders.append(order)` and the like."""
        call = use.expression
        if isinstance(call, Call) and isinstance(call.function, str) and call.arguments:
            container, _, last = call.function.rpartition(".")
            if container and (how := FILLING.get(last)):
                self._fill(use.scope, container, Value(call.arguments[-1], use.scope, None, how))

    def _fill(self, scope: int, container: Expression, value: Value) -> None:
        """Keep what a container gets, in the scope that binds its name."""
        if not isinstance(container, str):
            return
        owner, dot, name = container.partition(".")
        if dot:
            at = self._owner(scope, owner) if "." not in name else None
            if at is not None:
                self.scopes[at].members_filled.setdefault(name, []).append(value)
            return
        at = scope
        while at > 0 and (container not in self.scopes[at].names or container in self.scopes[at].outer_names):
            at = self.facts.definitions[at].parent
        self.scopes[at].filled.setdefault(container, []).append(value)

    def _exports(self) -> frozenset[str] | None:
        values = [part for part in self.facts.assignments if part.scope == 0 and "__all__" in part.targets]
        if not values or any(not isinstance(part.value, Group) for part in values):
            return None
        return frozenset(text for part in values for text in _texts(part.value))

    def enclosing_class(self, scope: int) -> int | None:
        """The class around a scope, nearest first."""
        while scope > 0:
            if self.facts.definitions[scope].kind == "class":
                return scope
            scope = self.facts.definitions[scope].parent
        return None

    def _definition(self, index: int, definition: Definition) -> None:
        if definition.parent >= 0:
            names = self.scopes[definition.parent].names
            names.setdefault(definition.name.rpartition(".")[2], []).append(index)
        for parameter in definition.parameters:
            self.scopes[index].names.setdefault(parameter.name.lstrip("*"), []).append(parameter)

    def _import(self, imported: Import) -> None:
        scope = self.scopes[imported.scope]
        if imported.name == "*":
            scope.stars.append(imported)
        else:
            scope.names.setdefault(imported.bound, []).append(imported)

    def _target(self, scope: int, target: Expression, value: Value) -> None:
        if isinstance(target, str):
            self._variable(scope, target, value)
        elif isinstance(target, Group):
            for position, item in enumerate(target.items):
                self._target(scope, item, _part(value, position))

    def _variable(self, scope: int, target: str, value: Value) -> None:
        owner, dot, name = target.partition(".")
        if not dot:
            self.scopes[scope].names.setdefault(target, []).append(value)
        elif "." not in name:
            self._member(scope, owner, name, value)

    def _member(self, scope: int, owner: str, name: str, value: Value) -> None:
        at = self._owner(scope, owner)
        if at is not None:
            self.scopes[at].members.setdefault(name, []).append(value)

    def _owner(self, scope: int, owner: str) -> int | None:
        """The class whose method calls its first parameter by this name."""
        definition = self.facts.definitions[scope]
        first = definition.parameters[0].name if definition.parameters else ""
        is_method = owner == first and self.facts.definitions[definition.parent].kind == "class"
        return definition.parent if is_method else None


def _value(assignment: Assignment) -> Value:
    how = assignment.how if assignment.how in ("=", "for", "+=") else "part"
    return Value(assignment.value, assignment.scope, assignment.annotation, how)


def _part(value: Value, position: int) -> Value:
    """What one of several targets gets: its own item if the values are written out."""
    if value.how == "=" and isinstance(value.value, Group) and value.value.kind in ("tuple", "list"):
        items = value.value.items
        return Value(items[position] if position < len(items) else None, value.scope)
    if value.how == "for":
        return Value(value.value, value.scope, None, "each", position)
    return Value(value.value, value.scope, None, "part", position if value.how == "=" else -1)


def _texts(expression: Expression) -> Iterable[str]:
    if isinstance(expression, Text):
        yield expression.value
    elif isinstance(expression, Group):
        for item in expression.items:
            yield from _texts(item)
