"""What calls of well-known functions yield of what they are given."""

from .values import Value

SESSION_STEPS = {
    "get": "instance",
    "get_one": "instance",
    "query": "rows",
    "scalars": "rows",
    "scalar": "instance",
    "execute": "rows",
    "exec": "rows",
    "merge": "instance",
}
"""Steps of a session and what they yield of the class in their first argument."""

TABULAR = frozenset({"class", "rows", "instance", "column", "statement", "table"})
"""Kinds of values that know their class without looking at arguments."""

BUILTINS = {
    "next": "instance",
    "max": "instance",
    "min": "instance",
    "list": "list",
    "sorted": "list",
    "set": "list",
    "tuple": "list",
    "reversed": "list",
    "iter": "list",
    "filter": "list",
    "type": "class",
}
"""Python's own functions on collections, and what they yield."""

RETURNS_ARGUMENT = {
    "get_object_or_404": "instance",
    "get_list_or_404": "rows",
    "aliased": "class",
    "select": "statement",
    "update": "statement",
    "insert": "statement",
    "delete": "statement",
    "list": "list",
    "sorted": "list",
    "set": "list",
    "tuple": "list",
    "reversed": "list",
    "text": "text",
    "with_polymorphic": "class",
}
"""Functions that yield something of what their first argument is."""


FORM_SETS = {
    "modelformset_factory": (0, "model"),
    "inlineformset_factory": (1, "model"),
    "generic_inlineformset_factory": (0, "model"),
    "modelform_factory": (0, "model"),
}
"""Functions of Django that make a class of forms for a model, and which argument names it."""


def as_kind(value: Value | None, kind: str) -> Value | None:
    """A value as another kind of the same class; a parameter keeps the kind for when it is known."""
    if value is None or (not value.of and value.kind != "text"):
        return None
    if value.kind == "parameter":
        return Value("parameter", value.of, value.name, through=kind)
    if not kind or value.kind in {"text", "object", "function"}:
        return value if value.kind == kind or not kind else None
    return Value(kind, value.of, value.name if kind == "statement" else "", confidence=value.confidence)


def element_of(value: Value | None) -> Value | None:
    """An element of rows or of a list."""
    if value is not None and value.kind == "forms":
        return value
    if value is None or value.kind not in {"rows", "class", "list"}:
        return None
    return Value("instance", value.of, confidence=value.confidence)
