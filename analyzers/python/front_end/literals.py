"""From the source of string literals and what is done to them to one `Text` in which every hole is `{}`."""

import re
from itertools import count

from ..facts import Attribute, Call, Expression, Group, Text

ESCAPE = re.compile(r"\\(\n|['\"\\nrt]|.)", re.DOTALL)
ESCAPED = {"\n": "", "n": "\n", "r": "\r", "t": "\t"}
PLACEHOLDER = re.compile(r"%(?:\([^)]{0,99}\))?[#0\- +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?[diouxXeEfFgGcrsa%]")
ATTRIBUTES = re.compile(r"\{[^{}.:!\[]*\.([^\W\d]\w*(?:\.[^\W\d]\w*)*)")
NAME_OF_FIELD = re.compile(r"[^{}.:!\[]*")
FIELD = re.compile(r"\{\{|\}\}|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


def plain(literal: str) -> str:
    """The value of a literal without holes; the prefix may say raw or bytes. Rare escapes stay as they are written."""
    start = 0
    while start < len(literal) and literal[start] not in "\"'`":
        start += 1
    prefix, body = literal[:start], literal[start:]
    width = 3 if body[:3] in ('"""', "'''") else 1
    value = body[width:-width]
    return value if "\\" not in value or "r" in prefix.lower() else unescaped(value)


def unescaped(value: str) -> str:
    """The value with its common escapes resolved."""
    return ESCAPE.sub(lambda found: ESCAPED.get(found[1], found[1] if found[1] in "'\"\\" else found[0]), value)


def percent(text: Text, value: Expression) -> Text:
    """`text % value`; a placeholder with a name gets the value under that name."""
    names = [found[0] for found in PLACEHOLDER.finditer(text.value) if not found[0].endswith("%")]
    filled = PLACEHOLDER.sub(lambda found: "%" if found[0].endswith("%") else "{}", text.value)
    if text.holes or not (names and all(name.startswith("%(") for name in names)):
        return Text(filled, text.holes + _values(value))
    keys = [name[2 : name.index(")")] for name in names]
    return Text(filled, _in_order(keys, named(value), _values(value)))


def formatted(text: Text, call: Call) -> Text:
    """`text.format(…)`; a field with a name or number gets the argument of that name or number."""
    filled = FIELD.sub(lambda found: found[0][0] if found[0] in ("{{", "}}") else "{}", text.value)
    given = call.arguments + tuple(value for _, value in call.keywords)
    fields = [found[0] for found in FIELD.finditer(text.value) if found[0] not in ("{{", "}}")]
    if text.holes or all(field[1:2] in ("}", ":", "!") for field in fields):
        return Text(filled, text.holes + given)
    places = count()
    keys = [NAME_OF_FIELD.match(field[1:])[0] or str(next(places)) for field in fields]  # type: ignore[index]  # it matches nothing, too
    named = {str(at): value for at, value in enumerate(call.arguments)} | dict(call.keywords)
    found = _in_order(keys, named, given)
    asked = zip(keys, fields, found, strict=False)  # behind them those that nothing asks for
    holes = tuple(_field(named.get(key), field, hole) for key, field, hole in asked)
    return Text(filled, (*holes, *found[len(fields) :]))


def _field(given: Expression, field: str, hole: Expression) -> Expression:
    """What fills a field: of `{0.total}` or `{order.total}` the attribute of what is given."""
    path = ATTRIBUTES.match(field)
    if path is None:
        return hole
    if isinstance(given, str):
        return f"{given}.{path[1]}"
    if isinstance(given, Attribute):
        return Attribute(given.value, f"{given.name}.{path[1]}")
    return Attribute(given, path[1]) if isinstance(given, Call) else hole


def _in_order(keys: list[str], named: dict[str, Expression], given: tuple[Expression, ...]) -> tuple[Expression, ...]:
    """A value for each key, the first time it is asked for, and behind them those that nothing asks for."""
    left = dict(named)
    found = [left.pop(key, None) for key in keys]
    return (*found, *(left.values() if named else given))


def named(value: Expression) -> dict[str, Expression]:
    """The values of a dict that is written out, by the texts of its keys."""
    pairs = value.items if type(value) is Group and value.kind == "dict" else ()
    return {
        pair.items[0].value: pair.items[1]
        for pair in pairs
        if type(pair) is Group and len(pair.items) == 2 and type(pair.items[0]) is Text
    }


def joined(parts: list[Expression]) -> Text:
    """The parts of a concatenation one after the other; whatever is not a text itself is a hole."""
    values: list[str] = []
    holes: list[Expression] = []
    for part in parts:
        if type(part) is Text:
            values.append(part.value)
            holes.extend(part.holes)
        else:
            values.append("{}")
            holes.append(part)
    return Text("".join(values), tuple(holes))


def _values(value: Expression) -> tuple[Expression, ...]:
    if type(value) is not Group or value.kind not in ("tuple", "dict"):
        return (value,)
    if value.kind == "tuple":
        return value.items
    return tuple(item.items[-1] if type(item) is Group else item for item in value.items)
