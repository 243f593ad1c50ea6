"""Which class the values are instances of that a container, a query or a mapping gives, where the text makes that evident."""

from typing import TYPE_CHECKING

from .annotations import element, item
from .bindings import Binding, Value
from .facts import Attribute, Call, Expression, Group, Parameter
from .orm_values import OrmValues
from .parts import last_name, owner
from .references import EXTERNAL, is_inside

if TYPE_CHECKING:
    from .names import Names

# Functions that give what their first argument gives.
SAME = frozenset(
    f"{EXTERNAL}builtins.{name}" for name in ("sorted", "list", "tuple", "set", "reversed", "iter", "frozenset")
)
ENUMERATE = f"{EXTERNAL}builtins.enumerate"
ZIP = f"{EXTERNAL}builtins.zip"


class Elements:
    """The types of what values hold; asks and is asked by `ValueTypes`."""

    def __init__(self, names: "Names", orm: OrmValues) -> None:
        self.names = names
        self.orm = orm

    def each(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class of what iterating over an expression gives."""
        if isinstance(expression, str) and "." not in expression:
            return self.names.once(self._each_by_name, path, scope, expression)
        if isinstance(expression, str | Attribute):
            reference = self.names.resolve(path, scope, expression)
            return self._of_reference(reference or "") or self.orm.several(path, scope, expression)
        if isinstance(expression, Call):
            return self._of_call(path, scope, expression)
        if isinstance(expression, Group) and expression.kind in ("list", "tuple", "set", "comprehension"):
            given = expression.items[:1] if expression.kind == "comprehension" else expression.items
            kinds = (self.names.types.type_of(path, scope, one) for one in given)
            return next((kind for kind in kinds if kind), None)
        if isinstance(expression, Group) and expression.kind == "choice":
            return next((kind for one in expression.items if (kind := self.each(path, scope, one))), None)
        return None

    def at(self, path: str, scope: int, expression: Expression, position: int) -> str | None:
        """The class of one part of what iterating gives: of `enumerate`, `zip` and `items()`."""
        if not isinstance(expression, Call):
            return None
        callee = self.names.resolve(path, scope, expression.function)
        if callee == ENUMERATE and position == 1 and expression.arguments:
            return self.each(path, scope, expression.arguments[0])
        if callee == ZIP and position < len(expression.arguments):
            return self.each(path, scope, expression.arguments[position])
        if last_name(expression.function) == "items" and position == 1:
            return self.under_key(path, scope, owner(expression.function))
        return None

    def under_key(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class of what a mapping or sequence gives for a key or index, where an annotation tells."""
        if isinstance(expression, str) and "." not in expression:
            for at, table in self.names.tree.scopes(path, scope):
                if expression in table.names:
                    found = (self._annotated(path, at, one) for one in table.names[expression])
                    return next((kind for kind in found if kind), None)
            return None
        reference = self.names.resolve(path, scope, expression) if isinstance(expression, str | Attribute) else None
        if not reference or not is_inside(reference):
            return None
        where, _, name = reference.partition("::")
        found = (self._annotated(where, value.scope, value) for value in self.names.tree.variable(where, name))
        return next((kind for kind in found if kind), None)

    def _annotated(self, path: str, at: int, binding: Binding) -> str | None:
        annotation = binding.annotation if isinstance(binding, Parameter | Value) else None
        if annotation is None:
            return None
        return self._class(path, self._outer(path, at, binding), item(annotation) or element(annotation))

    def _each_by_name(self, path: str, scope: int, name: str) -> str | None:
        for at, table in self.names.tree.scopes(path, scope):
            if name in table.names and name not in table.outer_names:
                found = (self._of_binding(path, at, binding) for binding in table.names[name])
                return next((kind for kind in found if kind), None)
        return None

    def _of_binding(self, path: str, at: int, binding: Binding) -> str | None:
        if isinstance(binding, Parameter | Value) and binding.annotation is not None:
            return self._class(path, self._outer(path, at, binding), element(binding.annotation))
        if isinstance(binding, Value) and binding.how == "=":
            return self.each(path, binding.scope, binding.value)
        return None

    def _outer(self, path: str, at: int, binding: Binding) -> int:
        """Where the names of an annotation are looked up: those of a parameter outside of its function."""
        return self.names.tree.facts[path].definitions[at].parent if isinstance(binding, Parameter) else at

    def _of_reference(self, reference: str) -> str | None:
        return self.names.once(self._of_variable, reference) if "::" in reference else None

    def _of_variable(self, reference: str) -> str | None:
        path, _, name = reference.partition("::")
        if self.names.tree.definition(reference) is not None:
            return self._returned(reference)  # a property
        found = (self._of_binding(path, value.scope, value) for value in self.names.tree.variable(path, name))
        return next((kind for kind in found if kind), None)

    def _of_call(self, path: str, scope: int, call: Call) -> str | None:
        callee = self.names.resolve(path, scope, call.function)
        if callee in SAME:
            return self.each(path, scope, call.arguments[0]) if call.arguments else None
        if last_name(call.function) == "values" and (found := self.under_key(path, scope, owner(call.function))):
            return found
        if callee and is_inside(callee) and (found := self._returned(callee)):
            return found
        return self.orm.several(path, scope, call)

    def _returned(self, function: str) -> str | None:
        return self.names.once(self._returned_each, function)

    def _returned_each(self, function: str) -> str | None:
        definition = self.names.tree.definition(function)
        if definition is None or definition.kind != "function":
            return None
        path, scope = function.partition("::")[0], self.names.tree.scope_of(function)
        if definition.returns is not None:
            return self._class(path, definition.parent, element(definition.returns))
        values = self.names.tree.bindings(path).returns.get(scope, ())
        kinds = {self.each(path, scope, value) for value in values if value != "None"}
        return kinds.pop() if len(kinds) == 1 else None

    def _class(self, path: str, scope: int, expression: Expression) -> str | None:
        return self.names.types.class_named(path, scope, expression)
