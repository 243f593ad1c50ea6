"""From attributes to the functions that run when they are read: properties, and descriptors of the tree."""

from typing import TYPE_CHECKING

from .bindings import Value
from .facts import Call, Definition
from .parts import last_name
from .references import instance_kind, is_inside

if TYPE_CHECKING:
    from .names import Names

PROPERTIES = frozenset(("property", "cached_property", "hybrid_property"))


class Descriptors:
    """What is called by reading; asks `Names`, and is asked by `ValueTypes` for what reading gives."""

    def __init__(self, names: "Names") -> None:
        self.names = names

    def getter(self, reference: str) -> str | None:
        """The function that runs when a variable of a class is read: of `total = property(get_total)`, of a descriptor."""
        if not is_inside(reference) or "." not in reference.rpartition("::")[2]:
            return None
        return self.names.once(self._getter_of_variable, reference)

    def _getter_of_variable(self, reference: str) -> str | None:
        path, _, name = reference.partition("::")
        if self.names.tree.definition(reference) is not None:
            return None
        values = self.names.tree.variable(path, name)
        return next((one for value in values if (one := self.of_value(path, value))), None)

    def of_value(self, path: str, value: Value) -> str | None:
        """The function that runs when a variable with this value is read."""
        if value.how != "=" or not isinstance(value.value, Call):
            return None
        if self.names.tree.facts[path].definitions[value.scope].kind != "class":
            return None
        call = value.value
        callee = self.names.resolve(path, value.scope, call.function)
        if callee is None:
            return None
        if not is_inside(callee):
            given = call.arguments[0] if call.arguments and last_name(call.function) in PROPERTIES else None
            getter = self.names.resolve(path, value.scope, given) if given is not None else None
        else:
            kind = instance_kind(self.names.types.results.of_call(path, value.scope, call))
            getter = self.names.members.of(kind, "__get__") if kind and is_inside(kind) else None
        return getter if getter and self.names.tree.definition(getter) else None


def is_property(definition: Definition) -> bool:
    """Whether a function is one that is called by reading an attribute."""
    return any(
        isinstance(decorator, str) and decorator.rpartition(".")[2].endswith("property")
        for decorator in definition.decorators
    )
