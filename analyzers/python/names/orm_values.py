"""From a call of Django, SQLAlchemy or the like to the mapped class whose instances it gives, one or several."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..facts import Attribute, Call, Expression, Subscript, Text
from ..parts import last_name, owner
from ..references import is_inside
from .bindings import Binding, Value

if TYPE_CHECKING:
    from .names import Names

ONE = frozenset(
    """get first last earliest latest one one_or_none scalar scalar_one scalar_one_or_none get_or_404 first_or_404
    one_or_404 aget afirst alast aearliest alatest get_or_none get_one create acreate""".split()  # noqa: SIM905
)
# Steps after which a query gives no instances any more.
NO_INSTANCES = frozenset(
    """values values_list aggregate count exists dates datetimes with_entities with_only_columns in_bulk update delete
    group_by get_or_create update_or_create""".split()  # noqa: SIM905
)
MANAGERS = frozenset(("objects", "query", "_default_manager", "_base_manager"))
GIVEN_THE_CLASS = frozenset(("query", "select"))
SHORTCUTS = frozenset(("get_object_or_404", "aget_object_or_404"))
LISTS = frozenset(("get_list_or_404", "aget_list_or_404"))
RELATIONS = frozenset(("relationship", "relation", "backref", "dynamic_loader"))
FOREIGN_KEYS = frozenset(("ForeignKey", "OneToOneField", "ParentalKey"))
TO_MANY = frozenset(("ManyToManyField", "ParentalManyToManyField"))
NAMING = RELATIONS | FOREIGN_KEYS | TO_MANY
DEEPEST = 30


class OrmValues:
    """Reads calls by the words of the libraries; what is no class of the tree is none of its answers."""

    def __init__(self, names: "Names") -> None:
        self.names = names

    def one(self, path: str, scope: int, call: Call) -> str | None:
        """The class whose instance a call gives: `Order.query.first()`, `get_object_or_404(Order)`, a relation."""
        last = last_name(call.function)
        if last in RELATIONS or last in FOREIGN_KEYS:
            return self.related(path, scope, call)
        if last in SHORTCUTS:
            return self._first_argument(path, scope, call)
        if last not in ONE or owner(call.function) is None:
            return None
        if last in ("get", "get_one") and len(call.arguments) > 1 and (found := self._session(path, scope, call)):
            return found
        return self._queried(path, scope, owner(call.function))

    def several(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class of what iterating over a query or relation gives."""
        if isinstance(expression, Call):
            last = last_name(expression.function)
            if last in RELATIONS or last in TO_MANY:
                return self.related(path, scope, expression)
            if last in LISTS:
                return self._first_argument(path, scope, expression)
            if last in ONE:
                return None
        return self._queried(path, scope, expression)

    def _session(self, path: str, scope: int, call: Call) -> str | None:
        """`session.get(Order, 1)`: nothing else is asked for a class by that name."""
        return self._class(path, scope, call.arguments[0]) if isinstance(call.arguments[0], str) else None

    def _first_argument(self, path: str, scope: int, call: Call) -> str | None:
        if not call.arguments:
            return None
        return self._class(path, scope, call.arguments[0]) or self._queried(path, scope, call.arguments[0])

    def _queried(self, path: str, scope: int, expression: Expression) -> str | None:
        """The class that a chain of steps queries, from its end back to its begin."""
        for _ in range(DEEPEST):
            if isinstance(expression, Subscript):
                expression = expression.value
            elif isinstance(expression, Call):
                last = last_name(expression.function)
                if last in NO_INSTANCES:
                    return None
                if last in GIVEN_THE_CLASS and len(expression.arguments) == 1:
                    return self._class(path, scope, expression.arguments[0])
                if last in ("scalars", "execute", "stream_scalars") and expression.arguments:
                    expression = expression.arguments[0]
                else:
                    expression = owner(expression.function)
            elif isinstance(expression, str | Attribute) and last_name(expression) in MANAGERS:
                return self._class(path, scope, owner(expression))
            elif isinstance(expression, str) and "." not in expression:
                return self.names.once(self._queried_by_name, path, scope, expression)
            elif isinstance(expression, str | Attribute):
                reference = self.names.resolve(path, scope, expression)
                return self.names.once(self._queried_by_variable, reference) if reference else None
            else:
                return None
        return None

    def _queried_by_name(self, path: str, scope: int, name: str) -> str | None:
        for _, table in self.names.tree.scopes(path, scope):
            if name in table.names:
                return self._queried_first(path, table.names[name])
        return None

    def _queried_by_variable(self, reference: str) -> str | None:
        """A relation is queried like a manager: `order.lines.filter_by(sku=sku)`."""
        path, _, name = reference.partition("::")
        if not is_inside(reference):
            return None
        values = self.names.tree.variable(path, name)
        related = (self.several(path, one.scope, one.value) for one in values if isinstance(one.value, Call))
        return next((kind for kind in related if kind), None)

    def _queried_first(self, path: str, bindings: Iterable[Binding]) -> str | None:
        values = (one for one in bindings if isinstance(one, Value) and one.how == "=")
        found = (self._queried(path, value.scope, value.value) for value in values)
        return next((kind for kind in found if kind), None)

    def _class(self, path: str, scope: int, expression: Expression) -> str | None:
        if not isinstance(expression, str):
            return None
        found = self.names.resolve(path, scope, expression)
        if found is None and "." not in expression:
            found = self.names.tree.own_class(path, scope, expression)  # `cls.query`
        definition = self.names.tree.definition(found) if found else None
        return found if definition is not None and definition.kind == "class" else None

    def related(self, path: str, scope: int, call: Call) -> str | None:
        """The mapped class that a relation leads to."""
        callee = self.names.resolve(path, scope, call.function)
        if callee is not None and is_inside(callee) and self.names.tree.definition(callee):
            callee = next(
                iter(self.names.ancestry.bases(callee)), callee
            )  # a field of the tree's own, made from a library's
            if is_inside(callee):
                return None
        target = call.arguments[0] if call.arguments else dict(call.keywords).get("to")
        if not isinstance(target, Text):
            return self._class(path, scope, target)
        if target.holes:
            return None
        if target.value == "self":
            return self.names.tree.enclosing_class(path, scope)
        return self.names.texts.mapped_class(path, target.value)
