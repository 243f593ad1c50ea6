"""From a value that is said to be of several classes, `router: Router | Application`, to the methods of each."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..facts import Attribute, Call, Expression, Parameter
from ..parts import last_name, owner
from ..references import is_inside
from .annotations import alternatives
from .bindings import Value
from .type_aliases import Placed

if TYPE_CHECKING:
    from .names import Names


class Alternatives:
    """Asks `Names` what an annotation says; a function that asks a value for its class has one of them in mind."""

    def __init__(self, names: "Names") -> None:
        self.names = names

    def methods(self, path: str, scope: int, call: Call) -> tuple[str, ...]:
        """The methods that a call may run, one of each class; none unless there are several."""
        on = owner(call.function)
        if not isinstance(on, str | Attribute):
            return ()
        kinds = self.names.once(self._kinds, path, scope, on) or ()
        found = (self.names.members.of(kind, last_name(call.function)) for kind in kinds)
        return tuple(dict.fromkeys(one for one in found if one and self.names.tree.definition(one)))

    def _kinds(self, path: str, scope: int, on: Expression) -> tuple[str, ...]:
        """The classes of the tree that a value is said to be of, if there are several."""
        if on in self.names.tree.bindings(path).scopes[scope].checked:
            return ()
        said = (
            self.names.types.class_named(*one)
            for where, at, annotation in self._annotations(path, scope, on)
            for one in self._each(where, at, annotation)
        )
        kinds = tuple(dict.fromkeys(kind for kind in said if kind and is_inside(kind)))
        return kinds if len(kinds) > 1 else ()

    def _each(self, path: str, scope: int, annotation: Expression) -> Iterator[Placed]:
        """The names of classes among the alternatives of an annotation and of the aliases in it."""
        for where, at, one in self.names.types.aliases.meanings(path, scope, annotation):
            for item in alternatives(one):
                if isinstance(item, str | Attribute):
                    yield where, at, item

    def _annotations(self, path: str, scope: int, on: Expression) -> Iterator[Placed]:
        """What is said of a name where it is bound, of an attribute in its class, of a property by what it returns."""
        if isinstance(on, str) and "." not in on:
            for at, table in self.names.tree.scopes(path, scope):
                if on in table.names:
                    for bound in table.names[on]:
                        if isinstance(bound, Parameter):
                            yield path, self.names.tree.facts[path].definitions[at].parent, bound.annotation
                        elif isinstance(bound, Value):
                            yield path, at, bound.annotation
                    return
        reference = self.names.resolve(path, scope, on)
        if reference and is_inside(reference) and "::" in reference:
            where, _, name = reference.partition("::")
            definition = self.names.tree.definition(reference)
            if definition is not None:
                yield where, definition.parent, definition.returns
            else:
                yield from ((where, one.scope, one.annotation) for one in self.names.tree.variable(where, name))
