"""One step of a chain: what `.name`, `.name(…)` or `[…]` makes of a value."""

from typing import Protocol

from .schema.schema import Model, Relation
from .values import Link, Value
from .vocabulary import YIELDS_ONE


class Models(Protocol):
    """Where the models are looked up."""

    def model(self, reference: str) -> Model | None: ...
    def table(self, reference: str) -> str: ...


def step(value: Value, link: Link, models: Models) -> Value | None:
    """The value behind the step, or None where it is not evident."""
    if value.kind == "class":
        return _of_class(value, link, models)
    if value.kind == "list":
        return Value("instance", value.of, confidence=value.confidence) if link.name in {"[]", "pop"} else None
    if value.kind == "rows":
        return _of_rows(value, link)
    if value.kind == "instance":
        return _of_instance(value, link, models)
    if value.kind == "statement":
        return value if link.call is not None else None
    if value.kind == "table" and link.name in {"db_table", "name", "fullname", "c", "__table__"}:
        return value
    if (value.kind == "table" and link.name in {"select", "insert", "update", "delete"}) or value.kind == "column":
        return value
    return value if value.kind == "function" and link.call is None and value.of.startswith("external:") else None


def is_manager(value: Value, name: str, models: Models) -> bool:
    """Whether `.name` of a class gives its rows."""
    model = models.model(value.of)
    if value.kind != "class":
        return False
    if model is None or model.framework == "django":
        return name in (model.managers if model else {"objects"})
    return (
        name == "query"
        if model.framework == "sqlalchemy"
        else name in {"select", "filter", "get", "get_or_none", "raw"}
    )


def relation_of(value: Value, name: str, models: Models) -> Relation | None:
    """The relation that an attribute of an instance or class is."""
    model = models.model(value.of)
    return model.relations.get(name) if model else None


def _of_class(value: Value, link: Link, models: Models) -> Value | None:
    if link.name == "()":
        return Value("instance", value.of)
    if is_manager(value, link.name, models):
        return Value("instance" if link.name in YIELDS_ONE and link.call else "rows", value.of)
    if link.name in {"__table__", "__tablename__", "_meta"}:
        return Value("table", models.table(value.of))
    if link.name.startswith("__") or link.name == "DoesNotExist":
        return None
    return Value("column", value.of, link.name) if link.call is None else Value("instance", value.of, confidence=0.5)


def _of_rows(value: Value, link: Link) -> Value | None:
    if (link.name in YIELDS_ONE and link.call is not None) or link.name == "[]":
        return Value("instance", value.of, confidence=value.confidence)
    return value


def _of_instance(value: Value, link: Link, models: Models) -> Value | None:
    relation = relation_of(value, link.name, models)
    if relation is not None and link.call is None:
        kind = "rows" if relation.many else "instance"
        return Value(kind, relation.model, link.name, through=relation.through, confidence=value.confidence)
    return None
