"""From a method whose name is put together, `getattr(self, f"visit_{kind}")`, to the methods of the class that it may be."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..facts import Call, Expression, Text
from ..references import is_inside, where_looked_up
from .descriptors import is_property

if TYPE_CHECKING:
    from .names import Names

SHORTEST = 3
"""Letters of a name that must stand there: a shorter beginning or end says nothing."""
MOST = 60
"""Methods of one pattern: a visitor has as many as there are kinds; of more than these each is next to unlikely."""


class ComposedNames:
    """Asks `Names` for the class that is asked, and for its heirs, which may bring methods of their own."""

    def __init__(self, names: "Names") -> None:
        self.names = names

    def methods(self, path: str, scope: int, function: Expression) -> tuple[str, ...]:
        """The methods that a call runs whose function is looked up by such a name, or is a variable that holds it."""
        if isinstance(function, str) and "." not in function:
            function = self.names.tree.only_value(path, scope, function)
        if not isinstance(function, Call) or function.function != "getattr" or len(function.arguments) < 2:
            return ()
        on, name = function.arguments[:2]
        if isinstance(name, str):
            name = self.names.tree.only_value(path, scope, name)
        if not isinstance(name, Text) or not name.holes or len(name.value.replace("{}", "")) < SHORTEST:
            return ()
        kind = self.names.types.type_of(path, scope, on)
        if kind is None or not is_inside(kind) or self.names.tree.class_at(where_looked_up(kind)) is None:
            return ()
        found = tuple(dict.fromkeys(self._of_class(where_looked_up(kind), name.value)))
        return found if len(found) <= MOST else ()

    def _of_class(self, kind: str, name: str) -> Iterator[str]:
        """The methods of a class and of its ancestors and heirs whose names are of the pattern."""
        pattern = re.compile(r"\w+".join(re.escape(part) for part in name.split("{}")))
        ancestry = self.names.ancestry
        for owner in (kind, *ancestry.bases(kind), *ancestry.heirs(kind)):
            for method in self._defined(owner) if is_inside(owner) else ():
                if pattern.fullmatch(method.rpartition(".")[2]):
                    yield method

    def _defined(self, owner: str) -> Iterator[str]:
        """The methods that a class defines itself."""
        tree, path = self.names.tree, owner.partition("::")[0]
        scope = tree.scope_of(owner)
        for definition in tree.facts[path].definitions if scope else ():
            if definition.kind == "function" and definition.parent == scope and not is_property(definition):
                yield f"{path}::{definition.name}"
