"""An annotation at a place → what a variable with it evidently is."""

import re
from collections.abc import Callable

from ...python.facts import Expression, Group, Subscript, Text
from ..scopes import constant, last_name
from ..vocabulary import words
from .values import Value

_GENERIC = re.compile(r"([\w.]+)\[([^,]*)(?:,.*)?\](?:\s*\|\s*None)?")
_WRAPPERS = frozenset({"Optional", "Union", "Annotated", "Mapped", "Final", "ClassVar", "Awaitable", "Coroutine"})
_ROWS = words("QuerySet Query Manager BaseManager ScalarResult Result")
_COLLECTIONS = words("list List Sequence Iterable Iterator set Set Collection tuple Tuple AsyncIterator frozenset")


def annotated(annotation: Expression, instance_of: Callable[[str], Value | None]) -> Value | None:
    """`Order`, `"Order"`, `Order | None`, `Optional[Order]` are instances, `QuerySet[Order]` rows,
    `list[Order]` a list, `type[Order]` a class.

    `instance_of` tells what an instance of the class of a written name is.
    """
    if isinstance(annotation, Group):
        found = (annotated(item, instance_of) for item in annotation.items if item != "None")
        return next((value for value in found if value is not None), None)
    if isinstance(annotation, Subscript):
        outer, inner = last_name(annotation.value), annotation.items[0] if annotation.items else None
        value = annotated(inner, instance_of)
        if value is None or outer in _WRAPPERS:
            return value
        if outer in {"type", "Type"}:
            return Value("class", value.of) if value.kind == "instance" else None
        if value.kind != "instance":
            return None
        owner = instance_of(annotation.value) if isinstance(annotation.value, str) else None
        if owner is not None and owner.kind == "object":  # `Repository[Order]`
            return Value("object", owner.of, through=value.of)
        return Value("rows" if outer in _ROWS else "list", value.of) if outer in _ROWS | _COLLECTIONS else None
    text = constant(annotation)
    if text is not None and ("[" in text or "|" in text):
        return annotated(_parsed(text), instance_of)
    written = text if text is not None and text.replace(".", "").isidentifier() else annotation
    return instance_of(written) if isinstance(written, str) else None


def _parsed(text: str) -> Expression:
    """A quoted annotation as an expression, as far as it is unions and one generic type."""
    if "[" not in text:
        return Group(tuple(Text(part.strip()) for part in text.split("|")), "operation")
    generic = _GENERIC.fullmatch(text.strip())
    return Subscript(generic[1], (Text(generic[2].strip()),)) if generic else None
