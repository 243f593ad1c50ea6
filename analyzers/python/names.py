"""What names mean and which types values have: from a name at a place to the reference of its definition."""

import builtins
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from msgspec import Struct

from .annotations import element, instance
from .bindings import Binding, Bindings, Scope, Value
from .facts import Attribute, Call, Definition, Expression, Group, Import, Parameter, PythonFacts, Subscript, Text
from .modules import NAMESPACE, ModuleIndex

EXTERNAL = "external:"
BUILTINS = frozenset(dir(builtins))
# A chain of re-exports, aliases and inferred types that is longer than this is given up as unresolved.
LONGEST = 30
MOST_STEPS = 3_000
MOST_BASES = 500
Found = TypeVar("Found")


class Trace(Struct, frozen=True):
    """A reference, and the last reference inside the tree on the way to it; None where unknown."""

    reference: str | None = None
    internal: str | None = None


class Names:
    """Resolution by need, each question answered once; questions that lead back to themselves stay unanswered."""

    def __init__(self, facts: Mapping[str, PythonFacts], index: ModuleIndex) -> None:
        self.facts = facts
        self.index = index
        self._bindings: dict[str, Bindings] = {}
        self._known: dict[tuple[str, ...], str | None] = {}
        self._bases: dict[str, tuple[str, ...]] = {}
        self._asking: set[tuple[str, ...]] = set()
        self._cuts = 0
        self._steps = 0

    def bindings(self, path: str) -> Bindings:
        """What the scopes of a module bind."""
        if path not in self._bindings:
            self._bindings[path] = Bindings(self.facts[path])
        return self._bindings[path]

    def _once(self, key: tuple[str, ...], answer: Callable[[], str | None]) -> str | None:
        """The answer to a question, remembered unless it was cut short by a question that is still open."""
        if key in self._known:
            return self._known[key]
        if not self._asking:
            self._steps = 0
        self._steps += 1
        if key in self._asking or len(self._asking) > LONGEST or self._steps > MOST_STEPS:
            self._cuts += 1
            return None
        before = self._cuts
        self._asking.add(key)
        try:
            found = answer()
        finally:
            self._asking.discard(key)
        if self._cuts == before or not self._asking:
            self._known[key] = found
        return found

    # Names to references

    def trace(self, path: str, scope: int, expression: Expression) -> Trace:
        """The reference of an expression, and the last reference inside the tree that leads to it."""
        if isinstance(expression, str):
            return self._chain(path, scope, expression)
        if isinstance(expression, Attribute):
            own = isinstance(expression.value, Call) and expression.value.function == "super"
            return self._walk(self._receivers(path, scope, expression.value), expression.name, own)
        if isinstance(expression, Subscript):
            return self.trace(path, scope, expression.value)
        if isinstance(expression, Call):
            pair = self._pair(expression)
            return Trace(pair, pair)
        return Trace()

    def resolve(self, path: str, scope: int, expression: Expression) -> str | None:
        """The reference of an expression, None if unknown."""
        return self.trace(path, scope, expression).reference

    def _chain(self, path: str, scope: int, dotted: str) -> Trace:
        name, _, rest = dotted.partition(".")
        found = self.name(path, scope, name)
        if not rest:
            return Trace(found, found if found and _inside(found) else None)
        own = False
        if found is None:
            found = self._type_of_name(path, scope, name)
            own = found is not None and found == self._own_class(path, scope, name)
        return self._walk((found,) if found else (), rest, own)

    def _walk(self, starts: tuple[str, ...], rest: str, own: bool) -> Trace:
        """Follow attribute names from the first start that knows them; the starts are classes in order of lookup."""
        trace = Trace()
        for start in starts:
            found = self._along(start, rest.split("."), own)
            if found.reference is not None:
                return found
            trace = trace if trace.internal else found
        return trace

    def _along(self, start: str, names: list[str], own: bool) -> Trace:
        """One attribute name after the other; an inherited member is a use of the class that it is asked of.

        Only what a class asks of itself (`own`) is a use of the ancestor that defines it.
        """
        reference, internal = start, start if _inside(start) else None
        for name in names:
            found = self.member(reference, name)
            if found is None:
                return Trace(None, internal)
            if not own and "::" in reference and _inside(reference):
                asked = reference if self.definition(reference) else self.type_of_reference(reference) or ""
                internal = found if found.startswith(f"{asked}.") else asked if asked and _inside(asked) else internal
            elif _inside(found):
                internal = found
            reference, own = found, False
        return Trace(reference, internal)

    def name(self, path: str, scope: int, name: str) -> str | None:
        """The reference of a bare name in a scope; None for parameters and for variables of functions."""
        return self._once(("name", path, str(scope), name), lambda: self._name(path, scope, name))

    def _name(self, path: str, scope: int, name: str) -> str | None:
        for at, table in self._scopes(path, scope):
            if name in table.names and name not in table.outer_names:
                return self._bound(path, at, name)
            if table.stars and (found := self._from_stars(path, table, name)):
                return found
        return f"{EXTERNAL}builtins.{name}" if name in BUILTINS else None

    def _scopes(self, path: str, scope: int) -> Iterable[tuple[int, Scope]]:
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
        return self._once(("bound", path, str(at), name), lambda: self._first_meaning(path, at, name))

    def _first_meaning(self, path: str, at: int, name: str) -> str | None:
        definition = self.facts[path].definitions[at]
        found = self.bindings(path).scopes[at].names[name]
        for binding in _definite_first(found):
            if reference := self._follow(path, at, binding):
                return reference
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
        if found is None or not _inside(found):
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
        exports = self.bindings(module).exports()
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
        return self._once(("member", reference, name), lambda: self._member(reference, name))

    def _member(self, reference: str, name: str) -> str | None:
        path, inside, _ = reference.partition("::")
        if not inside:
            return self._of_module(path, name)
        definition = self.definition(reference)
        if definition is not None and definition.kind == "class":
            return self._of_class(reference, name)
        kind = self.type_of_reference(reference)
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
                found = next((alias for alias in aliases if alias and _inside(alias) and self.definition(alias)), None)
                return found or f"{owner}.{name}"
        return outside

    # Definitions and classes

    def definition(self, reference: str) -> Definition | None:
        """The class or function of a reference."""
        path, inside, name = reference.partition("::")
        if not inside or path not in self.facts:
            return None
        index = self.bindings(path).by_name.get(name)
        return None if index is None else self.facts[path].definitions[index]

    def scope_of(self, reference: str) -> int:
        """The index of the definition of a reference in its module, 0 if it is none."""
        path, _, name = reference.partition("::")
        return self.bindings(path).by_name.get(name, 0) if path in self.facts else 0

    def bases(self, reference: str) -> tuple[str, ...]:
        """The ancestors of a class in the order of lookup: depth first, of repeated ones the last stays."""
        if reference not in self._bases:
            self._bases[reference] = ()  # whoever inherits from itself has no ancestors
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
            self._bases[reference] = tuple(order)
        return self._bases[reference]

    def _direct_bases(self, reference: str) -> list[str]:
        definition = self.definition(reference)
        if definition is None or definition.kind != "class":
            return []
        path = reference.partition("::")[0]
        found = (self.resolve(path, definition.parent, _generic(base)) for base in definition.bases)
        return [base for base in found if base is not None and (not _inside(base) or self.definition(base))]

    # Types

    def type_of(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class that a value is an instance of."""
        if isinstance(expression, str):
            if "." not in expression:
                return self._type_of_name(path, scope, expression)
            reference = self.resolve(path, scope, expression)
            return self.type_of_reference(reference) if reference else None
        if isinstance(expression, Call):
            return self._type_of_call(path, scope, expression)
        if isinstance(expression, Attribute):
            reference = self.resolve(path, scope, expression)
            return self.type_of_reference(reference) if reference else None
        if isinstance(expression, Group) and expression.kind == "choice":
            return next((kind for item in expression.items if (kind := self.type_of(path, scope, item))), None)
        return f"{EXTERNAL}builtins.str" if isinstance(expression, Text) else None

    def _type_of_call(self, path: str, scope: int, call: Call) -> str | None:
        if call.function == "super":
            owner = self._enclosing_class(path, scope)
            return next(iter(self.bases(owner)), None) if owner else None
        callee = self.resolve(path, scope, call.function)
        if callee is None:
            return None
        if callee.startswith(EXTERNAL):
            if callee in (f"{EXTERNAL}typing.cast", f"{EXTERNAL}typing_extensions.cast") and call.arguments:
                return self._class(path, scope, instance(call.arguments[0]))
            return callee if callee.rpartition(".")[2][:1].isupper() else None
        definition = self.definition(callee)
        if definition is None:
            return None
        return callee if definition.kind == "class" else self._returned(callee)

    def _receivers(self, path: str, scope: int, expression: Expression) -> tuple[str, ...]:
        """The classes to look an attribute of a value up in: one, or for `super()` all ancestors."""
        if isinstance(expression, Call) and expression.function == "super":
            owner = self._enclosing_class(path, scope)
            bases = self.bases(owner) if owner else ()
            return (*(base for base in bases if _inside(base)), *(base for base in bases if not _inside(base)))
        kind = self.type_of(path, scope, expression)
        if kind is None and isinstance(expression, Subscript | Call):
            kind = (
                self.resolve(path, scope, expression) if isinstance(expression, Subscript) else self._pair(expression)
            )
            kind = kind if kind and self.definition(kind) else None
        return (kind,) if kind else ()

    def _returned(self, function: str) -> str | None:
        return self._once(("returned", function), lambda: self._returned_type(function))

    def _returned_type(self, function: str) -> str | None:
        definition = self.definition(function)
        if definition is None:
            return None
        path, scope = function.partition("::")[0], self.scope_of(function)
        if definition.returns is not None:
            wanted = instance(definition.returns)
            if wanted in ("Self", "typing.Self", "typing_extensions.Self"):
                return self._enclosing_class(path, scope)
            return self._class(path, definition.parent, wanted)
        kinds = {
            self.type_of(path, scope, value) for value in self.bindings(path).returns.get(scope, ()) if value != "None"
        }
        return kinds.pop() if len(kinds) == 1 else None

    def _class(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class that a type's name means."""
        reference = self.resolve(path, scope, expression)
        if reference is None or reference.startswith(EXTERNAL):
            return reference
        definition = self.definition(reference)
        return reference if definition is not None and definition.kind == "class" else None

    def _type_of_name(self, path: str, scope: int, name: str) -> str | None:
        return self._once(("type", path, str(scope), name), lambda: self._type_by_bindings(path, scope, name))

    def _type_by_bindings(self, path: str, scope: int, name: str) -> str | None:
        for at, table in self._scopes(path, scope):
            if name in table.names and name not in table.outer_names:
                found = (self._type_of_binding(path, at, binding) for binding in table.names[name])
                return next((kind for kind in found if kind), None)
        reference = self.name(path, scope, name)
        return self.type_of_reference(reference) if reference and _inside(reference) else None

    def _type_of_binding(self, path: str, at: int, binding: Binding) -> str | None:
        if isinstance(binding, Parameter):
            return self._type_of_parameter(path, at, binding)
        if isinstance(binding, Value):
            return self._type_of_value(path, binding)
        if isinstance(binding, Import):
            reference = self.imported(path, binding)
            return self.type_of_reference(reference) if reference and _inside(reference) else None
        return None

    def _type_of_parameter(self, path: str, at: int, parameter: Parameter) -> str | None:
        function = self.facts[path].definitions[at]
        if parameter.annotation is not None:
            if parameter.name.startswith("*"):
                return None
            return self._class(path, function.parent, instance(parameter.annotation))
        owner = self.facts[path].definitions[function.parent]
        if owner.kind == "class" and parameter is function.parameters[0] and "staticmethod" not in function.decorators:
            return f"{path}::{owner.name}"
        return None

    def _type_of_value(self, path: str, value: Value) -> str | None:
        if value.annotation is not None:
            return self._class(path, value.scope, instance(value.annotation))
        if value.how == "=":
            return self.type_of(path, value.scope, value.value)
        if value.how == "with":
            return self._entered(path, value)
        return self._element(path, value.scope, value.value) if value.how == "for" else None

    def _entered(self, path: str, value: Value) -> str | None:
        """What `with … as` binds: what `__enter__` or the generator is said to give, else the manager itself."""
        if isinstance(value.value, Call):
            callee = self.resolve(path, value.scope, value.value.function)
            definition = self.definition(callee) if callee else None
            if callee and definition and definition.kind == "function":
                inner = element(definition.returns)
                return self._class(callee.partition("::")[0], definition.parent, inner) if inner else None
        return self.type_of(path, value.scope, value.value)

    def _element(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class of what iterating over an expression gives, where an annotation tells."""
        if isinstance(expression, Call):
            callee = self.resolve(path, scope, expression.function)
            definition = self.definition(callee) if callee else None
            if not callee or definition is None or definition.kind != "function":
                return None
            return self._class(callee.partition("::")[0], definition.parent, element(definition.returns))
        if not isinstance(expression, str) or "." in expression:
            return None
        for at, table in self._scopes(path, scope):
            for binding in table.names.get(expression, ()):
                annotation = binding.annotation if isinstance(binding, Parameter | Value) else None
                if annotation is not None and (inner := element(annotation)):
                    outer = self.facts[path].definitions[at].parent if isinstance(binding, Parameter) else at
                    return self._class(path, outer, inner)
        return None

    def type_of_reference(self, reference: str) -> str | None:
        """The class of a variable, attribute or property; a class or module itself has none."""
        if not _inside(reference) or "::" not in reference:
            return None
        return self._once(("of", reference), lambda: self._type_of_variable(reference))

    def _type_of_variable(self, reference: str) -> str | None:
        path, _, name = reference.partition("::")
        definition = self.definition(reference)
        if definition is not None:
            return self._returned(reference) if _is_property(definition) else None
        found = (self._type_of_value(path, value) for value in self._values(path, name))
        return next((kind for kind in found if kind), None)

    def _values(self, path: str, name: str) -> list[Value]:
        """What a variable of a module or class is bound to."""
        owner, _, last = name.rpartition(".")
        table = self.bindings(path).scopes[self.bindings(path).by_name.get(owner, 0)]
        return [one for one in (*table.names.get(last, ()), *table.members.get(last, ())) if isinstance(one, Value)]

    def values(self, reference: str) -> tuple[Expression, ...]:
        """The expressions that a variable is assigned, in order."""
        path, inside, name = reference.partition("::")
        if not inside or path not in self.facts or self.definition(reference) is not None:
            return ()
        return tuple(value.value for value in self._values(path, name) if value.how == "=")

    def _own_class(self, path: str, scope: int, name: str) -> str | None:
        """The class of a method whose first parameter has this name: `self` or `cls`."""
        definition = self.facts[path].definitions[scope]
        first = definition.parameters[0].name if definition.parameters else None
        return self._enclosing_class(path, definition.parent) if name == first else None

    def _enclosing_class(self, path: str, scope: int) -> str | None:
        index = self.bindings(path).enclosing_class(scope)
        return None if index is None else f"{path}::{self.facts[path].definitions[index].name}"

    # Texts

    def named(self, dotted: str) -> str | None:
        """What a full dotted name means: a module of the tree, or what is defined in one."""
        if found := self.index.named(dotted):
            return found
        module, _, name = dotted.rpartition(".")
        owner = self.named(module) if module else None
        return self.member(owner, name) if owner and _inside(owner) and not owner.startswith(NAMESPACE) else None

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


def _inside(reference: str) -> bool:
    return not reference.startswith(EXTERNAL)


def _generic(base: Expression) -> Expression:
    return base.value if isinstance(base, Subscript) else base


def _definite_first(bindings: list[Binding]) -> list[Binding]:
    """Definitions and imports before variables."""
    return sorted(bindings, key=lambda binding: not isinstance(binding, int | Import))


def _is_property(definition: Definition) -> bool:
    return any(
        isinstance(decorator, str)
        and decorator.rpartition(".")[2] in ("property", "cached_property", "hybrid_property")
        for decorator in definition.decorators
    )
