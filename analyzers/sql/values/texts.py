"""Texts with holes → the same texts with those holes filled that constants and names of tables fill."""

from collections.abc import Callable

from ...python.facts import Expression, Group, Text
from .values import Value

Given = Callable[[Expression], Value | None]
"""What an expression evidently is where the text stands."""

LONGEST_PIECE = 10_000
"""Characters of a constant that are filled in; a longer one is no part of a statement."""


def filled(text: Text, given: Given) -> Text:
    """A text with the holes filled that constants and names of tables fill."""
    pieces = text.value.split("{}")
    if not text.holes or len(pieces) != len(text.holes) + 1:
        return text
    result = pieces[0]
    open_holes: list[Expression] = []
    for hole, piece in zip(text.holes, pieces[1:], strict=True):
        value = given(hole)
        inner = value.text if value and value.kind == "text" else None
        name = value.of if value and value.kind == "table" else ""
        if inner is not None and len(inner.value) < LONGEST_PIECE:
            result += inner.value + piece
            open_holes += inner.holes
        else:
            result += (name or "{}") + piece
            open_holes += [] if name else [hole]
    return Text(result, tuple(open_holes))


def joined(glue: Text, parts: Expression, given: Given) -> Text | None:
    """`" ".join(["SELECT", columns])`: one text of several; None for what is no written list."""
    if not isinstance(parts, Group) or parts.kind not in {"list", "tuple"}:
        return None
    values = [given(item) for item in parts.items]
    texts = [each.text if each and each.text else Text("{}", (None,)) for each in values]
    return Text(glue.value.join(each.value for each in texts), tuple(hole for each in texts for hole in each.holes))
