"""One step of a chain: what `.name`, `.name(…)` or `[…]` makes of a value."""

from typing import Protocol

from ..schema.schema import Model, Relation
from ..vocabulary import MAKES, NARROWS, OF_ROWS, YIELDS_ONE
from .values import ROWS, Link, Value, is_of_heirs


class Models(Protocol):
    """Where the models are looked up."""

    def model(self, reference: str) -> Model | None: ...
    def table(self, reference: str) -> str: ...
    def mapped_to(self, table: str) -> str: ...


def step(value: Value, link: Link, models: Models) -> Value | None:
    """The value behind the step, or None where it is not evident."""
    if value.kind == "class":
        return _of_class(value, link, models)
    if value.kind == "list":
        return Value("instance", value.of, confidence=value.confidence) if link.name in {"[]", "pop"} else None
    if value.kind == "forms":
        return _of_forms(value, link)
    if link.name == "through" and value.kind in {"rows", "column"}:
        return _through(value, models)
    if value.kind == "rows":
        return _of_rows(value, link, models)
    if value.kind == "instance":
        return _of_instance(value, link, models)
    if value.kind == "statement":
        return value if link.call is not None else None
    if value.kind == "table":
        return _of_table(value, link)
    if value.kind == "column":
        return value
    if value.kind == "parameter":
        return value if link.call is not None and link.name in NARROWS else None
    return value if value.kind == "function" and link.call is None and value.of.startswith("external:") else None


def is_manager(value: Value, name: str, models: Models) -> bool:
    """Whether `.name` of a class gives its rows."""
    model = models.model(value.of)
    if value.kind != "class":
        return False
    if model is None or model.framework == "django":
        managers = {"objects", "_default_manager"} if is_of_heirs(value.of) else {"objects"}
        return name in (model.managers if model else managers)
    return name in OF_ROWS.get(model.framework, ())


def relation_of(value: Value, name: str, models: Models) -> Relation | None:
    """The relation that an attribute of an instance or class is."""
    model = models.model(value.of)
    return model.relations.get(name) if model else None


def _of_class(value: Value, link: Link, models: Models) -> Value | None:
    if link.name == "()":
        return Value("instance", value.of, confidence=value.confidence)
    if is_manager(value, link.name, models):
        kind = "instance" if link.name in YIELDS_ONE and link.call else "rows"
        return Value(kind, value.of, confidence=value.confidence)
    if link.name in {"__table__", "__tablename__", "_meta"}:
        return Value("table", models.table(value.of))
    if link.name.startswith("__") or link.name == "DoesNotExist":
        return None
    if link.call is None:
        return Value("column", value.of, link.name)
    return Value("instance", value.of, confidence=value.confidence if link.name in MAKES else 0.5)


def _through(value: Value, models: Models) -> Value | None:
    """`order.tags.through`, `Order.tags.through`: the model that the relation is stored in, or its table."""
    relation = relation_of(Value("class", value.of), value.name, models) if value.kind == "column" else None
    table = relation.through if relation is not None else value.through
    mapped = models.mapped_to(table) if table else ""
    if mapped:
        return Value("class", mapped, confidence=value.confidence)
    return Value("table", table, confidence=value.confidence) if table else None


def _of_forms(value: Value, link: Link) -> Value | None:
    """`formset_class(…)`, `formset.forms`, `form.instance`, `formset.save()`."""
    if link.name == "instance":
        return Value("instance", value.of, confidence=value.confidence)
    if link.name in {"()", "[]"} or (link.name.endswith("forms") and link.call is None):
        return value
    return Value("list", value.of, confidence=value.confidence) if link.name == "save" else None


def _of_table(value: Value, link: Link) -> Value | None:
    """`orders.c`, `orders.c.id`, `orders.select()`."""
    if link.name in {"db_table", "name", "fullname", "__table__"} or value.name == "c":
        return value
    if value.name == ROWS or (link.name in {"objects", "_default_manager"} and link.call is None):
        return Value("table", value.of, ROWS, confidence=value.confidence)
    if link.name in {"c", "columns"}:
        return Value("table", value.of, "c", confidence=value.confidence)
    is_statement = link.name in {"select", "insert", "update", "delete"} and link.call is not None
    return Value("statement", value.of, link.name, value.of) if is_statement else None


def _of_rows(value: Value, link: Link, models: Models) -> Value | None:
    if link.name == "model":
        return Value("instance" if link.call is not None else "class", value.of, confidence=value.confidence)
    if (link.name in YIELDS_ONE and link.call is not None) or link.name == "[]":
        return Value("instance", value.of, confidence=value.confidence)
    if link.name == "all" and link.call is not None and not value.through:
        model = models.model(value.of)
        if model is not None and model.framework == "sqlalchemy":
            return Value("list", value.of, confidence=value.confidence)
    return value


def _of_instance(value: Value, link: Link, models: Models) -> Value | None:
    if link.name == "__class__" and link.call is None:
        return Value("class", value.of, confidence=value.confidence)
    if (value.name == "load()" and link.name == "data") or (link.name == "awaitable_attrs" and link.call is None):
        return value
    relation = relation_of(value, link.name, models)
    if relation is not None and link.call is None:
        kind = "rows" if relation.many else "instance"
        return Value(kind, relation.model, link.name, through=relation.through, confidence=value.confidence)
    return None
