"""From a module, class or typed variable and a name to the member of that name, inherited ones included."""

from typing import TYPE_CHECKING

from ..references import EXTERNAL, NAMESPACE, is_inside, where_looked_up
from .bindings import Value
from .descriptors import is_property

if TYPE_CHECKING:
    from .names import Names


class Members:
    """Members of what references lead to; asks `Names` what a scope binds, and is asked by it."""

    def __init__(self, names: "Names") -> None:
        self.names = names
        self.once = names.answers.once

    def of(self, reference: str, name: str) -> str | None:
        """What `name` is of a module, class, property or typed variable."""
        if reference.startswith(EXTERNAL):
            return f"{reference}.{name}"
        if reference.startswith(NAMESPACE):
            return self.names.index.submodule(reference, name)
        return self.once(self._member, reference, name)

    def _member(self, reference: str, name: str) -> str | None:
        path, inside, _ = reference.partition("::")
        if not inside:
            return self._of_module(path, name)
        if self.names.tree.class_at(reference) is not None:
            return self._of_class(reference, name)
        kind = self.names.types.type_of_reference(reference)
        owner = where_looked_up(kind) if kind else reference
        return self.of(owner, name) if owner != reference else None

    def _of_module(self, path: str, name: str) -> str | None:
        names = self.names
        table = names.tree.bindings(path).scopes[0]
        if name in table.names and (found := names.bound(path, 0, name)):
            return found
        return names.index.submodule(path, name) or (names.from_stars(path, table, name) if table.stars else None)

    def _of_class(self, reference: str, name: str) -> str | None:
        outside = None
        tree = self.names.tree
        for owner in (reference, *self.names.ancestry.bases(reference)):
            if owner.startswith(EXTERNAL):
                outside = outside or (None if owner == f"{EXTERNAL}builtins.object" else f"{owner}.{name}")
                continue
            path, scope = owner.partition("::")[0], tree.scope_of(owner)
            table = tree.bindings(path).scopes[scope]
            if name in table.names and (found := self.names.bound(path, scope, name)):
                return found
            if name in table.members:
                found = self._held_alone(path, table.members[name])
                return found or self._inherited_property(owner, name) or f"{owner}.{name}"
        if self.names.set_elsewhere.is_set(reference, name):
            return f"{reference}.{name}"
        return None if name == "__class__" else outside  # no ancestor has it: it is the class itself

    def _held_alone(self, path: str, values: list[Value]) -> str | None:
        """What an attribute is an alias of; a function only if it is never set to something unknown."""
        aliases = [self.names.alias(path, value.scope, value) for value in values]
        known = [one for one in aliases if one and is_inside(one) and self.names.tree.definition(one)]
        if not known:
            return None
        definition = self.names.tree.definition(known[0])
        is_function = definition is not None and definition.kind == "function"
        others = [
            value for value, alias in zip(values, aliases, strict=True) if alias is None and value.value != "None"
        ]
        return None if is_function and others else known[0]

    def _inherited_property(self, owner: str, name: str) -> str | None:
        """The property of an ancestor that `self.name = …` sets: it makes no attribute of its own."""
        for base in self.names.ancestry.bases(owner):
            inherited = f"{base}.{name}" if is_inside(base) else ""
            definition = self.names.tree.definition(inherited) if inherited else None
            if definition is not None:
                return inherited if is_property(definition) else None
            if inherited and self.names.types.descriptors.setter(inherited):
                return inherited
        return None

    def of_heirs(self, reference: str, name: str) -> str | None:
        """What `self.name` is in a mixin: not its own, but the same in every heir that has it."""
        return self.once(self._of_heirs, reference, name)

    def _of_heirs(self, reference: str, name: str) -> str | None:
        heirs = self.names.ancestry.heirs(reference)
        mixing = [heir for heir in heirs if self.names.tree.has_several_bases(heir)]
        found = {self.of(heir, name) for heir in mixing or heirs} - {None}
        inside = [one for one in found if one and is_inside(one)]
        return inside[0] if len(found) == len(inside) == 1 else None
