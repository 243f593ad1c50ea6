"""From all calls of product code to what a parameter without an annotation evidently gets."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..facts import Call, Definition, Expression, Group, Parameter
from ..parts import owner
from ..references import is_inside
from .calls_by_name import ANY_VERB, Site
from .common_names import EVERYBODYS
from .verbs import VERBS

if TYPE_CHECKING:
    from .names import Names

MOST_CALLERS = 40
"""Calls by one name that are looked at; a name with more of them says little, and costs much."""

MOST_RUNNERS = 3
"""Places that call what an attribute of one name holds; of more of them nobody knows which runs a function (chosen)."""


class Given:
    """What callers give; asks `Names` what they call, and is asked by `ValueTypes`."""

    def __init__(self, names: "Names") -> None:
        self.names = names

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

    def handed(self, path: str, at: int, parameter: Parameter) -> Iterator[tuple[str, int, Expression]]:
        """What callers give that is called later: constructors of heirs give it as well."""
        definition = self.names.tree.facts[path].definitions[at]
        sites = list(self._calling(definition))
        above, _, name = definition.name.rpartition(".")
        for heir in self.names.ancestry.heirs(f"{path}::{above}") if name == "__init__" else ():
            if self.names.members.of(heir, "__init__") == f"{path}::{definition.name}":
                sites.extend(self.names.dispatch.calls.giving(heir.rpartition("::")[2].rpartition(".")[2]))
        return self._at(path, at, parameter, sites)

    def _given(self, path: str, at: int, parameter: Parameter) -> Iterator[tuple[str, int, Expression]]:
        """What evident callers give for a parameter, each with the module and scope where it stands."""
        found = list(self._at(path, at, parameter, self._calling(self.names.tree.facts[path].definitions[at])))
        yield from found or self._as_callback(path, at, parameter)

    def _as_callback(self, path: str, at: int, parameter: Parameter) -> Iterator[tuple[str, int, Expression]]:
        """What `command.func(library, options)` gives to functions that are put into `func` and have no other caller."""
        definition = self.names.tree.facts[path].definitions[at]
        position = self._position(path, definition, parameter)
        for name in self.names.set_elsewhere.holding(f"{path}::{definition.name}"):
            calls = self.names.dispatch.calls.giving(name) if name not in EVERYBODYS else ()
            sites = [one for one in calls if owner(one[2].function) is not None]
            for where, scope, call in sites if len(sites) <= MOST_RUNNERS else ():
                given = _argument(call, position, parameter.name)
                if given is not None and self._is_held(self.names.resolve(where, scope, call.function)):
                    yield where, scope, given

    def _is_held(self, called: str | None) -> bool:
        """Whether what is called may be what an attribute holds: nothing known, or a variable of the tree."""
        return called is None or (is_inside(called) and self.names.tree.definition(called) is None)

    def _at(
        self, path: str, at: int, parameter: Parameter, sites: Sequence[Site]
    ) -> Iterator[tuple[str, int, Expression]]:
        definition = self.names.tree.facts[path].definitions[at]
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
        own, _, name = function.rpartition(".")
        if name == "__init__":
            return called == own or self.names.members.of(called, "__init__") == function
        above, _, same = called.rpartition(".")
        return same == name and above in self.names.ancestry.bases(own) and bool(own)

    def _calling(self, definition: Definition) -> Sequence[Site]:
        calls = self.names.dispatch.calls
        above, _, name = definition.name.rpartition(".")
        by_verb = calls.giving(ANY_VERB) if name in VERBS else ()
        return by_verb or calls.giving(above.rpartition(".")[2] if name == "__init__" else name)

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
