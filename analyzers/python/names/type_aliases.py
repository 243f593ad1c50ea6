"""From names of types to what they stand for: `Orders = list[Order]`, `type Buyer = Customer | None`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..facts import Attribute, Expression, Group, Subscript, Text
from ..references import is_inside
from .annotations import alternatives, instance
from .bindings import Value

if TYPE_CHECKING:
    from .names import Names

DEEPEST = 8
"""Aliases of aliases that are followed."""

Placed = tuple[str, int, Expression]


class TypeAliases:
    """Annotations by the variables that hold them; asks `Names` what a name means."""

    def __init__(self, names: "Names") -> None:
        self.names = names

    def meanings(self, path: str, scope: int, annotation: Expression, depth: int = 0) -> Iterator[Placed]:
        """An annotation as it is written, then what the aliases among its alternatives stand for, with their places."""
        yield path, scope, annotation
        for one in alternatives(annotation) or (annotation,):
            named = instance(one) if isinstance(one, Text) else one
            found = self.of_name(path, scope, named) if depth < DEEPEST else None
            if found is not None:
                yield from self.meanings(*found, depth + 1)

    def of_name(self, path: str, scope: int, named: Expression) -> Placed | None:
        """The annotation that a name stands for, and where that is written; None for whatever else it means."""
        reference = self.names.resolve(path, scope, named) if isinstance(named, str | Attribute) else None
        return self.of_variable(reference) if reference and is_inside(reference) else None

    def of_variable(self, reference: str) -> Placed | None:
        """The annotation that a variable of a module is given, once."""
        path, _, name = reference.partition("::")
        if not name or "." in name or self.names.tree.definition(reference) is not None:
            return None
        values = self.names.tree.variable(path, name)
        held = values[0].value if len(values) == 1 and _is_type(values[0]) else None
        return None if held is None else (path, 0, held)


def _is_type(value: Value) -> bool:
    """Whether a value can be read as an annotation; a text only where it says that it is one."""
    held = value.value
    if isinstance(held, Text):
        return isinstance(value.annotation, str) and value.annotation.rpartition(".")[2] == "TypeAlias"
    is_union = isinstance(held, Group) and held.kind == "operation" and held.sign in ("|", "…")
    return value.how == "=" and (is_union or isinstance(held, Subscript | str | Attribute))
