"""Which class a value is an instance of, where the text makes that evident."""

from typing import TYPE_CHECKING

from .annotations import element, instance
from .bindings import Binding, Value
from .elements import Elements
from .facts import Attribute, Call, Definition, Expression, Group, Import, Parameter, Subscript, Text
from .given import Given
from .orm_values import OrmValues
from .parts import last_name
from .parts import owner as before_last
from .references import EXTERNAL, is_inside

if TYPE_CHECKING:
    from .names import Names

CASTS = frozenset((f"{EXTERNAL}typing.cast", f"{EXTERNAL}typing_extensions.cast"))
SELF = frozenset(("Self", "typing.Self", "typing_extensions.Self"))
PROPERTIES = frozenset(("property", "cached_property", "hybrid_property"))


class ValueTypes:
    """The types of values; names and types lean on each other, `Names` keeps the answers of both."""

    def __init__(self, names: "Names") -> None:
        self.names = names
        self.orm = OrmValues(names)
        self.given = Given(names)
        self.elements = Elements(names, self.orm)

    def type_of(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class that a value is an instance of."""
        if isinstance(expression, str):
            if "." not in expression:
                return self.type_of_name(path, scope, expression)
            reference = self.names.resolve(path, scope, expression)
            return self.type_of_reference(reference) if reference else None
        if isinstance(expression, Call):
            return self._type_of_call(path, scope, expression)
        if isinstance(expression, Attribute):
            reference = self.names.resolve(path, scope, expression)
            return self.type_of_reference(reference) if reference else None
        if isinstance(expression, Group) and expression.kind == "choice":
            return next((kind for item in expression.items if (kind := self.type_of(path, scope, item))), None)
        if isinstance(expression, Subscript):
            return self.elements.under_key(path, scope, expression.value)
        return f"{EXTERNAL}builtins.str" if isinstance(expression, Text) else None

    def _type_of_call(self, path: str, scope: int, call: Call) -> str | None:
        if call.function == "super":
            owner = self.names.tree.enclosing_class(path, scope)
            return next(iter(self.names.ancestry.bases(owner)), None) if owner else None
        callee = self.names.resolve(path, scope, call.function)
        if (callee is None or callee.startswith(EXTERNAL)) and (found := self.orm.one(path, scope, call)):
            return found
        if callee is None:
            own = isinstance(call.function, str) and self.names.tree.own_class(path, scope, call.function)
            return own or None  # `cls()` in a class method
        if callee.startswith(EXTERNAL):
            if callee in CASTS and call.arguments:
                return self.class_named(path, scope, instance(call.arguments[0]))
            return callee if callee.rpartition(".")[2][:1].isupper() else None
        definition = self.names.tree.definition(callee)
        if definition is None:
            return None
        if definition.kind == "class":
            return callee
        if found := self._returned(callee):
            return found
        if not self._returns_variable(callee):
            return None
        asked = before_last(call.function)
        return self._filled_in(self.type_of(path, scope, asked)) if asked is not None else None

    def _returns_variable(self, function: str) -> bool:
        """Whether a function is said to return a type variable."""
        definition = self.names.tree.definition(function)
        if definition is None or definition.returns is None:
            return False
        variable = self.names.resolve(function.partition("::")[0], definition.parent, instance(definition.returns))
        made = self.names.tree.values(variable) if variable and is_inside(variable) else ()
        return any(isinstance(value, Call) and last_name(value.function) == "TypeVar" for value in made)

    def _filled_in(self, kind: str | None) -> str | None:
        """What stands for the only type variable of a class: `Order` for `class Orders(Repository[Order])`."""
        if kind is None or not is_inside(kind):
            return None
        for heir in (kind, *self.names.ancestry.bases(kind)):
            about = self.names.tree.definition(heir) if is_inside(heir) else None
            for base in about.bases if about else ():
                if isinstance(base, Subscript) and len(base.items) == 1 and about:
                    where = heir.partition("::")[0]
                    filled = self.class_named(where, about.parent, instance(base.items[0]))
                    if filled:
                        return filled
        return None

    def _returned(self, function: str) -> str | None:
        return self.names.once(self._returned_type, function)

    def _returned_type(self, function: str) -> str | None:
        definition = self.names.tree.definition(function)
        if definition is None:
            return None
        path, scope = function.partition("::")[0], self.names.tree.scope_of(function)
        if definition.returns is not None:
            wanted = instance(definition.returns)
            if wanted in SELF:
                return self.names.tree.enclosing_class(path, scope)
            return self.class_named(path, definition.parent, wanted)
        kinds = {
            self.type_of(path, scope, value)
            for value in self.names.tree.bindings(path).returns.get(scope, ())
            if value != "None"
        }
        return kinds.pop() if len(kinds) == 1 else None

    def class_named(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class that a type's name means."""
        reference = self.names.resolve(path, scope, expression)
        if reference is None or reference.startswith(EXTERNAL):
            return reference
        definition = self.names.tree.definition(reference)
        return reference if definition is not None and definition.kind == "class" else None

    def type_of_name(self, path: str, scope: int, name: str) -> str | None:
        """The class of the value that a bare name has in a scope."""
        return self.names.once(self._type_by_bindings, path, scope, name)

    def _type_by_bindings(self, path: str, scope: int, name: str) -> str | None:
        for at, table in self.names.tree.scopes(path, scope):
            if name in table.names and name not in table.outer_names:
                found = (self._type_of_binding(path, at, binding) for binding in table.names[name])
                return next((kind for kind in found if kind), None)
        reference = self.names.name(path, scope, name)
        return self.type_of_reference(reference) if reference and is_inside(reference) else None

    def _type_of_binding(self, path: str, at: int, binding: Binding) -> str | None:
        if isinstance(binding, Parameter):
            return self._type_of_parameter(path, at, binding)
        if isinstance(binding, Value):
            return self._type_of_value(path, binding)
        if isinstance(binding, Import):
            reference = self.names.imported(path, binding)
            return self.type_of_reference(reference) if reference and is_inside(reference) else None
        return None

    def _type_of_parameter(self, path: str, at: int, parameter: Parameter) -> str | None:
        function = self.names.tree.facts[path].definitions[at]
        if parameter.annotation is not None:
            if parameter.name.startswith("*"):
                return None
            return self.class_named(path, function.parent, instance(parameter.annotation))
        owner = self.names.tree.facts[path].definitions[function.parent]
        if owner.kind == "class" and parameter is function.parameters[0] and "staticmethod" not in function.decorators:
            return f"{path}::{owner.name}"
        if parameter.name.startswith("*") or path not in self.names.tree.products:
            return None
        return self.given.type_of(path, at, parameter)

    def _type_of_value(self, path: str, value: Value) -> str | None:
        if value.annotation is not None:
            return self.class_named(path, value.scope, instance(value.annotation))
        if value.how == "=":
            return self.type_of(path, value.scope, value.value)
        if value.how == "with":
            return self._entered(path, value)
        if value.how == "each":
            return self.elements.at(path, value.scope, value.value, value.position)
        return self.elements.each(path, value.scope, value.value) if value.how == "for" else None

    def _entered(self, path: str, value: Value) -> str | None:
        """What `with … as` binds: what `__enter__` or the generator is said to give, else the manager itself."""
        if isinstance(value.value, Call):
            callee = self.names.resolve(path, value.scope, value.value.function)
            definition = self.names.tree.definition(callee) if callee else None
            if callee and definition and definition.kind == "function":
                inner = element(definition.returns)
                return self.class_named(callee.partition("::")[0], definition.parent, inner) if inner else None
        return self.type_of(path, value.scope, value.value)

    def type_of_reference(self, reference: str) -> str | None:
        """The class of a variable, attribute or property; a class or module itself has none."""
        if not is_inside(reference) or "::" not in reference:
            return None
        return self.names.once(self._type_of_variable, reference)

    def _type_of_variable(self, reference: str) -> str | None:
        path, _, name = reference.partition("::")
        definition = self.names.tree.definition(reference)
        if definition is not None:
            return self._returned(reference) if is_property(definition) else None
        values = self.names.tree.variable(path, name)
        for value in values:
            if getter := self._getter(path, value):
                found = self._returned(getter)
                if found is None and self._returns_variable(getter):
                    found = self._filled_in(self.type_of(path, value.scope, value.value))
                return found
        kinds = (self._type_of_value(path, value) for value in values)
        return next((kind for kind in kinds if kind), None)

    def getter(self, reference: str) -> str | None:
        """The function that runs when a variable of a class is read: of `total = property(get_total)`, of a descriptor."""
        if not is_inside(reference) or "." not in reference.rpartition("::")[2]:
            return None
        return self.names.once(self._getter_of_variable, reference)

    def _getter_of_variable(self, reference: str) -> str | None:
        path, _, name = reference.partition("::")
        if self.names.tree.definition(reference) is not None:
            return None
        return next((one for value in self.names.tree.variable(path, name) if (one := self._getter(path, value))), None)

    def _getter(self, path: str, value: Value) -> str | None:
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
            kind = self._type_of_call(path, value.scope, call)
            getter = self.names.members.of(kind, "__get__") if kind and is_inside(kind) else None
        return getter if getter and self.names.tree.definition(getter) else None


def is_property(definition: Definition) -> bool:
    """Whether a function is one that is called by reading an attribute."""
    return any(
        isinstance(decorator, str) and decorator.rpartition(".")[2] in PROPERTIES for decorator in definition.decorators
    )
