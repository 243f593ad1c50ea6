"""Of which kind the values are that a container, a query or a mapping gives, where the text makes that evident."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..facts import Attribute, Call, Expression, Group, Parameter
from ..parts import last_name, owner
from ..references import EXTERNAL, is_inside, is_itself
from .annotations import element, item
from .bindings import Binding, Value
from .orm_values import OrmValues

if TYPE_CHECKING:
    from .names import Names

# Functions that give what their first argument gives; `filter` and `map` have a function first.
SAME = frozenset(
    f"{EXTERNAL}builtins.{name}" for name in ("sorted", "list", "tuple", "set", "reversed", "iter", "frozenset")
) | frozenset((f"{EXTERNAL}copy.copy", f"{EXTERNAL}copy.deepcopy"))
ENUMERATE, ZIP, FILTER, MAP = (f"{EXTERNAL}builtins.{name}" for name in ("enumerate", "zip", "filter", "map"))
CHAIN = f"{EXTERNAL}itertools.chain"
SEQUENCES = ("list", "tuple", "set", "comprehension")


class Elements:
    """The kinds of what values hold; asks and is asked by `ValueTypes`."""

    def __init__(self, names: "Names", orm: OrmValues) -> None:
        self.names = names
        self.orm = orm

    # Iterating

    def each(self, path: str, scope: int, expression: Expression) -> str | None:
        """The kind of what iterating over an expression gives."""
        if isinstance(expression, str) and "." not in expression:
            return self.names.once(self._each_by_name, path, scope, expression) or self._iterated(
                path, scope, expression
            )
        if isinstance(expression, str | Attribute):
            reference = self.names.resolve(path, scope, expression)
            found = self._each_of_reference(reference or "") or self.orm.several(path, scope, expression)
            found = found or self.names.defaults.each(path, scope, expression)
            return found or self._iterated(path, scope, expression)
        if isinstance(expression, Call):
            return self._each_of_call(path, scope, expression) or self._iterated(path, scope, expression)
        if not isinstance(expression, Group):
            return None
        if expression.kind in SEQUENCES:
            given = expression.items[:1] if expression.kind == "comprehension" else expression.items
            return self.names.ancestry.common(self._one(path, scope, one) for one in given)
        if expression.kind in ("choice", "operation"):
            return self.names.ancestry.common(self.each(path, scope, one) for one in expression.items)
        return None

    def _one(self, path: str, scope: int, item: Expression) -> str | None:
        """One item as it is written: `*others` stands for each of the others."""
        if isinstance(item, Group) and item.kind == "star":
            return self.each(path, scope, item.items[0])
        return self.names.types.type_of(path, scope, item)

    def _iterated(self, path: str, scope: int, expression: Expression) -> str | None:
        """What a class of the tree gives by its own `__iter__`, `__next__` or `__getitem__`."""
        kind = self.names.types.type_of(path, scope, expression)
        if kind is None or not is_inside(kind) or is_itself(kind):
            return None
        return self._by_method(kind, "__iter__", "each") or self._by_method(kind, "__getitem__", "one")

    def _by_method(self, kind: str, name: str, what: str) -> str | None:
        method = self.names.members.of(kind, name)
        if method is None or self.names.tree.definition(method) is None:
            return None
        return self._returned(method) if what == "each" else self.names.types.results.returned(method)

    def _each_by_name(self, path: str, scope: int, name: str) -> str | None:
        for at, table in self.names.tree.scopes(path, scope):
            if name in table.names and name not in table.outer_names:
                kinds = [self._each_of_binding(path, at, binding) for binding in table.names[name]]
                kinds += [self._filled(path, value) for value in table.filled.get(name, ())]
                return self.names.ancestry.common(kinds) or next((kind for kind in kinds if kind), None)
        return None

    def _each_of_binding(self, path: str, at: int, binding: Binding) -> str | None:
        if isinstance(binding, Parameter | Value) and binding.annotation is not None:
            return self.names.types.inside(path, self._outer(path, at, binding), binding.annotation, element)
        if isinstance(binding, Parameter):
            is_product = path in self.names.tree.products
            return self.names.types.given.each(path, at, binding) if is_product else None
        if isinstance(binding, Value) and binding.how in ("=", "+="):
            return self.each(path, binding.scope, binding.value)
        return None

    def _filled(self, path: str, value: Value) -> str | None:
        """The kind of what is put into a container."""
        if value.how == "for":
            return self.each(path, value.scope, value.value)
        return self.names.types.type_of(path, value.scope, value.value)

    def _outer(self, path: str, at: int, binding: Binding) -> int:
        """Where the names of an annotation are looked up: those of a parameter outside of its function."""
        return self.names.tree.facts[path].definitions[at].parent if isinstance(binding, Parameter) else at

    def _each_of_reference(self, reference: str) -> str | None:
        return self.names.once(self._each_of_variable, reference) if "::" in reference else None

    def _each_of_variable(self, reference: str) -> str | None:
        path, _, name = reference.partition("::")
        if self.names.tree.definition(reference) is not None:
            return self._returned(reference)  # a property
        tree = self.names.tree
        kinds = [self._each_of_binding(path, value.scope, value) for value in tree.variable(path, name)]
        kinds += [self._filled(path, value) for value in tree.filled(path, name)]
        found = self.names.ancestry.common(kinds) or next((kind for kind in kinds if kind), None)
        return found or self._each_in_heirs(reference)

    def _each_in_heirs(self, reference: str) -> str | None:
        """`classes = ()`: what the heirs list."""
        above, _, name = reference.rpartition(".")
        if self.names.tree.class_at(above) is None or not self.names.tree.is_left_open(reference):
            return None
        heirs = self.names.ancestry.overriding(above, name)
        return self.names.ancestry.common(self._each_of_reference(f"{heir}.{name}") for heir in heirs)

    def _each_of_call(self, path: str, scope: int, call: Call) -> str | None:
        callee = self.names.resolve(path, scope, call.function)
        first = call.arguments[0] if call.arguments else None
        if callee in SAME:
            return self.each(path, scope, first)
        if callee == FILTER and len(call.arguments) == 2:
            return self.each(path, scope, call.arguments[1])
        if callee == MAP and len(call.arguments) == 2:
            made = Call(first, (), (), call.line)
            return self.names.types.type_of(path, scope, made)
        if callee == CHAIN:
            return self.names.ancestry.common(self.each(path, scope, one) for one in call.arguments)
        if last_name(call.function) == "values" and (found := self.under_key(path, scope, owner(call.function))):
            return found
        called = self.names.dispatch.called(path, scope, call, callee)
        if called and (found := self._returned(called)):
            return found
        return self.orm.several(path, scope, call)

    def _returned(self, function: str) -> str | None:
        return self.names.once(self._returned_each, function)

    def _returned_each(self, function: str) -> str | None:
        definition = self.names.tree.definition(function)
        if definition is None or definition.kind != "function":
            return None
        path, scope = function.partition("::")[0], self.names.tree.scope_of(function)
        if definition.returns is not None and (
            found := self.names.types.inside(path, definition.parent, definition.returns, element)
        ):
            return found
        values = self.names.tree.returns(function)
        kinds = [self.each(path, scope, value) for value in values if value != "None"]
        found = self.names.ancestry.common([*kinds, self.yielded(function)])
        return found or self.names.types.results.in_heirs(function, self._returned_each)

    def yielded(self, generator: str) -> str | None:
        """The kind of what a generator yields."""
        path, scope = generator.partition("::")[0], self.names.tree.scope_of(generator)
        yields = self.names.tree.yields(generator)
        return self.names.ancestry.common(self.names.types.type_of(path, scope, value) for value in yields)

    def at(self, path: str, scope: int, expression: Expression, position: int) -> str | None:
        """The kind of one part of what iterating gives: of `enumerate`, `zip` and `items()`, of pairs written out."""
        if isinstance(expression, Group) and expression.kind in SEQUENCES:
            return self.names.ancestry.common(
                self.names.types.type_of(path, scope, one.items[position])
                for one in expression.items
                if isinstance(one, Group) and one.kind in ("tuple", "list") and position < len(one.items)
            )
        if not isinstance(expression, Call):
            return self._at_in_variable(path, scope, expression, position)
        callee = self.names.resolve(path, scope, expression.function)
        if callee == ENUMERATE and position == 1 and expression.arguments:
            return self.each(path, scope, expression.arguments[0])
        if callee == ZIP and position < len(expression.arguments):
            return self.each(path, scope, expression.arguments[position])
        if callee in SAME and expression.arguments:
            return self.at(path, scope, expression.arguments[0], position)
        if last_name(expression.function) == "items" and position == 1:
            return self.under_key(path, scope, owner(expression.function))
        return None

    def _at_in_variable(self, path: str, scope: int, expression: Expression, position: int) -> str | None:
        found = (
            self.at(where, value.scope, value.value, position)
            for where, value in self.values(path, scope, expression)
            if isinstance(value.value, Group)
        )
        return self.names.ancestry.common(found)

    def values(self, path: str, scope: int, expression: Expression) -> Iterator[tuple[str, Value]]:
        """What a variable is assigned, with the module where that stands."""
        reference = self.names.resolve(path, scope, expression) if isinstance(expression, str | Attribute) else None
        if reference and is_inside(reference) and "::" in reference:
            where, _, name = reference.partition("::")
            yield from ((where, value) for value in self.names.tree.variable(where, name))
        elif isinstance(expression, str) and "." not in expression:
            for _, table in self.names.tree.scopes(path, scope):
                if expression in table.names:
                    yield from ((path, one) for one in table.names[expression] if isinstance(one, Value))
                    return

    # Looking up

    def under_key(self, path: str, scope: int, expression: Expression) -> str | None:
        """The kind of what a mapping or sequence gives for a key or index."""
        if isinstance(expression, str) and "." not in expression:
            return self.names.once(self._under_key_of_name, path, scope, expression)
        if isinstance(expression, Group):
            return self._of_items(path, scope, expression)
        if isinstance(expression, str | Attribute):
            reference = self.names.resolve(path, scope, expression)
            if reference and is_inside(reference) and "::" in reference:
                return self.names.once(self._under_key_of_variable, reference)
        kind = self.names.types.type_of(path, scope, expression)
        return self._by_method(kind, "__getitem__", "one") if kind and is_inside(kind) and not is_itself(kind) else None

    def items_under_key(self, path: str, scope: int, expression: Expression) -> Iterator[tuple[str, int, Expression]]:
        """The values of a dictionary that is written out, each with the module and scope where it stands."""
        for where, value in self.values(path, scope, expression):
            if isinstance(value.value, Group) and value.value.kind == "dict":
                for pair in value.value.items:
                    if isinstance(pair, Group) and len(pair.items) == 2:
                        yield where, value.scope, pair.items[1]

    def _under_key_of_name(self, path: str, scope: int, name: str) -> str | None:
        for at, table in self.names.tree.scopes(path, scope):
            if name in table.names:
                kinds = [self._under_key_of_binding(path, at, one) for one in table.names[name]]
                kinds += [self._filled(path, value) for value in table.filled.get(name, ())]
                found = self.names.ancestry.common(kinds) or next((kind for kind in kinds if kind), None)
                break
        else:
            found = None
        if found is None and (kind := self.names.types.type_of_name(path, scope, name)):
            found = self._by_method(kind, "__getitem__", "one") if is_inside(kind) and not is_itself(kind) else None
        return found

    def _under_key_of_variable(self, reference: str) -> str | None:
        path, _, name = reference.partition("::")
        tree = self.names.tree
        kinds = [self._under_key_of_binding(path, value.scope, value) for value in tree.variable(path, name)]
        kinds += [self._filled(path, value) for value in tree.filled(path, name)]
        found = self.names.ancestry.common(kinds) or next((kind for kind in kinds if kind), None)
        if found is None and (kind := self.names.types.type_of_reference(reference)):
            found = self._by_method(kind, "__getitem__", "one") if is_inside(kind) and not is_itself(kind) else None
        return found

    def _under_key_of_binding(self, path: str, at: int, binding: Binding) -> str | None:
        if not isinstance(binding, Parameter | Value):
            return None
        if binding.annotation is not None:
            return self.names.types.inside(path, self._outer(path, at, binding), binding.annotation, _under)
        if isinstance(binding, Value) and binding.how == "=":
            return self._of_items(path, binding.scope, binding.value)
        return None

    def _of_items(self, path: str, scope: int, expression: Expression) -> str | None:
        """What the values of a dictionary, or the items of a sequence, are that is written out."""
        if not isinstance(expression, Group):
            return None
        if expression.kind == "dict":
            values = [one.items[1] for one in expression.items if isinstance(one, Group) and len(one.items) == 2]
            return self.names.ancestry.common(self.names.types.type_of(path, scope, one) for one in values)
        if expression.kind == "comprehension" and expression.items:
            first = expression.items[0]
            if isinstance(first, Group) and first.kind == "pair":
                return self.names.types.type_of(path, scope, first.items[1])
        return self.each(path, scope, expression) if expression.kind in SEQUENCES else None


def _under(annotation: Expression) -> Expression:
    """The name of the class of what is looked up in a value with an annotation."""
    return item(annotation) or element(annotation)
