"""From the source of string literals and what is done to them to one `Text` in which every hole is `{}`."""

import re

from .facts import Call, Expression, Group, Text

ESCAPE = re.compile(r"\\(\n|['\"\\nrt]|.)", re.DOTALL)
ESCAPED = {"\n": "", "n": "\n", "r": "\r", "t": "\t"}
PLACEHOLDER = re.compile(r"%(?:\([^)]{0,99}\))?[#0\- +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?[diouxXeEfFgGcrsa%]")
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
    """`text % value`."""
    filled = PLACEHOLDER.sub(lambda found: "%" if found[0].endswith("%") else "{}", text.value)
    return Text(filled, text.holes + _values(value))


def formatted(text: Text, call: Call) -> Text:
    """`text.format(…)`."""
    filled = FIELD.sub(lambda found: found[0][0] if found[0] in ("{{", "}}") else "{}", text.value)
    return Text(filled, text.holes + call.arguments + tuple(value for _, value in call.keywords))


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
