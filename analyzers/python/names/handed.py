"""From a parameter, variable or attribute that is called to the functions and classes that code elsewhere puts into it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..facts import Attribute, Call, Expression, Group, Parameter, Subscript
from ..parts import last_name, owner
from ..references import EXTERNAL, is_inside
from .bindings import Value
from .descriptors import is_property

if TYPE_CHECKING:
    from .names import Names

MOST_HANDED = 20
"""Functions that one place may call; what is handed more of them is machinery, and tells nothing (chosen)."""

DEEPEST = 6
PARTIAL = frozenset((f"{EXTERNAL}functools.partial", f"{EXTERNAL}functools.partialmethod"))
SAME = frozenset(f"{EXTERNAL}builtins.{name}" for name in ("list", "tuple", "sorted", "reversed", "set", "iter"))
LISTS = ("list", "tuple", "set")


class Handed:
    """What is handed over and called later; asks `Names` for everything else.

    `lazy(self.connect)` keeps the method, `self.factory()` of `lazy` calls it; so does `for hook in self.hooks: hook()`
    with what `hooks.append(tell)` has put there. Of what holds anything unknown beside, nothing is said.
    """

    def __init__(self, names: "Names") -> None:
        self.names = names

    def targets(self, path: str, scope: int, function: Expression) -> tuple[str, ...]:
        """All functions and classes of the tree that a called name may hold; none where they are too many."""
        return (self.names.once(self._targets, path, scope, function) or ()) if isinstance(function, str) else ()

    def _targets(self, path: str, scope: int, function: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(self._in(path, scope, function, 0)))
        return found if len(found) <= MOST_HANDED else ()

    def _in(self, path: str, scope: int, expression: Expression, depth: int) -> Iterator[str]:
        """What an expression is or holds."""
        if depth > DEEPEST:
            return
        if isinstance(expression, Group) and expression.kind == "choice":
            items = [one for one in expression.items if not isinstance(one, Group) and one != "None"]
            found = [list(self._in(path, scope, one, depth)) for one in items]
            yield from (one for some in found for one in some if all(found))
        elif isinstance(expression, Call):
            if expression.arguments and self.names.resolve(path, scope, expression.function) in PARTIAL:
                yield from self._in(path, scope, expression.arguments[0], depth)
        elif isinstance(expression, str | Attribute):
            reference = self.names.resolve(path, scope, expression)
            if reference is None and isinstance(expression, str) and "." not in expression:
                yield from self._in_name(path, scope, expression, depth)
            elif reference and is_inside(reference):
                yield from self._in_reference(reference, depth)

    def _in_reference(self, reference: str, depth: int) -> Iterator[str]:
        definition = self.names.tree.definition(reference)
        if definition is not None:
            if not is_property(definition):
                yield reference
        elif "::" in reference:
            path, _, name = reference.partition("::")
            yield from self._in_all(path, self.names.tree.variable(path, name), depth)

    def _in_name(self, path: str, scope: int, name: str, depth: int) -> Iterator[str]:
        for at, table in self.names.tree.scopes(path, scope):
            if name in table.names and name not in table.outer_names:
                bound = table.names[name]
                yield from self._in_all(path, [one for one in bound if isinstance(one, Value)], depth)
                for one in bound:
                    if isinstance(one, Parameter):
                        yield from self._in_parameter(path, at, one, depth + 1)
                return

    def _in_all(self, path: str, values: list[Value], depth: int) -> list[str]:
        """What several values hold, if something is known of each: a stand-in is called only until the real one is set."""
        found = [list(self._in_value(path, one, depth + 1)) for one in values if one.value != "None"]
        return [one for some in found for one in some] if all(found) else []

    def _in_value(self, path: str, value: Value, depth: int) -> Iterator[str]:
        if value.how == "=":
            yield from self._in(path, value.scope, value.value, depth)
        elif value.how == "for":
            yield from self._each(path, value.scope, value.value, depth)
        elif value.how == "each":
            yield from self._part_of_each(path, value, depth + 1)

    def _in_parameter(self, path: str, at: int, parameter: Parameter, depth: int) -> Iterator[str]:
        # Each asked once: callers that hand on what they were handed are as many as the product of all of them.
        yield from self.names.once(self._held_by, path, at, parameter.name, depth) or ()

    def _held_by(self, path: str, at: int, name: str, depth: int) -> tuple[str, ...]:
        found = (self._in(*given, depth) for given in self._given(path, at, self._parameter(path, at, name)))
        return tuple(dict.fromkeys(one for some in found for one in some))

    def _parameter(self, path: str, at: int, name: str) -> Parameter:
        return next(one for one in self.names.tree.facts[path].definitions[at].parameters if one.name == name)

    def _given(self, path: str, at: int, parameter: Parameter) -> Iterator[tuple[str, int, Expression]]:
        """What callers give for a parameter, and its default."""
        if path in self.names.tree.products and not parameter.name.startswith("*"):
            yield from self.names.types.given.handed(path, at, parameter)
            if parameter.default not in (None, "None"):
                yield path, self.names.tree.facts[path].definitions[at].parent, parameter.default

    # Containers

    def _each(self, path: str, scope: int, container: Expression, depth: int) -> Iterator[str]:
        """What the items of a container are or hold."""
        if depth > DEEPEST:
            return
        if isinstance(container, Group) and container.kind in LISTS:
            for item in container.items:
                is_star = isinstance(item, Group) and item.kind == "star"
                inner = self._each(path, scope, item.items[0], depth) if is_star and isinstance(item, Group) else None
                yield from inner or self._in(path, scope, item, depth)
        elif isinstance(container, Call | Subscript):
            yield from self._each_given(path, scope, container, depth)
        elif isinstance(container, str):
            yield from self._each_in_name(path, scope, container, depth)

    def _each_given(self, path: str, scope: int, container: Call | Subscript, depth: int) -> Iterator[str]:
        """What is in `reversed(hooks)`, in `HANDLERS[kind]` and in `HANDLERS.get(kind, ())`."""
        table = container.value if isinstance(container, Subscript) else None
        if isinstance(container, Call):
            if last_name(container.function) == "get":
                table = owner(container.function)
            elif container.arguments and self.names.resolve(path, scope, container.function) in SAME:
                yield from self._each(path, scope, container.arguments[0], depth + 1)
        if table is not None:
            for where, at, under in self.names.types.elements.items_under_key(path, scope, table):
                yield from self._each(where, at, under, depth + 1)

    def _part_of_each(self, path: str, value: Value, depth: int) -> Iterator[str]:
        """What the rows of a table that is written out hold at one place: `for name, handler in [("pay", pay)]`."""
        elements, table = self.names.types.elements, value.value
        if isinstance(table, Call) and last_name(table.function) == "items" and value.position == 1:
            for one in elements.items_under_key(path, value.scope, owner(table.function)):
                yield from self._in(*one, depth)
            return
        held = elements.values(path, value.scope, table)
        for where, at, rows in [(path, value.scope, table), *((where, one.scope, one.value) for where, one in held)]:
            for row in rows.items if isinstance(rows, Group) and rows.kind in LISTS else ():
                if isinstance(row, Group) and row.kind in LISTS and value.position < len(row.items):
                    yield from self._in(where, at, row.items[value.position], depth)

    def _each_in_name(self, path: str, scope: int, name: str, depth: int) -> Iterator[str]:
        tree = self.names.tree
        reference = self.names.resolve(path, scope, name)
        if reference and is_inside(reference) and "::" in reference:
            where, _, inner = reference.partition("::")
            yield from self._each_of(where, tree.variable(where, inner), tree.filled(where, inner), depth)
        elif reference is None and "." not in name:
            for at, table in tree.scopes(path, scope):
                if name in table.names and name not in table.outer_names:
                    bound = table.names[name]
                    values = [one for one in bound if isinstance(one, Value)]
                    yield from self._each_of(path, values, table.filled.get(name, []), depth)
                    for one in bound:
                        if isinstance(one, Parameter):
                            yield from self._each_in_parameter(path, at, one, depth + 1)
                    return

    def _each_in_parameter(self, path: str, at: int, parameter: Parameter, depth: int) -> Iterator[str]:
        yield from self.names.once(self._in_items_of, path, at, parameter.name, depth) or ()

    def _in_items_of(self, path: str, at: int, name: str, depth: int) -> tuple[str, ...]:
        found = (self._each(*given, depth) for given in self._given(path, at, self._parameter(path, at, name)))
        return tuple(dict.fromkeys(one for some in found for one in some))

    def _each_of(self, path: str, values: list[Value], filled: list[Value], depth: int) -> Iterator[str]:
        for value in values:
            if value.how in ("=", "+="):
                yield from self._each(path, value.scope, value.value, depth + 1)
        for value in filled:
            reading = self._each if value.how == "for" else self._in
            yield from reading(path, value.scope, value.value, depth + 1)
