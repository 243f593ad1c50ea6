"""Operations of Django migrations, one after the other → the models there are, as the migrations know them."""

from collections.abc import Iterator
from typing import NamedTuple

from decompose.errors import Location

from ....python.facts import Call, Expression, Group
from ....python.names.program import Program
from ...scopes import constant, keyword
from ...text.names import table_name
from ..schema import Column
from .fields import FieldKind, StoredField, columns, stored, target_of
from .migrations import Operation


class StateField(NamedTuple):
    """A field as a migration writes it down."""

    kind: StoredField
    call: Call
    path: str
    scope: int
    location: Location

    def columns(self, program: Program, name: str) -> tuple[Column, ...]:
        """The columns it makes under a name."""
        return columns(program, self.path, self.scope, name, self.call, self.kind)


class ModelState:
    """One model in the making; `vague` is whether a field of it is not understood."""

    def __init__(self, app: str, name: str, location: Location) -> None:
        self.app = app
        self.name = name
        self.location = location
        self.table_written = ""
        self.fields: dict[str, StateField] = {}
        self.further: set[str] = set()
        self.bases: tuple[str, ...] = ()
        self.has_table = True
        self.is_managed = True
        self.vague = False
        self.swappable = ""

    @property
    def spelling(self) -> str:
        """The name of its table as it is written."""
        return self.table_written or f"{self.app}_{self.name.lower()}"

    @property
    def table(self) -> str:
        """The name of its table."""
        return table_name(*self.spelling.replace('"', "").split("."))


class ModelFold:
    """The models by label (`app.model`, lower case), as the operations so far have left them.

    `renamed` are labels that were, and what they became.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self.models: dict[str, ModelState] = {}
        self.renamed: dict[str, str] = {}

    def apply(self, operation: Operation, label: str = "") -> bool:
        """Makes the change of one operation, in the model of this label or the one it names; False if it is not known."""
        known = {
            "CreateModel": self._create,
            "DeleteModel": self._delete,
            "RenameModel": self._rename,
            "AlterModelTable": self._table,
            "AlterModelOptions": self._options,
            "AlterOrderWithRespectTo": self._order,
            "AddField": self._field,
            "AlterField": self._field,
            "RemoveField": self._remove,
            "RenameField": self._rename_field,
        }
        change = known.get(operation.kind)
        if change is None:
            return False
        change(operation, label or self.label(operation))
        return True

    def label(self, operation: Operation) -> str:
        """The label of the model that an operation names."""
        name = operation.text(0, "old_name" if operation.kind == "RenameModel" else "name")
        if operation.kind in {"AddField", "AlterField", "RemoveField", "RenameField"}:
            name = operation.text(0, "model_name")
        return f"{operation.app}.{name}".lower()

    # -- models

    def _create(self, operation: Operation, _: str) -> None:
        name = operation.text(0, "name")
        model = ModelState(operation.app, name, operation.location)
        for field, call in _pairs(operation.given(1, "fields")):
            if isinstance(call, Call):
                self._put(model, field, call, operation)
        options = dict(_pairs(operation.given(2, "options")))
        model.table_written = constant(options.get("db_table")) or ""
        model.has_table = options.get("proxy") != "True" and options.get("abstract") != "True"
        model.is_managed = options.get("managed") != "False"
        model.swappable = constant(options.get("swappable")) or ""
        bases = operation.given(3, "bases")
        model.bases = tuple(text.lower() for base in _items(bases) if (text := constant(base)))
        self.models[f"{operation.app}.{name}".lower()] = model

    def _delete(self, _: Operation, label: str) -> None:
        self.models.pop(label, None)

    def _rename(self, operation: Operation, label: str) -> None:
        model = self.models.pop(label, None)
        if model is not None:
            model.name = operation.text(1, "new_name")
            self.models[f"{model.app}.{model.name}".lower()] = model
            self.renamed[label] = f"{model.app}.{model.name}".lower()

    def _table(self, operation: Operation, label: str) -> None:
        if label in self.models:
            self.models[label].table_written = operation.text(1, "table")

    def _options(self, operation: Operation, label: str) -> None:
        options = dict(_pairs(operation.given(1, "options")))
        if label in self.models and "managed" in options:
            self.models[label].is_managed = options["managed"] != "False"

    def _order(self, operation: Operation, label: str) -> None:
        if label in self.models:
            ordered = constant(operation.given(1, "order_with_respect_to"))
            (self.models[label].further.add if ordered else self.models[label].further.discard)("_order")

    # -- fields

    def _field(self, operation: Operation, label: str) -> None:
        call = operation.given(2, "field")
        if label in self.models and isinstance(call, Call):
            self._put(self.models[label], operation.text(1, "name"), call, operation)

    def _put(self, model: ModelState, name: str, call: Call, operation: Operation) -> None:
        kind = stored(self._program, operation.path, operation.scope, call)
        model.vague = model.vague or kind is None
        if kind is not None and name:
            where = Location(operation.path, call.line)
            model.fields[name] = StateField(kind, call, operation.path, operation.scope, where)

    def _remove(self, operation: Operation, label: str) -> None:
        if label in self.models:
            self.models[label].fields.pop(operation.text(1, "name"), None)

    def _rename_field(self, operation: Operation, label: str) -> None:
        model = self.models.get(label)
        old, new = operation.text(1, "old_name"), operation.text(2, "new_name")
        if model is not None and old in model.fields:
            model.fields = {new if name == old else name: field for name, field in model.fields.items()}

    # -- what it comes to

    def target(self, app: str, to: Expression) -> ModelState | None:
        """The model that a link names by its label, as it is called in the end."""
        text = (constant(to) or "").lower()
        label = text if "." in text else f"{app}.{text}"
        seen: set[str] = set()
        while label in self.renamed and label not in seen and label not in self.models:
            seen.add(label)
            label = self.renamed[label]
        return self.models.get(label)

    def through(self, model: ModelState, name: str, field: StateField) -> str:
        """The table of pairs that Django makes for a many-to-many field; "" where a model is named for it."""
        if field.kind.kind is not FieldKind.MANY or keyword(field.call, "through") is not None:
            return ""
        written = constant(keyword(field.call, "db_table")) or f"{model.spelling}_{name}"
        return table_name(*written.replace('"', "").split("."))

    def link(self, model: ModelState, field: StateField) -> ModelState | None:
        """The model that a field leads to."""
        return self.target(model.app, target_of(field.call))


def _items(expression: Expression) -> tuple[Expression, ...]:
    return expression.items if isinstance(expression, Group) else ()


def _pairs(expression: Expression) -> Iterator[tuple[str, Expression]]:
    """The pairs of a dict, or of a list of two-tuples, by their text."""
    for item in _items(expression):
        if isinstance(item, Group) and len(item.items) == 2 and (name := constant(item.items[0])):
            yield name, item.items[1]
