"""From attributes to the functions that run when they are read or set: properties, and descriptors of the tree."""

from typing import TYPE_CHECKING

from msgspec import Struct

from ..facts import Call, Definition
from ..parts import argument, last_name
from ..references import EXTERNAL, instance_kind, is_inside
from .bindings import Value

if TYPE_CHECKING:
    from .names import Names

PROPERTIES = frozenset(("property", "cached_property", "hybrid_property"))
PROPERTY = f"{EXTERNAL}builtins.property"


class Access(Struct, frozen=True):
    """What reading or setting runs: a method of a descriptor, an argument of `property`."""

    method: str
    position: int
    keyword: str


GETTING, SETTING = Access("__get__", 0, "fget"), Access("__set__", 1, "fset")


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

    def setter(self, reference: str) -> str | None:
        """The function that runs when a variable of a class is set: by `property(get_total, set_total)`, by a descriptor."""
        if not is_inside(reference) or "." not in reference.rpartition("::")[2]:
            return None
        return self.names.once(self._setter_of_variable, reference)

    def _setter_of_variable(self, reference: str) -> str | None:
        path, _, name = reference.partition("::")
        if self.names.tree.definition(reference) is not None:
            return None
        found = (self._run(path, value, SETTING) for value in self.names.tree.variable(path, name))
        return next((one for one in found if one), None)

    def of_value(self, path: str, value: Value) -> str | None:
        """The function that runs when a variable with this value is read."""
        return self._run(path, value, GETTING)

    def _run(self, path: str, value: Value, access: Access) -> str | None:
        if value.how != "=" or not isinstance(value.value, Call):
            return None
        if self.names.tree.facts[path].definitions[value.scope].kind != "class":
            return None
        call = value.value
        callee = self.names.resolve(path, value.scope, call.function)
        if callee is None:
            return None
        if not is_inside(callee):
            found = self._given(path, value.scope, call, access) if last_name(call.function) in PROPERTIES else None
        else:
            kind = instance_kind(self.names.types.results.of_call(path, value.scope, call))
            found = self.names.members.of(kind, access.method) if kind and is_inside(kind) else None
            found = found or self._made(callee, access)
        return found if found and self.names.tree.definition(found) else None

    def _given(self, path: str, scope: int, call: Call, access: Access) -> str | None:
        given = argument(call, access.position, access.keyword)
        return self.names.resolve(path, scope, given) if given is not None else None

    def _made(self, function: str, access: Access) -> str | None:
        """`return property(read, write)` of a function that makes properties."""
        path, scope = function.partition("::")[0], self.names.tree.scope_of(function)
        for made in self.names.tree.returns(function):
            if isinstance(made, Call) and self.names.resolve(path, scope, made.function) == PROPERTY:
                return self._given(path, scope, made, access)
        return None


def is_property(definition: Definition) -> bool:
    """Whether a function is one that is called by reading an attribute."""
    return any(
        isinstance(decorator, str) and decorator.rpartition(".")[2].endswith("property")
        for decorator in definition.decorators
    )
