"""What names mean and which types values have: from a name at a place to the reference of its definition."""

import builtins
from collections.abc import Mapping
from enum import Enum, auto

from msgspec import Struct

from ..facts import Attribute, Call, Expression, Import, PythonFacts, Subscript
from ..files.modules import ModuleIndex
from ..parts import as_member, by_literal, is_super
from ..references import EXTERNAL, NAMESPACE, is_inside, where_looked_up
from .ancestry import Ancestry
from .answers import Answers
from .app_labels import AppLabels
from .bindings import Binding, Scope, Value
from .constant_texts import ConstantTexts
from .defaults import Defaults
from .dispatch import Dispatch
from .loaders import Loaders
from .members import Members
from .precedence import in_order_of_meaning, is_conditional, only_itself
from .set_elsewhere import SetElsewhere
from .text_names import TextNames
from .tree import Tree
from .value_types import ValueTypes

BUILTINS = frozenset(dir(builtins))


class Trace(Struct, frozen=True, gc=False):
    """What an expression refers to, and by what way; each None where unknown.

    `internal` is the last reference inside the tree on the way; `named` the last one that the text itself names, before
    the way goes on through the type of a value. `way` are the references inside the tree of all but the last attribute.
    """

    reference: str | None = None
    internal: str | None = None
    named: str | None = None
    way: tuple[str, ...] = ()


NOWHERE = Trace()


class Asked(Enum):
    """Of what an attribute is asked: what the text names, a value of a known class, the object itself, or `super()`."""

    NAME = auto()
    VALUE = auto()
    SELF = auto()
    SUPER = auto()


class Names:
    """Resolution by need; what it stands on: the `tree` as written, `ancestry`, `members`, `types` and `texts`."""

    def __init__(self, facts: Mapping[str, PythonFacts], index: ModuleIndex, products: frozenset[str]) -> None:
        self.index = index
        self.tree = Tree(facts, products)
        self.answers = Answers()
        self.once = self.answers.once
        self.ancestry = Ancestry(self)
        self.members = Members(self)
        self.types = ValueTypes(self)
        self.texts = TextNames(self)
        self.constants = ConstantTexts(self)
        self.apps = AppLabels(self.tree, index)
        self.loaders = Loaders(self)
        self.dispatch = Dispatch(self)
        self.defaults = Defaults(self)
        self.set_elsewhere = SetElsewhere(self)

    # Names to references

    def trace(self, path: str, scope: int, expression: Expression) -> Trace:
        """The reference of an expression, and the last reference inside the tree that leads to it."""
        if isinstance(expression, str):
            return self.once(self._chain, path, scope, expression) or NOWHERE
        if isinstance(expression, Attribute):
            return self.once(self._of_value, path, scope, expression) or NOWHERE
        if isinstance(expression, Subscript):
            return self.trace(path, scope, expression.value)
        if isinstance(expression, Call):
            if expression.function == "getattr" and (attribute := by_literal(expression)) is not None:
                return self.trace(path, scope, attribute)
            pair = self.loaders.pair(path, scope, expression)
            return Trace(pair, pair, pair)
        return Trace()

    def resolve(self, path: str, scope: int, expression: Expression) -> str | None:
        """The reference of an expression, None if unknown."""
        return self.trace(path, scope, expression).reference

    def _chain(self, path: str, scope: int, dotted: str) -> Trace:
        name, _, rest = dotted.partition(".")
        found = self.name(path, scope, name)
        if not rest:
            named = found if found and is_inside(found) else None
            return Trace(found, named, named)
        asked = Asked.NAME
        if found is None:
            kind = self.types.type_of_name(path, scope, name)
            found = None if kind is None else where_looked_up(kind)
            is_own = found is not None and found == self.tree.own_class(path, scope, name)
            asked = Asked.SELF if is_own else Asked.VALUE
        return self._walk((found,) if found else (), rest, asked)

    def _of_value(self, path: str, scope: int, expression: Attribute) -> Trace:
        """An attribute of what an expression gives."""
        starts = self._receivers(path, scope, expression.value)
        return self._walk(starts, expression.name, Asked.SUPER if is_super(expression) else Asked.VALUE)

    def _walk(self, starts: tuple[str, ...], rest: str, asked: Asked) -> Trace:
        """Follow attribute names from the first start that knows them; the starts are classes in order of lookup."""
        trace = NOWHERE
        for start in starts:
            found = self._along(start, rest.split("."), asked)
            if found.reference is not None:
                return found
            trace = trace if trace.internal else found
        return trace

    def _along(self, start: str, names: list[str], asked: Asked) -> Trace:
        """One attribute name after the other; an inherited member is a use of the class that it is asked of.

        Only what a class asks of itself is a use of the ancestor that defines it.
        """
        own, typed = asked in (Asked.SELF, Asked.SUPER), asked is not Asked.NAME
        reference, internal = start, start if is_inside(start) else None
        named = None if typed else internal
        way: tuple[str, ...] = ()
        for name in names:
            if reference is not start and is_inside(reference):
                way = (*way, reference)
            found = self.members.of(reference, name)
            if found is None and name == "__class__" and name is not names[-1]:
                continue
            if found is None and own and asked is Asked.SELF:
                found = self.members.of_heirs(reference, name)
            if found is None:
                return Trace(None, named or internal, named, way)
            if own or "::" not in reference or not is_inside(reference):
                internal = found if is_inside(found) else internal
            else:
                owner = self._owner(reference)
                typed = typed or owner != reference
                if owner is not None and is_inside(owner):
                    internal = found if found.startswith(f"{owner}.") else owner
            named = named if typed else internal
            reference, own = found, False
        return Trace(reference, internal if is_inside(reference) else named or internal, named, way)

    def _owner(self, reference: str) -> str | None:
        """The class whose members are looked up: the reference itself, or the type of what it holds."""
        definition = self.tree.definition(reference)
        is_class = definition is not None and definition.kind == "class"
        if is_class:
            return reference
        kind = self.types.type_of_reference(reference)
        return None if kind is None else where_looked_up(kind)

    def name(self, path: str, scope: int, name: str) -> str | None:
        """The reference of a bare name in a scope; None for parameters and for variables of functions."""
        for at, table in self.tree.scopes(path, scope):
            if name in table.names and name not in table.outer_names and not only_itself(table.names[name], name):
                return self.bound(path, at, name)
            if table.stars and (found := self.from_stars(path, table, name)):
                return found
        return f"{EXTERNAL}builtins.{name}" if name in BUILTINS else None

    def bound(self, path: str, at: int, name: str) -> str | None:
        """What a scope binds a name to."""
        return self.once(self._first_meaning, path, at, name)

    def _first_meaning(self, path: str, at: int, name: str) -> str | None:
        definition = self.tree.facts[path].definitions[at]
        found = self.tree.bindings(path).scopes[at].names[name]
        outside = None
        for binding in in_order_of_meaning(found, self.tree.facts[path].definitions):
            if reference := self._follow(path, at, binding):
                if is_inside(reference) or not is_conditional(binding):
                    return reference
                outside = outside or reference
        if outside:
            return outside
        if definition.kind == "function" or not any(isinstance(binding, Value) for binding in found):
            return None
        return f"{path}::{definition.name}.{name}" if definition.name else f"{path}::{name}"

    def _follow(self, path: str, at: int, binding: Binding) -> str | None:
        if isinstance(binding, int):
            return f"{path}::{self.tree.facts[path].definitions[binding].name}"
        if isinstance(binding, Import):
            return self.imported(path, binding)
        if isinstance(binding, Value):
            return self.alias(path, at, binding)
        return None

    def alias(self, path: str, at: int, value: Value) -> str | None:
        """`Alias = Order` is `Order`; a variable of a module or class that only holds a value is its own definition."""
        if value.how == "part" and value.position >= 0 and isinstance(value.value, Call):
            return self.loaders.pair(path, value.scope, value.value, value.position)
        given = as_member(value.value)
        if value.how != "=" or not isinstance(given, str | Attribute | Call):
            return None
        found = self.resolve(path, value.scope, given)
        if found is None or not is_inside(found):
            return found if self.tree.facts[path].definitions[at].kind == "function" else None
        return found if "::" not in found or self.tree.definition(found) else None

    def from_stars(self, path: str, table: Scope, name: str) -> str | None:
        outside = None
        for star in reversed(table.stars):
            module = self.module_of_import(path, star)
            if module is None:
                continue
            if module.startswith(EXTERNAL):
                outside = outside or f"{module}.{name}"
            elif not module.startswith(NAMESPACE) and self._exported(module, name):
                found = self.members.of(module, name)
                if found:
                    return found
        return None if name in BUILTINS else outside

    def _exported(self, module: str, name: str) -> bool:
        exports = self.tree.bindings(module).exports
        return not name.startswith("_") if exports is None else name in exports

    # Imports

    def module_of_import(self, path: str, imported: Import) -> str | None:
        """The module that an import statement names: a path, a namespace or external; None if it should be here.

        A folder without an `__init__.py` hides no installed package of its name: of what it has not, that is asked.
        """
        if imported.level:
            return self.index.relative(path, imported.level, imported.module)
        found = self.index.absolute(path, imported.module)
        if self.index.claims(path, imported.module) or (found and self._has(found, imported.name)):
            return found
        return EXTERNAL + imported.module

    def _has(self, module: str, name: str) -> bool:
        return not module.startswith(NAMESPACE) or name in ("", "*") or bool(self.index.submodule(module, name))

    def imported(self, path: str, imported: Import) -> str | None:
        """What the name that an import binds refers to."""
        module = self.module_of_import(path, imported)
        if imported.name:
            return None if module is None else self.members.of(module, imported.name)
        if imported.alias or "." not in imported.module:
            return module
        top = imported.module.partition(".")[0]
        return self.index.absolute(path, top) or EXTERNAL + top

    def _receivers(self, path: str, scope: int, expression: Expression) -> tuple[str, ...]:
        """The classes to look an attribute of a value up in: one, or for `super()` all ancestors."""
        if isinstance(expression, Call) and expression.function == "super":
            owner = self.tree.enclosing_class(path, scope)
            return self.ancestry.above(owner) if owner else ()
        kind = self.types.type_of(path, scope, expression)
        if kind is None and isinstance(expression, Subscript | Call):
            kind = (
                self.resolve(path, scope, expression)
                if isinstance(expression, Subscript)
                else self.loaders.pair(path, scope, expression)
            )
            kind = kind if kind and self.tree.definition(kind) else None
        return (where_looked_up(kind),) if kind else ()

    def closure(self, reference: str) -> str | None:
        """The function defined in a function that it returns."""
        definition = self.tree.definition(reference)
        if definition is None or definition.kind != "function":
            return None
        path, scope = reference.partition("::")[0], self.tree.scope_of(reference)
        returned = (self.resolve(path, scope, one) for one in self.tree.returns(reference))
        return next((one for one in returned if one and one.startswith(f"{reference}.")), None)
