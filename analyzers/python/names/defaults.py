"""From attributes that `__getattr__` finds in a table of defaults to what the table names: `api_settings.PARSER_CLASSES`.

Applications of Django are configured through an object made of a dictionary of defaults, whose texts name classes:
`api_settings = APISettings(user_settings, DEFAULTS)`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..facts import Attribute, Call, Expression, Group, Text
from ..parts import items_of, last_name, owner
from ..references import is_inside, is_itself, itself, where_looked_up

if TYPE_CHECKING:
    from .names import Names


class Defaults:
    """Looks attributes up in tables; asks `Names` for everything else."""

    def __init__(self, names: "Names") -> None:
        self.names = names

    def one(self, path: str, scope: int, expression: Expression) -> str | None:
        """The kind of what such an attribute names."""
        value = self._value(path, scope, expression)
        return self._family(self._named(value)) if isinstance(value, Text) else None

    def each(self, path: str, scope: int, expression: Expression) -> str | None:
        """The kind of what the texts name that such an attribute lists."""
        value = self._value(path, scope, expression)
        return self._family(self.names.ancestry.common(self._named(one) for one in items_of(value)))

    def _family(self, kind: str | None) -> str | None:
        """The highest ancestor in the tree: a default stands for whatever is configured in its place."""
        if kind is None:
            return None
        above = [base for base in self.names.ancestry.bases(where_looked_up(kind)) if is_inside(base)]
        return itself(above[-1]) if above else kind

    def _named(self, text: Expression) -> str | None:
        found = self.names.texts.named(text.value) if isinstance(text, Text) and "." in text.value else None
        return self.names.types.type_of_reference(found) if found and self.names.tree.definition(found) else None

    def _value(self, path: str, scope: int, expression: Expression) -> Expression:
        if not isinstance(expression, str | Attribute) or owner(expression) is None:
            return None
        variable = self.names.resolve(path, scope, owner(expression))
        if variable is None or not is_inside(variable) or "::" not in variable:
            return None
        kind = self.names.types.type_of_reference(variable)
        if kind is None or not is_inside(kind) or is_itself(kind) or not self._finds_attributes(kind):
            return None
        return next((value for key, value in self._tables(variable) if key == last_name(expression)), None)

    def _finds_attributes(self, kind: str) -> bool:
        found = self.names.members.of(kind, "__getattr__")
        return found is not None and self.names.tree.definition(found) is not None

    def _tables(self, variable: str) -> Iterator[tuple[str, Expression]]:
        """The keys and values of the dictionaries that an object is made of."""
        path = variable.partition("::")[0]
        made_of = (
            given
            for call in self.names.tree.values(variable)
            if isinstance(call, Call)
            for given in (*call.arguments, *(value for _, value in call.keywords))
        )
        for given in made_of:
            table = self.names.resolve(path, 0, given) if isinstance(given, str) else None
            for value in self.names.tree.values(table) if table and is_inside(table) else ():
                for pair in value.items if isinstance(value, Group) and value.kind == "dict" else ():
                    if isinstance(pair, Group) and isinstance(pair.items[0], Text):
                        yield pair.items[0].value, pair.items[-1]
