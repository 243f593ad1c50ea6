"""What names mean and which types values have: from a name at a place to the reference of its definition."""

import builtins
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from .bindings import Binding, Bindings, Scope, Value
from .facts import Attribute, Call, Definition, Expression, Group, Import, PythonFacts, Subscript, Text
from .modules import ModuleIndex
from .references import EXTERNAL, NAMESPACE, is_inside
from .roles import is_product
from .value_types import ValueTypes, is_property

BUILTINS = frozenset(dir(builtins))
# A chain of re-exports, aliases and inferred types that is longer than this is given up as unresolved.
LONGEST = 30
MOST_STEPS = 3_000
MOST_BASES = 500
MOST_HEIRS = 40
UNKNOWN = "unknown"  # no reference looks like this
Question = tuple[str | int, ...]


class Trace(Struct, frozen=True):
    """What an expression refers to, and by what way; each None where unknown.

    `internal` is the last reference inside the tree on the way; `named` the last one that the text itself names, before
    the way goes on through the type of a value.
    """

    reference: str | None = None
    internal: str | None = None
    named: str | None = None


class Names:
    """Resolution by need, each question answered once; questions that lead back to themselves stay unanswered."""

    def __init__(self, facts: Mapping[str, PythonFacts], index: ModuleIndex) -> None:
        self.facts = facts
        self.index = index
        self.products = frozenset(path for path, one in facts.items() if is_product(path, one.generated))
        self.types = ValueTypes(self)
        self._bindings: dict[str, Bindings] = {}
        self._traces: dict[tuple[str, int, str], Trace] = {}
        self._known: dict[Question, str | None] = {}
        self._bases: dict[str, tuple[str, ...]] = {}
        self._classes: dict[str, list[str]] | None = None
        self._heirs: dict[str, list[str]] | None = None
        self._asking: set[Question] = set()
        self._cuts = 0
        self._steps = 0

    def bindings(self, path: str) -> Bindings:
        """What the scopes of a module bind."""
        if path not in self._bindings:
            self._bindings[path] = Bindings(self.facts[path])
        return self._bindings[path]

    def once(self, answer: Callable[..., str | None], *question: str | int) -> str | None:
        """The answer to a question, remembered unless it was cut short by a question that is still open."""
        key = (answer.__name__, *question)
        found = self._known.get(key, UNKNOWN)
        if found is not UNKNOWN:
            return found
        if not self._asking:
            self._steps = 0
        self._steps += 1
        if key in self._asking or len(self._asking) > LONGEST or self._steps > MOST_STEPS:
            self._cuts += 1
            return None
        before = self._cuts
        self._asking.add(key)
        try:
            found = answer(*question)
        finally:
            self._asking.discard(key)
        if self._cuts == before or not self._asking:
            self._known[key] = found
        return found

    # Names to references

    def trace(self, path: str, scope: int, expression: Expression) -> Trace:
        """The reference of an expression, and the last reference inside the tree that leads to it."""
        if isinstance(expression, str):
            key = (path, scope, expression)
            found = self._traces.get(key)
            if found is None:
                before = self._cuts
                found = self._chain(path, scope, expression)
                if self._cuts == before or not self._asking:
                    self._traces[key] = found
            return found
        if isinstance(expression, Attribute):
            own = isinstance(expression.value, Call) and expression.value.function == "super"
            return self._walk(self._receivers(path, scope, expression.value), expression.name, own)
        if isinstance(expression, Subscript):
            return self.trace(path, scope, expression.value)
        if isinstance(expression, Call):
            if expression.function == "getattr" and (attribute := _by_literal(expression)) is not None:
                return self.trace(path, scope, attribute)
            pair = self._pair(expression)
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
        own, typed = False, found is None
        if found is None:
            found = self.types.type_of_name(path, scope, name)
            own = found is not None and found == self.own_class(path, scope, name)
        return self._walk((found,) if found else (), rest, own, typed)

    def _walk(self, starts: tuple[str, ...], rest: str, own: bool, typed: bool = True) -> Trace:
        """Follow attribute names from the first start that knows them; the starts are classes in order of lookup."""
        trace = Trace()
        for start in starts:
            found = self._along(start, rest.split("."), own, typed)
            if found.reference is not None:
                return found
            trace = trace if trace.internal else found
        return trace

    def _along(self, start: str, names: list[str], own: bool, typed: bool) -> Trace:
        """One attribute name after the other; an inherited member is a use of the class that it is asked of.

        Only what a class asks of itself (`own`) is a use of the ancestor that defines it. `typed` is whether the start
        is the class of a value, not something that the text names.
        """
        reference, internal = start, start if is_inside(start) else None
        named = None if typed else internal
        for name in names:
            found = self.member(reference, name)
            if found is None and own:
                found = self.once(self._of_heirs, reference, name)
            if found is None:
                return Trace(None, named or internal, named)
            if own or "::" not in reference or not is_inside(reference):
                internal = found if is_inside(found) else internal
            else:
                asked = self._asked(reference)
                typed = typed or asked != reference
                if asked is not None and is_inside(asked):
                    internal = found if found.startswith(f"{asked}.") else asked
            named = named if typed else internal
            reference, own = found, False
        return Trace(reference, internal if is_inside(reference) else named or internal, named)

    def _asked(self, reference: str) -> str | None:
        """The class whose members are looked up: the reference itself, or the type of what it holds."""
        definition = self.definition(reference)
        is_class = definition is not None and definition.kind == "class"
        return reference if is_class else self.types.type_of_reference(reference)

    def name(self, path: str, scope: int, name: str) -> str | None:
        """The reference of a bare name in a scope; None for parameters and for variables of functions."""
        for at, table in self.scopes(path, scope):
            if name in table.names and name not in table.outer_names and not _only_itself(table.names[name], name):
                return self._bound(path, at, name)
            if table.stars and (found := self._from_stars(path, table, name)):
                return found
        return f"{EXTERNAL}builtins.{name}" if name in BUILTINS else None

    def scopes(self, path: str, scope: int) -> Iterable[tuple[int, Scope]]:
        """The scopes that a name is looked up in: a class is seen from its own body only."""
        bindings = self.bindings(path)
        definitions = self.facts[path].definitions
        at = scope
        while at >= 0:
            if at == scope or definitions[at].kind != "class":
                yield at, bindings.scopes[at]
            at = definitions[at].parent

    def _bound(self, path: str, at: int, name: str) -> str | None:
        """What a scope binds a name to."""
        return self.once(self._first_meaning, path, at, name)

    def _first_meaning(self, path: str, at: int, name: str) -> str | None:
        definition = self.facts[path].definitions[at]
        found = self.bindings(path).scopes[at].names[name]
        outside = None
        for binding in _in_order_of_meaning(found, self.facts[path].definitions):
            if reference := self._follow(path, at, binding):
                if is_inside(reference) or not _is_conditional(binding):
                    return reference
                outside = outside or reference
        if outside:
            return outside
        if definition.kind == "function" or not any(isinstance(binding, Value) for binding in found):
            return None
        return f"{path}::{definition.name}.{name}" if definition.name else f"{path}::{name}"

    def _follow(self, path: str, at: int, binding: Binding) -> str | None:
        if isinstance(binding, int):
            return f"{path}::{self.facts[path].definitions[binding].name}"
        if isinstance(binding, Import):
            return self.imported(path, binding)
        if isinstance(binding, Value):
            return self._alias(path, at, binding)
        return None

    def _alias(self, path: str, at: int, value: Value) -> str | None:
        """`Alias = Order` is `Order`; a variable of a module or class that only holds a value is its own definition."""
        if value.how == "part" and value.position >= 0 and isinstance(value.value, Call):
            return self._pair(value.value, value.position)
        if value.how != "=" or not isinstance(value.value, str | Attribute | Call):
            return None
        found = self.resolve(path, value.scope, value.value)
        if found is None or not is_inside(found):
            return found if self.facts[path].definitions[at].kind == "function" else None
        return found if "::" not in found or self.definition(found) else None

    def _from_stars(self, path: str, table: Scope, name: str) -> str | None:
        outside = None
        for star in reversed(table.stars):
            module = self.module_of_import(path, star)
            if module is None:
                continue
            if module.startswith(EXTERNAL):
                outside = outside or f"{module}.{name}"
            elif not module.startswith(NAMESPACE) and self._exported(module, name):
                found = self.member(module, name)
                if found:
                    return found
        return None if name in BUILTINS else outside

    def _exported(self, module: str, name: str) -> bool:
        exports = self.bindings(module).exports
        return not name.startswith("_") if exports is None else name in exports

    # Imports

    def module_of_import(self, path: str, imported: Import) -> str | None:
        """The module that an import statement names: a path, a namespace or external; None if it should be here."""
        if imported.level:
            return self.index.relative(path, imported.level, imported.module)
        found = self.index.absolute(path, imported.module)
        if found or self.index.claims(path, imported.module):
            return found
        return EXTERNAL + imported.module

    def imported(self, path: str, imported: Import) -> str | None:
        """What the name that an import binds refers to."""
        module = self.module_of_import(path, imported)
        if imported.name:
            return None if module is None else self.member(module, imported.name)
        if imported.alias or "." not in imported.module:
            return module
        top = imported.module.partition(".")[0]
        return self.index.absolute(path, top) or EXTERNAL + top

    # Members

    def member(self, reference: str, name: str) -> str | None:
        """What `name` is of a module, class, property or typed variable."""
        if reference.startswith(EXTERNAL):
            return f"{reference}.{name}"
        if reference.startswith(NAMESPACE):
            return self.index.submodule(reference, name)
        return self.once(self._member, reference, name)

    def _member(self, reference: str, name: str) -> str | None:
        path, inside, _ = reference.partition("::")
        if not inside:
            return self._of_module(path, name)
        definition = self.definition(reference)
        if definition is not None and definition.kind == "class":
            return self._of_class(reference, name)
        kind = self.types.type_of_reference(reference)
        return self.member(kind, name) if kind and kind != reference else None

    def _of_module(self, path: str, name: str) -> str | None:
        table = self.bindings(path).scopes[0]
        if name in table.names and (found := self._bound(path, 0, name)):
            return found
        return self.index.submodule(path, name) or (self._from_stars(path, table, name) if table.stars else None)

    def _of_class(self, reference: str, name: str) -> str | None:
        outside = None
        for owner in (reference, *self.bases(reference)):
            if owner.startswith(EXTERNAL):
                outside = outside or (None if owner == f"{EXTERNAL}builtins.object" else f"{owner}.{name}")
                continue
            path, scope = owner.partition("::")[0], self.scope_of(owner)
            table = self.bindings(path).scopes[scope]
            if name in table.names and (found := self._bound(path, scope, name)):
                return found
            if name in table.members:
                aliases = (self._alias(path, value.scope, value) for value in table.members[name])
                found = next(
                    (alias for alias in aliases if alias and is_inside(alias) and self.definition(alias)), None
                )
                return found or self._inherited_property(owner, name) or f"{owner}.{name}"
        return outside

    def _inherited_property(self, owner: str, name: str) -> str | None:
        """The property of an ancestor that `self.name = …` sets: it makes no attribute of its own."""
        for base in self.bases(owner):
            definition = self.definition(f"{base}.{name}") if is_inside(base) else None
            if definition is not None:
                return f"{base}.{name}" if is_property(definition) else None
        return None

    def _of_heirs(self, reference: str, name: str) -> str | None:
        """What `self.name` is in a mixin: not its own, but the same in every heir that has it."""
        found = {self.member(heir, name) for heir in self._heirs_of(reference)} - {None}
        inside = [one for one in found if one and is_inside(one)]
        return inside[0] if len(found) == len(inside) == 1 else None

    def _heirs_of(self, reference: str) -> list[str]:
        if self._heirs is None:
            self._heirs = {}
            for path, facts in self.facts.items():
                if path in self.products:
                    for definition in facts.definitions:
                        if definition.kind == "class" and len(definition.bases) > 1:
                            for base in self.bases(f"{path}::{definition.name}"):
                                self._heirs.setdefault(base, []).append(f"{path}::{definition.name}")
        return self._heirs.get(reference, [])[:MOST_HEIRS]

    def _receivers(self, path: str, scope: int, expression: Expression) -> tuple[str, ...]:
        """The classes to look an attribute of a value up in: one, or for `super()` all ancestors."""
        if isinstance(expression, Call) and expression.function == "super":
            owner = self.enclosing_class(path, scope)
            bases = self.bases(owner) if owner else ()
            return (*(base for base in bases if is_inside(base)), *(base for base in bases if not is_inside(base)))
        kind = self.types.type_of(path, scope, expression)
        if kind is None and isinstance(expression, Subscript | Call):
            kind = (
                self.resolve(path, scope, expression) if isinstance(expression, Subscript) else self._pair(expression)
            )
            kind = kind if kind and self.definition(kind) else None
        return (kind,) if kind else ()

    # Definitions and classes

    def definition(self, reference: str) -> Definition | None:
        """The class or function of a reference."""
        path, inside, name = reference.partition("::")
        if not inside or path not in self.facts:
            return None
        index = self.bindings(path).by_name.get(name)
        return None if index is None else self.facts[path].definitions[index]

    def closure(self, reference: str) -> str | None:
        """The function defined in a function that it returns."""
        definition = self.definition(reference)
        if definition is None or definition.kind != "function":
            return None
        path, scope = reference.partition("::")[0], self.scope_of(reference)
        returned = (self.resolve(path, scope, one) for one in self.bindings(path).returns.get(scope, ()))
        return next((one for one in returned if one and one.startswith(f"{reference}.")), None)

    def scope_of(self, reference: str) -> int:
        """The index of the definition of a reference in its module, 0 if it is none."""
        path, _, name = reference.partition("::")
        return self.bindings(path).by_name.get(name, 0) if path in self.facts else 0

    def bases(self, reference: str) -> tuple[str, ...]:
        """The ancestors of a class in the order of lookup: depth first, of repeated ones the last stays."""
        if reference not in self._bases:
            before = self._cuts
            self._bases[reference] = ()  # whoever inherits from itself has no ancestors
            found = self._ancestors(reference)
            if self._cuts != before and self._asking:
                del self._bases[reference]
                return found
            self._bases[reference] = found
        return self._bases[reference]

    def _ancestors(self, reference: str) -> tuple[str, ...]:
        order: dict[str, None] = {}
        waiting = list(reversed(self._direct_bases(reference)))
        for _ in range(MOST_BASES):
            if not waiting:
                break
            base = waiting.pop()
            order.pop(base, None)
            order[base] = None
            if base != reference:
                waiting.extend(reversed(self._direct_bases(base)))
        order.pop(reference, None)
        return tuple(order)

    def _direct_bases(self, reference: str) -> list[str]:
        definition = self.definition(reference)
        if definition is None or definition.kind != "class":
            return []
        path = reference.partition("::")[0]
        found = [self.resolve(path, definition.parent, _generic(base)) for base in definition.bases]
        if reference in found:  # `class Order(Order)`: the base is what the name meant before
            bound = self.bindings(path).scopes[definition.parent].names[definition.name.rpartition(".")[2]]
            earlier = next((self.imported(path, one) for one in bound if isinstance(one, Import)), None)
            found = [earlier if base == reference else base for base in found]
        return [base for base in found if base is not None and (not is_inside(base) or self.definition(base))]

    def variable(self, path: str, name: str) -> list[Value]:
        """What a variable of a module or class is bound to."""
        owner, _, last = name.rpartition(".")
        table = self.bindings(path).scopes[self.bindings(path).by_name.get(owner, 0)]
        return [one for one in (*table.names.get(last, ()), *table.members.get(last, ())) if isinstance(one, Value)]

    def values(self, reference: str) -> tuple[Expression, ...]:
        """The expressions that a variable is assigned, in order."""
        path, inside, name = reference.partition("::")
        if not inside or path not in self.facts or self.definition(reference) is not None:
            return ()
        return tuple(value.value for value in self.variable(path, name) if value.how == "=")

    def own_class(self, path: str, scope: int, name: str) -> str | None:
        """The class of a method whose first parameter has this name: `self` or `cls`."""
        definition = self.facts[path].definitions[scope]
        first = definition.parameters[0].name if definition.parameters else None
        return self.enclosing_class(path, definition.parent) if name == first else None

    def enclosing_class(self, path: str, scope: int) -> str | None:
        index = self.bindings(path).enclosing_class(scope)
        return None if index is None else f"{path}::{self.facts[path].definitions[index].name}"

    # Texts

    def named(self, dotted: str) -> str | None:
        """What a full dotted name means: a module of the tree, or what is defined in one."""
        if found := self.index.named(dotted):
            return found
        module, _, name = dotted.rpartition(".")
        owner = self.named(module) if module else None
        return self.member(owner, name) if owner and is_inside(owner) and not owner.startswith(NAMESPACE) else None

    def mapped_class(self, path: str, name: str) -> str | None:
        """The class that a relation names by text: `Order`, `shop.Order` by the label of its application, a full name."""
        owner, _, last = name.rpartition(".")
        if not last[:1].isupper() or not last.isidentifier():
            return None
        if owner:
            module = self.index.ending(f"{owner}.models") if "." not in owner else None
            found = self.member(module, last) if module else self.named(name)
        else:
            found = self.member(path, last) or self._only_class(last)
        definition = self.definition(found) if found else None
        return found if definition is not None and definition.kind == "class" else None

    def _only_class(self, name: str) -> str | None:
        """The only class of product code with this name at the top of its module."""
        if self._classes is None:
            self._classes = {}
            for path, facts in self.facts.items():
                if path in self.products:
                    for definition in facts.definitions:
                        if definition.kind == "class" and definition.parent == 0:
                            self._classes.setdefault(definition.name, []).append(f"{path}::{definition.name}")
        found = self._classes.get(name, ())
        return found[0] if len(found) == 1 else None

    def _pair(self, call: Call, position: int = 0) -> str | None:
        """`load("shop.models", "Order")` and the like: two texts that name a module of the tree and what it defines."""
        if len(call.arguments) < 2:
            return None
        module, name = call.arguments[:2]
        if isinstance(name, Group) and name.kind in ("list", "tuple") and position < len(name.items):
            name = name.items[position]
        if not isinstance(module, Text) or not isinstance(name, Text) or module.holes or not name.value.isidentifier():
            return None
        # Frameworks name the parts of an application by its label: `get_model("shop", "Order")`.
        label = module.value if "." in module.value else f"{module.value}.models"
        path = self.index.named(module.value) if label == module.value else None
        path = path or self.index.ending(label)
        if path is None or path.startswith(NAMESPACE):
            return None
        found = self.member(path, name.value)
        return found if found and self.definition(found) else None


def _generic(base: Expression) -> Expression:
    return base.value if isinstance(base, Subscript) else base


def _in_order_of_meaning(bindings: list[Binding], definitions: tuple[Definition, ...]) -> list[Binding]:
    """Definitions and imports before variables; of several the last one wins, but in a try the first.

    There an alternative inside the tree is preferred to one outside, wherever it stands.
    """

    if len(bindings) == 1:
        return bindings

    def line(binding: Binding) -> int:
        return (
            binding.line
            if isinstance(binding, Import)
            else definitions[binding].line
            if isinstance(binding, int)
            else 0
        )

    definite = sorted((binding for binding in bindings if isinstance(binding, int | Import)), key=line)
    if definite and not _is_conditional(definite[0]):
        definite.reverse()
    return [*definite, *(binding for binding in bindings if not isinstance(binding, int | Import))]


def _by_literal(call: Call) -> Expression:
    """`getattr(order, "close")` as `order.close`, None if the name is computed."""
    if len(call.arguments) < 2:
        return None
    value, name = call.arguments[:2]
    if not isinstance(name, Text) or name.holes or not name.value.isidentifier():
        return None
    return f"{value}.{name.value}" if isinstance(value, str) else Attribute(value, name.value)


def _only_itself(bound: list[Binding], name: str) -> bool:
    """`class Control: Mailbox = Mailbox`: what the name means is what it means outside."""
    first = bound[0]
    return isinstance(first, Value) and first.value == name and first.how == "=" and len(bound) == 1


def _is_conditional(binding: Binding) -> bool:
    return isinstance(binding, Import) and "conditional" in binding.flags
