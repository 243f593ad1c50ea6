"""A name in a scope that binds it → what it evidently is, by its bindings: assignments, loops, unpacking, `+=`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...python.facts import Assignment, Call, Expression, Group, Text
from ..scopes import MODULE, Scopes, last_name, parts_of
from .conversions import element_of
from .values import Place, Value, chain_of

if TYPE_CHECKING:
    from .evaluation import Evaluation

DEEPEST = 8
"""Assignments and returns followed from one expression (chosen: beyond it nothing was found in three large systems)."""


MOST_ITEMS = 40
"""Items of a list that is written out which are looked at."""


class Variables:
    """The variables of one program; what was found for a binding is kept until something new is learned."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._known: dict[tuple[str, int, str, int], Value | None] = {}
        self._busy: set[tuple[str, int, str, int]] = set()

    def forget(self) -> None:
        """Drops what was concluded."""
        self._known.clear()

    def value(self, place: Place, name: str) -> Value | None:
        """What a name is at a line of a scope that binds it, by its last binding before that line."""
        path, scope, line, depth = place.path, place.scope, place.line, place.depth
        bindings = self._evaluation.scopes[path].assigned(scope, name)
        if not bindings:
            return None
        if depth > DEEPEST:
            self._evaluation.cut += 1
            return None
        before = [index for index, binding in enumerate(bindings) if binding.line <= line]
        index = before[-1] if before else len(bindings) - 1
        if index and _is_made_of_itself(bindings[index], name, line):
            index -= 1
        while (path, scope, name, index) in self._busy:  # `lines = [line for line in lines]`: what it was before
            index -= 1
        key = (path, scope, name, index)
        if index < 0:
            return None
        if key in self._known:
            return self._known[key]
        self._busy.add(key)
        cut = self._evaluation.cut
        found = self._bound(_at(path, bindings[index], depth), bindings, index, name)
        self._busy.discard(key)
        if cut == self._evaluation.cut or depth == 0:  # else whoever asks from nearer may learn more
            self._known[key] = found
        return found

    def others(self, place: Place, name: str, known: Value | None) -> Iterator[Value]:
        """What else a variable is than what is known: `entry` of `for entry, more in [(orders, 1), (lines, 2)]`,
        `form` of `form = FORMS[kind](request)`, and `model` of `for model in Base.__subclasses__()`."""
        bindings = self._evaluation.scopes[place.path].assigned(place.scope, name)
        last = next((each for each in reversed(bindings) if each.line <= place.line), None)
        if last is None or last.how not in {"for", "="}:
            return
        if last.how == "=":
            held = self._evaluation.held.values(_at(place.path, last, place.depth + 1), last.value)
            yield from (each for each in held if each != known and name in last.targets)
            return
        if name in last.targets:
            yield from self._evaluation.gone_through.values(_at(place.path, last, place.depth + 1), last.value)
        at = self._at_of(last, name)
        items = self._items(place, last.value)
        for item in items[:MOST_ITEMS] if len(items) > 1 else ():
            value = self._evaluation.value(_at(place.path, last, place.depth + 1), _part(item, at))
            if value is not None and value != known:
                yield value

    def _at_of(self, loop: Assignment, name: str) -> int | None:
        group = next((each for each in loop.targets if isinstance(each, Group) and name in each.items), None)
        return group.items.index(name) if group is not None else None

    def _items(self, place: Place, collection: Expression) -> tuple[Expression, ...]:
        """The items of a list that is written out, here or where a variable of the function or of the module is bound."""
        if isinstance(collection, Group) and collection.kind in {"list", "tuple", "set"}:
            return collection.items
        if isinstance(collection, str) and "." not in collection:
            module = self._evaluation.scopes[place.path]
            for scope in dict.fromkeys((place.scope, *module.enclosing_functions(place.scope), MODULE)):
                bindings = [each for each in module.assigned(scope, collection) if each.line <= place.line]
                if bindings:
                    return self._items(place, bindings[-1].value) if isinstance(bindings[-1].value, Group) else ()
        return ()

    def _bound(self, place: Place, bindings: list[Assignment], index: int, name: str) -> Value | None:
        binding = bindings[index]
        if binding.how == "+=":
            return self._appended(place, bindings, index, name)
        if binding.how not in {"=", "for"}:
            return None
        value = self._evaluation.value(place, binding.value)
        if value is None and binding.annotation is not None:
            value = self._evaluation.annotated(place, binding.annotation)
        if value is None and binding.how == "=":
            kind = self._evaluation.program.type_of(place.path, binding.scope, binding.value)
            value = self._evaluation.instance_of(kind) if kind else None
        target = next((each for each in binding.targets if each == name), None)
        if target is None:
            return self._unpacked(place, binding, name, value)
        if binding.how == "for":
            value = element_of(value)
        value = value or self._evaluation.bound.named(place.path, place.scope, name)
        return value or self._evaluation.meanings.guess(place.path, name)

    def _appended(self, place: Place, bindings: list[Assignment], index: int, name: str) -> Value | None:
        """`sql += " WHERE …"`: the text so far and what is added."""
        before = bindings[index - 1]
        start = self._bound(_at(place.path, before, place.depth + 1), bindings, index - 1, name) if index else None
        added = self._evaluation.value(place, bindings[index].value)
        if start is None or start.text is None:
            return start
        more = added.text if added is not None and added.text is not None else Text("{}", (None,))
        return Value("text", text=Text(start.text.value + more.value, start.text.holes + more.holes))

    def _unpacked(self, place: Place, binding: Assignment, name: str, value: Value | None) -> Value | None:
        """`order, created = Order.objects.get_or_create(…)`, `a, b = x, y`, `for i, order in enumerate(orders)`."""
        group = next((each for each in binding.targets if isinstance(each, Group) and name in each.items), None)
        if group is None:
            return None
        at = group.items.index(name)
        if binding.how == "for":
            return self._element_part(place, binding.value, at)
        if isinstance(binding.value, Group) and len(binding.value.items) == len(group.items):
            return self._evaluation.value(place, binding.value.items[at])
        is_pair = isinstance(binding.value, Call) and last_name(binding.value.function).endswith("_or_create")
        return value if at == 0 and is_pair else None

    def _element_part(self, place: Place, collection: Expression, at: int) -> Value | None:
        """Part `at` of an element of a collection of tuples: of a list of them, of `enumerate(…)`, of `zip(…)`."""
        if place.depth > DEEPEST:
            return None
        if isinstance(collection, Call) and collection.function in {"enumerate", "zip"}:
            index = at - 1 if collection.function == "enumerate" else at
            inner = collection.arguments[index] if 0 <= index < len(collection.arguments) else None
            return element_of(self._evaluation.value(place.deeper(), inner))
        if isinstance(collection, Group):
            first = collection.items[0] if collection.items else None
            is_tuple = isinstance(first, Group) and first.kind == "tuple" and at < len(first.items)
            inside = first.items[at] if is_tuple and isinstance(first, Group) else None
            return self._evaluation.value(place.deeper(), inside)
        if isinstance(collection, str) and "." not in collection:
            bindings = self._evaluation.scopes[place.path].assigned(place.scope, collection)
            for binding in reversed([each for each in bindings if each.line <= place.line]):
                if isinstance(binding.value, Group):
                    return self._element_part(_at(place.path, binding, place.depth + 1), binding.value, at)
        return None


def is_as_given(module: Scopes, function: int, name: str, line: int) -> bool:
    """Whether a parameter is at a line what was given for it, or something that steps from it have made: `query.join(…)`."""
    bindings = (each for each in module.assigned(function, name) if each.line <= line)
    return all(each.how == "=" and chain_of(each.value)[0] == name for each in bindings)


def _is_made_of_itself(binding: Assignment, name: str, line: int) -> bool:
    """Whether a name on a line is what a binding there makes something of: `query = narrow(query)`."""
    return binding.how == "=" and binding.line == line and name in binding.targets and _mentions(binding.value, name)


def _mentions(expression: Expression, name: str) -> bool:
    waiting = [expression]  # a loop, since expressions can be deep
    while waiting:
        current = waiting.pop()
        if isinstance(current, str) and current.partition(".")[0] == name:
            return True
        waiting.extend(parts_of(current))
    return False


def _part(item: Expression, at: int | None) -> Expression:
    """An item itself, or part `at` of one that is a tuple."""
    if at is None:
        return item
    return item.items[at] if isinstance(item, Group) and at < len(item.items) else None


def _at(path: str, binding: Assignment, depth: int) -> Place:
    return Place(path, binding.scope, binding.line, depth)
