"""From an expression to the text it evidently is: written out, kept in a name, put together of such; holes where unknown."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..facts import Call, Expression, Import, Text
from ..references import is_inside
from .bindings import Binding, Value

if TYPE_CHECKING:
    from .names import Names

DEEPEST = 8
HOLE = "{}"


class ConstantTexts:
    """Values of names that hold one text, wherever they stand; also `__name__`, `__package__` and Django's settings."""

    def __init__(self, names: "Names") -> None:
        self.names = names
        self._settings: dict[str, list[Text]] | None = None

    def text(self, path: str, scope: int, expression: Expression, depth: int = 0) -> Text | None:
        """The text of an expression; a hole in it stays one if what fills it is unknown, and None if all of it is."""
        if depth > DEEPEST:
            return None
        if isinstance(expression, Text):
            return self._filled(path, scope, expression, depth) if expression.holes else expression
        if expression == "__name__":
            return Text(self.names.index.name(path))
        if expression == "__package__":
            name = self.names.index.name(path)
            return Text(name if path.endswith("__init__.py") else name.rpartition(".")[0])
        if not isinstance(expression, str):
            return None
        return self._of_name(path, scope, expression, depth)

    def held(self, path: str, scope: int, name: str) -> Call | None:
        """The call that a bare name is given, once and as its only value."""
        bound = self._bound(path, scope, name) if "." not in name else None
        value = bound[0] if bound is not None and len(bound) == 1 else None
        if not isinstance(value, Value) or value.how != "=" or not isinstance(value.value, Call):
            return None
        return value.value

    def _filled(self, path: str, scope: int, text: Text, depth: int) -> Text:
        parts = text.value.split(HOLE)
        if len(parts) != len(text.holes) + 1:  # braces that are no holes
            return text
        value = parts[0]
        holes: list[Expression] = []
        for hole, after in zip(text.holes, parts[1:], strict=True):
            known = self.text(path, scope, hole, depth + 1)
            value += (HOLE if known is None else known.value) + after
            holes.extend((hole,) if known is None else known.holes)
        return Text(value, tuple(holes))

    def _of_name(self, path: str, scope: int, name: str, depth: int) -> Text | None:
        bound = self._bound(path, scope, name) if "." not in name else None
        if bound is not None and not (len(bound) == 1 and isinstance(bound[0], Import)):
            return self._only(path, bound, depth)
        reference = self.names.resolve(path, scope, name)
        if reference is None or is_inside(reference):
            where, _, inner = (reference or "").partition("::")
            is_variable = inner and where in self.names.tree.facts
            return self._only(where, self.names.tree.variable(where, inner), depth) if is_variable else None
        is_setting = reference.startswith("external:django.conf.settings.")
        return self.setting(reference.rpartition(".")[2]) if is_setting else None

    def _bound(self, path: str, scope: int, name: str) -> Sequence[Binding] | None:
        """What the innermost scope that knows a name binds it to."""
        tables = (table for _, table in self.names.tree.scopes(path, scope) if name in table.names)
        table = next(tables, None)
        return None if table is None else table.names[name]

    def _only(self, path: str, bound: Sequence[Binding], depth: int) -> Text | None:
        """The text of a name that is given one value, once."""
        value = bound[0] if len(bound) == 1 else None
        if not isinstance(value, Value) or value.how != "=":
            return None
        return self.text(path, value.scope, value.value, depth + 1)

    def setting(self, name: str) -> Text | None:
        """What the only module of settings that speaks of a setting says."""
        if self._settings is None:
            self._settings = {}
            for path, facts in self.names.tree.facts.items():
                if path in self.names.tree.products and "settings" in path:
                    for assignment in facts.assignments:
                        target = assignment.targets[0]
                        if assignment.scope == 0 and isinstance(target, str) and isinstance(assignment.value, Text):
                            self._settings.setdefault(target, []).append(assignment.value)
        found = {text.value: text for text in self._settings.get(name, ()) if not text.holes}
        return next(iter(found.values())) if len(found) == 1 else None
