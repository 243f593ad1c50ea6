"""From string nodes of the syntax tree to `Text`; f-strings and t-strings with their holes."""

from typing import TYPE_CHECKING

from tree_sitter import Node

from ..facts import Expression, Text
from .literals import joined, plain, unescaped
from .node_kinds import STRING
from .syntax import kinds

if TYPE_CHECKING:
    from .expressions import ExpressionReader

(CONTENT,) = kinds("string_content")
(INTERPOLATION,) = kinds("interpolation")
QUOTES, TRIPLE, BACKTICK = "\"'", ('"""', "'''"), "`"


def string(reader: "ExpressionReader", node: Node, depth: int) -> Text:
    """One literal."""
    start, end = node.start_byte, node.end_byte
    reader.strings += (start, end)
    literal = reader.text[start:end]
    if not literal.isascii():
        literal = reader.slice(node)
    quote = literal[0]
    if quote in QUOTES and "\\" not in literal:
        return Text(literal[3:-3] if literal.startswith(TRIPLE) else literal[1:-1])
    opening = literal[:2].lower()
    if quote == BACKTICK:
        reader.flaw(node, "python2", "Python 2 source: backticks.")
    elif quote not in QUOTES and ("f" in opening or "t" in opening):
        if "t" in opening:
            reader.flaw(node, "newer-syntax", "A template string, which Python knows since 3.14.")
        return template(reader, node, depth)
    return Text(plain(literal))


def template(reader: "ExpressionReader", node: Node, depth: int) -> Text:
    """An f-string or t-string."""
    values: list[str] = []
    holes: list[Expression] = []
    for child in node.children:
        if child.kind_id == CONTENT:
            values.append(unescaped(reader.slice(child)).replace("{{", "{").replace("}}", "}"))
        elif child.kind_id == INTERPOLATION:
            values.append("{}")
            inner = child.named_children
            holes.append(reader.expression(inner[0], depth) if inner else None)
    return Text("".join(values), tuple(holes))


def concatenated(reader: "ExpressionReader", node: Node, depth: int) -> Text:
    """Literals that stand side by side."""
    return joined([reader.expression(child, depth) for child in node.named_children if child.kind_id == STRING])
