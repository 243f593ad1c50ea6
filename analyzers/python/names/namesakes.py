"""From the name of a method to the one family of classes that has it, for values of which nothing else is known.

A reader who meets `permission.has_permission(request, view)` and finds `has_permission` defined in one class and its
heirs knows what is meant. So do we, if nothing outside of the tree may be meant as well.
"""

from typing import TYPE_CHECKING

from ..facts import Call, Definition, Group
from ..references import is_inside
from .ancestry import is_bare
from .common_names import EVERYBODYS, FRAMEWORKS
from .descriptors import is_property

if TYPE_CHECKING:
    from .names import Names

MOST_FAMILIES = 4
SHORTEST = 4  # `on`, `do` and `put` say nothing by themselves


class Namesakes:
    """Methods and properties of product code by name, collected when they are first asked for."""

    def __init__(self, names: "Names") -> None:
        self.names = names
        self._methods: dict[str, list[str]] | None = None
        self._attributes: set[str] = set()

    def methods(self, name: str, call: Call, by: str | None) -> tuple[str, ...]:
        """The first definitions of a method in the only family that has it, or in several of one module.

        A method that calls its like on another object most often hands on to something else: where only the calling
        class `by` has the method, that is not meant; where one other place has it too, either may be.
        """
        if by and self.having(name) == [by]:
            return ()
        found = [one for one in self._families(name) if self._takes(one, call)]
        own = {by, *self.names.ancestry.bases(by)} if by else set()
        places = {one.partition("::")[0] for one in found if one.rpartition(".")[0] not in own}
        is_one_place = bool(found) and len(places) <= 1
        return tuple(found) if is_one_place and all(self._is_its_own(one, name) for one in found) else ()

    def property_named(self, name: str, by: str | None) -> str | None:
        """The only property of a name that no class has as an attribute of another sort."""
        if "_" not in name.strip("_") or (by and self.having(name) == [by]):
            return None
        found = self._families(name)
        definition = self.names.tree.definition(found[0]) if len(found) == 1 else None
        if definition is None or not is_property(definition) or name in self._attributes:
            return None
        return found[0] if self._is_its_own(found[0], name) else None

    def _families(self, name: str) -> tuple[str, ...]:
        return self.names.once(self._first_definitions, name) or ()

    def having(self, name: str) -> list[str]:
        """The classes that define a method of this name."""
        if self._methods is None:
            self._methods = self._collected()
        return self._methods.get(name, [])

    def _first_definitions(self, name: str) -> tuple[str, ...]:
        """The methods of a name that override no other one; none where there are too many to mean anything."""
        owners = self.having(name)
        if not owners or len(name) < SHORTEST or name in EVERYBODYS or name.startswith("__"):
            return ()
        first = [one for one in owners if not set(self.names.ancestry.bases(one)).intersection(owners)]
        return tuple(f"{one}.{name}" for one in first) if len(first) <= MOST_FAMILIES else ()

    def _is_its_own(self, method: str, name: str) -> bool:
        """Whether no class outside of the tree can have given a method its name."""
        owner = method.rpartition(".")[0]
        ancestry = self.names.ancestry
        family = (owner, *ancestry.heirs(owner))
        if all(is_inside(base) or is_bare(base) for one in family for base in ancestry.bases(one)):
            return True
        return "_" in name.strip("_") and name not in FRAMEWORKS and not self._extends(owner, name)

    def _extends(self, owner: str, name: str) -> bool:
        """Whether a method calls the one that it overrides."""
        scope = self.names.tree.scope_of(f"{owner}.{name}")
        return self.names.dispatch.calls.extends(owner.partition("::")[0], scope, name)

    def _takes(self, method: str, call: Call) -> bool:
        """Whether a method can be called with these arguments."""
        definition = self.names.tree.definition(method)
        return definition is not None and takes(definition, call)

    def _collected(self) -> dict[str, list[str]]:
        """Every class that defines a method, by the name of the method; and the names of other attributes."""
        found: dict[str, list[str]] = {}
        tree = self.names.tree
        for path, facts in tree.facts.items():
            if path not in tree.products:
                continue
            for index, definition in enumerate(facts.definitions):
                above = facts.definitions[definition.parent]
                if definition.kind == "function" and definition.parent >= 0 and above.kind == "class":
                    owners = found.setdefault(definition.name.rpartition(".")[2], [])
                    if not owners or owners[-1] != f"{path}::{above.name}":
                        owners.append(f"{path}::{above.name}")
                elif definition.kind == "class":
                    table = tree.bindings(path).scopes[index]
                    self._attributes.update(table.members)
                    self._attributes.update(
                        name for name, bound in table.names.items() if not isinstance(bound[0], int)
                    )
        return found


def takes(function: Definition, call: Call, *, is_bound: bool = True) -> bool:
    """Whether a function can be called with these arguments; what `is_bound` has its object already."""
    parameters = [parameter for parameter in function.parameters if parameter.name not in ("*", "/")]
    if is_bound and "staticmethod" not in function.decorators:
        parameters = parameters[1:]
    if any(isinstance(one, Group) and one.kind == "star" for one in call.arguments):
        return True
    names = {parameter.name for parameter in parameters}
    given = {name for name, _ in call.keywords}
    if "**" in given:
        return True
    takes_any = any(name.startswith("*") and not name.startswith("**") for name in names)
    takes_all = any(name.startswith("**") for name in names)
    plain = [parameter for parameter in parameters if not parameter.name.startswith("*")]
    if len(call.arguments) > len(plain) and not takes_any:
        return False
    return takes_all or not given - names
