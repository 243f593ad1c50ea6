"""Of which kind values are, where the text makes that evident: instances of a class, or a class or function itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..facts import Attribute, Call, Definition, Expression, Group, Import, Parameter, Subscript, Text
from ..parts import last_name, owner
from ..references import EXTERNAL, NAMESPACE, is_inside, is_itself, itself, where_looked_up
from .annotations import NOTHING, alternatives, instance, type_itself
from .bindings import Binding, Value
from .descriptors import Descriptors, is_property
from .elements import Elements
from .given import Given
from .orm_values import OrmValues
from .results import Results
from .type_aliases import TypeAliases

if TYPE_CHECKING:
    from .names import Names

# Methods that get their class, not an instance of it.
OF_THE_CLASS = frozenset(("__new__", "__init_subclass__", "__class_getitem__"))

# What parameters with stars hold, by how many there are.
PACKED = ("", f"{EXTERNAL}builtins.tuple", f"{EXTERNAL}builtins.dict")
LITERALS = ("list", "tuple", "set", "dict")


class ValueTypes:
    """The kinds of values; names and kinds lean on each other, `Answers` keeps the answers of both."""

    def __init__(self, names: "Names") -> None:
        self.names = names
        self.orm = OrmValues(names)
        self.given = Given(names)
        self.elements = Elements(names, self.orm)
        self.descriptors = Descriptors(names)
        self.aliases = TypeAliases(names)
        self.results = Results(names)

    def type_of(self, path: str, scope: int, expression: Expression) -> str | None:
        """The kind of a value."""
        if isinstance(expression, str):
            if "." not in expression:
                return self.type_of_name(path, scope, expression)
            return self._of_attribute(path, scope, expression)
        if isinstance(expression, Call):
            return self.names.once(self.results.of_call, path, scope, expression)
        if isinstance(expression, Attribute):
            return self.names.once(self._of_attribute, path, scope, expression)
        if isinstance(expression, Group) and expression.kind == "choice":
            return self._of_several([self.type_of(path, scope, item) for item in expression.items])
        if isinstance(expression, Subscript):
            return self.elements.under_key(path, scope, expression.value)
        if isinstance(expression, Group) and expression.kind in LITERALS and expression.items:
            return f"{EXTERNAL}builtins.{expression.kind}"
        return f"{EXTERNAL}builtins.str" if isinstance(expression, Text) else None

    def _of_attribute(self, path: str, scope: int, expression: str | Attribute) -> str | None:
        if last_name(expression) == "__class__":
            kind = self.type_of(path, scope, owner(expression))
            return itself(kind) if kind and is_inside(kind) and not is_itself(kind) else kind
        reference = self.names.resolve(path, scope, expression)
        if reference is None:
            return self.names.defaults.one(path, scope, expression)
        return self.type_of_reference(reference)

    def class_named(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class that a type's name means."""
        reference = self.names.resolve(path, scope, expression)
        if reference is None or reference.startswith(EXTERNAL):
            return reference
        if self.names.tree.class_at(reference) is not None:
            return reference
        return self.names.once(self._class_of_alias, reference)

    def _class_of_alias(self, reference: str) -> str | None:
        """The class that an alias stands for; a union of several is no class, and what a function asks tells more."""
        found = self.aliases.of_variable(reference)
        if found is None:
            return None
        path, scope, annotation = found
        each = (instance(one) for one in alternatives(annotation) or (annotation,))
        kinds = {self.class_named(path, scope, one) for one in each if one not in NOTHING}
        return kinds.pop() if len(kinds) == 1 else None

    def type_of_name(self, path: str, scope: int, name: str) -> str | None:
        """The kind of the value that a bare name has in a scope."""
        return self.names.once(self._type_by_bindings, path, scope, name)

    def _type_by_bindings(self, path: str, scope: int, name: str) -> str | None:
        for at, table in self.names.tree.scopes(path, scope):
            if name in table.names and name not in table.outer_names:
                kinds = [self._type_of_binding(path, at, binding) for binding in table.names[name]]
                known = kinds[0] if len(kinds) == 1 else self._of_several(kinds)
                return known or self._checked(path, scope, name)
        reference = self.names.name(path, scope, name)
        return self.type_of_reference(reference) if reference and is_inside(reference) else None

    def _checked(self, path: str, scope: int, name: str) -> str | None:
        """The class that a function asks a value of unknown kind to be, if that is one of the tree."""
        classes = self.names.tree.bindings(path).scopes[scope].checked.get(name, ())
        kind = self.names.ancestry.common(self.class_named(path, scope, one) for one in classes)
        return kind if kind and is_inside(kind) else None

    def _type_of_binding(self, path: str, at: int, binding: Binding) -> str | None:
        if isinstance(binding, Parameter):
            return self._type_of_parameter(path, at, binding)
        if isinstance(binding, Value):
            return self.type_of_value(path, binding)
        if isinstance(binding, Import):
            reference = self.names.imported(path, binding)
        else:
            reference = f"{path}::{self.names.tree.facts[path].definitions[binding].name}"
        return self.type_of_reference(reference) if reference and is_inside(reference) else None

    def _type_of_parameter(self, path: str, at: int, parameter: Parameter) -> str | None:
        if parameter.name.startswith("*"):
            return PACKED[parameter.name.count("*")]
        function = self.names.tree.facts[path].definitions[at]
        if parameter.annotation is not None:
            return self.annotated(path, function.parent, parameter.annotation)
        owner_of_method = self.names.tree.facts[path].definitions[function.parent]
        if (
            owner_of_method.kind == "class"
            and parameter is function.parameters[0]
            and "staticmethod" not in function.decorators
        ):
            own = f"{path}::{owner_of_method.name}"
            return itself(own) if _gets_the_class(function) else own
        if path not in self.names.tree.products:
            return None
        if found := self.given.type_of(path, at, parameter):
            return found
        return self.type_of(path, function.parent, parameter.default) if parameter.default != "None" else None

    def annotated(self, path: str, scope: int, annotation: Expression) -> str | None:
        """The kind of a value with an annotation."""
        if (named := type_itself(annotation)) is not None:
            found = self.class_named(path, scope, named)
            return itself(found) if found and is_inside(found) else None
        return self.class_named(path, scope, instance(annotation)) or self._aliased_type(path, scope, annotation)

    def _aliased_type(self, path: str, scope: int, annotation: Expression) -> str | None:
        """`Kind = type[Order]`."""
        found = self.aliases.of_name(path, scope, annotation)
        return self.annotated(*found) if found and type_itself(found[2]) is not None else None

    def inside(
        self, path: str, scope: int, annotation: Expression, inner: Callable[[Expression], Expression]
    ) -> str | None:
        """The class of what values with an annotation hold; `inner` tells its name in an annotation without aliases."""
        found = (
            self.class_named(where, at, named)
            for where, at, one in self.aliases.meanings(path, scope, annotation)
            if (named := inner(one)) is not None
        )
        return next((one for one in found if one), None)

    def type_of_value(self, path: str, value: Value) -> str | None:
        """The kind of what a variable gets."""
        if value.annotation is not None:
            return self.annotated(path, value.scope, value.annotation)
        if value.how == "=":
            return self.type_of(path, value.scope, value.value)
        if value.how == "with":
            return self.results.entered(path, value.scope, value.value)
        if value.how == "part":
            return self.results.part(path, value.scope, value.value, value.position)
        if value.how == "each":
            return self.elements.at(path, value.scope, value.value, value.position)
        return self.elements.each(path, value.scope, value.value) if value.how == "for" else None

    def type_of_reference(self, reference: str) -> str | None:
        """The kind of a variable, attribute or property; of a class, function or module the kind of just that."""
        if not is_inside(reference) or reference.startswith(NAMESPACE):
            return None
        if "::" not in reference:
            return itself(reference)
        return self.names.once(self._type_of_reference, reference)

    def _type_of_reference(self, reference: str) -> str | None:
        definition = self.names.tree.definition(reference)
        if definition is not None:
            return self.results.returned(reference) if is_property(definition) else itself(reference)
        return self._in_heirs(reference) or self._type_of_variable(reference) or self._set_elsewhere(reference)

    def _type_of_variable(self, reference: str) -> str | None:
        path, _, name = reference.partition("::")
        values = self.names.tree.variable(path, name)
        for value in values:
            if getter := self.descriptors.of_value(path, value):
                return self.results.read_by(getter, path, value)
        kinds = [self.type_of_value(path, value) for value in values]
        return kinds[0] if len(kinds) == 1 else self._of_several(kinds)

    def _of_several(self, kinds: list[str | None]) -> str | None:
        """What all of the known kinds are; a function says nothing of the others, as functions have no family."""
        found = self.names.ancestry.common(kinds) or next((kind for kind in kinds if kind), None)
        return None if found and None in kinds and self._is_function(found) else found

    def _is_function(self, kind: str) -> bool:
        definition = self.names.tree.definition(where_looked_up(kind)) if is_itself(kind) else None
        return definition is not None and definition.kind == "function"

    def _in_heirs(self, reference: str) -> str | None:
        """`serializer_class = None`: what the heirs set it to."""
        above, _, name = reference.rpartition(".")
        if self.names.tree.class_at(above) is None or not self.names.tree.is_left_open(reference):
            return None
        found = (self.names.members.of(heir, name) for heir in self.names.ancestry.overriding(above, name))
        kind = self.names.ancestry.common(
            self.type_of_reference(one) for one in found if one and is_inside(one) and one != reference
        )
        return kind if kind and is_inside(kind) else None

    def _set_elsewhere(self, reference: str) -> str | None:
        above, _, name = reference.rpartition(".")
        return self.names.set_elsewhere.kind(above, name) if self.names.tree.class_at(above) else None


def _gets_the_class(function: Definition) -> bool:
    name = function.name.rpartition(".")[2]
    return "classmethod" in function.decorators or name in OF_THE_CLASS or function.parameters[0].name == "cls"
