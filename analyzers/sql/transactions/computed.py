"""A call of `getattr(order, action)`, of whatever the text says `action` may be → the class of `order` and these names.

Names are told by texts with or without holes (`"do_{}"`), by what the name is compared with in the function, by lists
that it goes through, and by tables (`METHODS[state]`) from their values.
"""

import re
from collections.abc import Iterator

from ...python.facts import Assignment, Call, Expression, Group, Subscript, Text
from ..scopes import parts_of
from ..values.evaluation import Evaluation
from ..values.values import Place
from ..values.written_out import written_out

MOST_NAMES = 20
"""Names that one call may mean; more of them tell nothing."""

DEEPEST = 4
"""Assignments followed from the name to the text."""

_OF_TEXTS = frozenset(("lower", "upper", "strip", "replace", "format"))
_SHORTEST = 3
"""Letters that a name with a hole must have left for it to tell which methods are meant."""


class Computed:
    """The calls of one program that look a method up by name."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._compared: dict[tuple[str, int], dict[str, set[str]]] = {}

    def looked_up(self, place: Place, function: Expression) -> tuple[Expression, frozenset[str]] | None:
        """The object whose method is called, and the names it may have, `*` for a hole; None where it is named plainly."""
        call = function if isinstance(function, Call) else self._held(place, function)
        if call is None or call.function != "getattr" or len(call.arguments) < 2:
            return None
        name = call.arguments[1]
        if isinstance(name, Text) and not name.holes and call is function:
            return None
        found = frozenset(each for each in self._texts(place, name, 0) if _says_enough(each))
        return (call.arguments[0], found) if 0 < len(found) <= MOST_NAMES else None

    def _held(self, place: Place, function: Expression) -> Call | None:
        """`method = getattr(order, name)` before `method()`."""
        if not isinstance(function, str) or "." in function:
            return None
        bindings = [each for each in self._bindings(place, function) if each.line <= place.line]
        value = bindings[-1].value if bindings else None
        return value if isinstance(value, Call) else None

    def _bindings(self, place: Place, name: str) -> list[Assignment]:
        return self._evaluation.scopes[place.path].assigned(place.scope, name)

    def _texts(self, place: Place, expression: Expression, depth: int) -> Iterator[str]:
        if depth > DEEPEST:
            return
        if isinstance(expression, Text):
            yield expression.value.replace("{}", "*")
        elif isinstance(expression, Group):
            for item in expression.items if expression.kind in {"choice", "list", "tuple", "set"} else ():
                if not (isinstance(item, Group) and item.kind == "condition"):
                    yield from self._texts(place, item, depth + 1)
        elif isinstance(expression, Subscript):
            yield from self._of_table(place, expression.value, depth)
        elif isinstance(expression, Call):
            owner, _, method = (
                expression.function.rpartition(".") if isinstance(expression.function, str) else ("",) * 3
            )
            if method == "get":
                yield from self._of_table(place, owner, depth)
            elif method in _OF_TEXTS:
                yield from self._texts(place, owner, depth + 1)
        elif isinstance(expression, str):
            yield from self._compared_with(place, expression)
            for binding in self._bindings(place, expression):
                if binding.how in {"=", "for"} and expression in binding.targets:
                    yield from self._texts(place, binding.value, depth + 1)

    def _of_table(self, place: Place, table: Expression, depth: int) -> Iterator[str]:
        """The values of a table that is written out: of a variable here or of the module, or of an attribute of a class."""
        groups = written_out(self._evaluation, place, table) if isinstance(table, str) else ()
        for _, group in groups:
            for item in group.items if group.kind == "dict" else ():
                if isinstance(item, Group) and item.kind == "pair" and len(item.items) == 2:
                    yield from self._texts(place, item.items[1], depth + 1)

    def _compared_with(self, place: Place, name: str) -> set[str]:
        """The texts that a name is compared with anywhere in its function: it is one of them, or is turned away."""
        key = (place.path, place.scope)
        if key not in self._compared:
            self._compared[key] = {}
            for use in self._evaluation.scopes[place.path].facts.uses:
                if use.scope == place.scope:
                    _compare(use.expression, self._compared[key])
        return self._compared[key].get(name, set())


def _compare(expression: Expression, found: dict[str, set[str]]) -> None:
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Group) and current.kind == "operation" and len(current.items) == 2:
            name, other = current.items
            options = other.items if isinstance(other, Group) else (other,)
            if isinstance(name, str):
                texts = (each.value for each in options if isinstance(each, Text) and not each.holes)
                found.setdefault(name, set()).update(texts)
        waiting.extend(parts_of(current))


def _says_enough(name: str) -> bool:
    return name.replace("*", "x").isidentifier() and ("*" not in name or len(name.replace("*", "")) >= _SHORTEST)


def matching(names: frozenset[str], methods: list[str]) -> list[str]:
    """Those methods that any of the names may be."""
    patterns = [re.compile(re.escape(name).replace(r"\*", r"\w+")) for name in names]
    found = [each for each in methods if any(pattern.fullmatch(each) for pattern in patterns)]
    return found if len(found) <= MOST_NAMES else []
