"""From all calls of product code to what a parameter without an annotation evidently gets."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .facts import Attribute, Call, Definition, Expression, Group, Parameter, PythonFacts, Subscript, Text
from .occurrences import roots
from .parts import last_name
from .references import is_inside

if TYPE_CHECKING:
    from .names import Names

MOST_CALLERS = 40
"""Calls by one name that are looked at; a name with more of them says little, and costs much."""

Site = tuple[str, int, Call]


class Given:
    """The calls of a program by the last name of what they call, found when they are first asked for."""

    def __init__(self, names: "Names") -> None:
        self.names = names
        self._sites: dict[str, list[Site]] | None = None

    def type_of(self, path: str, at: int, parameter: Parameter) -> str | None:
        """The class of what is given for a parameter of a function, where all callers that are evident give the same."""
        definition = self.names.tree.facts[path].definitions[at]
        sites = self._calling(definition)
        if not 0 < len(sites) <= MOST_CALLERS:
            return None
        function = f"{path}::{definition.name}"
        called = function.removesuffix(".__init__")
        position = self._position(path, definition, parameter)
        found: set[str] = set()
        for where, scope, call in sites:
            given = _argument(call, position, parameter.name)
            if given is not None and self.names.resolve(where, scope, call.function) in (function, called):
                kind = self.names.types.type_of(where, scope, given)
                if kind is not None:
                    found.add(kind)
        kind = found.pop() if len(found) == 1 else None
        return kind if kind and is_inside(kind) else None

    def _calling(self, definition: Definition) -> list[Site]:
        if self._sites is None:
            self._sites = {}
            for path, facts in self.names.tree.facts.items():
                if path in self.names.tree.products:
                    for scope, call in _calls(facts):
                        self._sites.setdefault(last_name(call.function), []).append((path, scope, call))
        owner, _, name = definition.name.rpartition(".")
        return self._sites.get(owner.rpartition(".")[2] if name == "__init__" else name, [])

    def _position(self, path: str, definition: Definition, parameter: Parameter) -> int:
        is_method = self.names.tree.facts[path].definitions[definition.parent].kind == "class"
        bound = is_method and "staticmethod" not in definition.decorators
        return definition.parameters.index(parameter) - bound


def _argument(call: Call, position: int, name: str) -> Expression:
    """What a call gives for a parameter; None if that is not evident."""
    for keyword, value in call.keywords:
        if keyword == name:
            return value
    before = call.arguments[: position + 1]
    if position < 0 or len(before) <= position or any(isinstance(one, Group) and one.kind == "star" for one in before):
        return None
    return before[position]


def _calls(facts: PythonFacts) -> Iterator[tuple[int, Call]]:
    """Every call with an argument, and the scope its names are looked up in."""
    for _, scope, _, _, root in roots(facts):
        if root is None or isinstance(root, str):
            continue
        waiting: list[Expression] = [root]
        while waiting:
            found = waiting.pop()
            if isinstance(found, Call):
                if found.arguments or found.keywords:
                    yield scope, found
                    waiting.extend(one for one in found.arguments if not isinstance(one, str | None))
                    waiting.extend(value for _, value in found.keywords if not isinstance(value, str | None))
                if not isinstance(found.function, str):
                    waiting.append(found.function)
            elif isinstance(found, Attribute):
                waiting.append(found.value)
            elif isinstance(found, Group):
                waiting.extend(found.items)
            elif isinstance(found, Subscript):
                waiting.append(found.value)
                waiting.extend(found.items)
            elif isinstance(found, Text):
                waiting.extend(found.holes)
