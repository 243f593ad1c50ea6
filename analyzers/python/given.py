"""From all calls of product code to what a parameter without an annotation evidently gets."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .facts import Call, Definition, Expression, Group, Parameter
from .occurrences import calls_in
from .parts import last_name
from .references import is_inside
from .verbs import VERBS

if TYPE_CHECKING:
    from .names import Names

MOST_CALLERS = 40
"""Calls by one name that are looked at; a name with more of them says little, and costs much."""

ANY_VERB = "*"
"""Stands for the name of what a handler for the verb of a request is called by."""

Site = tuple[str, int, Call]


class Given:
    """The calls of a program by the last name of what they call, found when they are first asked for."""

    def __init__(self, names: "Names") -> None:
        self.names = names
        self._sites: dict[str, list[Site]] = {}

    def type_of(self, path: str, at: int, parameter: Parameter) -> str | None:
        """The kind of what is given for a parameter of a function by all callers that are evident."""
        given = self._given(path, at, parameter)
        kind = self.names.ancestry.common(self.names.types.type_of(*one) for one in given)
        return kind if kind and is_inside(kind) else None

    def each(self, path: str, at: int, parameter: Parameter) -> str | None:
        """The kind of what the containers hold that are given for a parameter."""
        given = self._given(path, at, parameter)
        kind = self.names.ancestry.common(self.names.types.elements.each(*one) for one in given)
        return kind if kind and is_inside(kind) else None

    def _given(self, path: str, at: int, parameter: Parameter) -> Iterator[tuple[str, int, Expression]]:
        """What evident callers give for a parameter, each with the module and scope where it stands."""
        definition = self.names.tree.facts[path].definitions[at]
        sites = self._calling(definition)
        if not 0 < len(sites) <= MOST_CALLERS:
            return
        function = f"{path}::{definition.name}"
        position = self._position(path, definition, parameter)
        for where, scope, call in sites:
            given = _argument(call, position, parameter.name)
            if given is not None and self._is_run(function, self.names.dispatch.targets(where, scope, call).references):
                yield where, scope, given

    def _is_run(self, function: str, targets: tuple[str, ...]) -> bool:
        return any(self._means(target, function) for target in targets)

    def _means(self, called: str, function: str) -> bool:
        """Whether a call runs a function: it itself, the constructor it is, or a method that it overrides."""
        if called == function:
            return True
        owner, _, name = function.rpartition(".")
        if name == "__init__":
            return called == owner or self.names.members.of(called, "__init__") == function
        above, _, same = called.rpartition(".")
        return same == name and above in self.names.ancestry.bases(owner) and bool(owner)

    def _calling(self, definition: Definition) -> list[Site]:
        if not self._sites:
            for path, facts in self.names.tree.facts.items():
                if path in self.names.tree.products:
                    for scope, call in calls_in(facts):
                        if call.arguments or call.keywords:
                            self._keep(path, scope, call)
        owner, _, name = definition.name.rpartition(".")
        if name in VERBS and ANY_VERB in self._sites:
            return self._sites[ANY_VERB]
        return self._sites.get(owner.rpartition(".")[2] if name == "__init__" else name, [])

    def _keep(self, path: str, scope: int, call: Call) -> None:
        is_any_verb = self.names.dispatch.verbs.is_handler(path, scope, call.function)
        self._sites.setdefault(ANY_VERB if is_any_verb else last_name(call.function), []).append((path, scope, call))

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
