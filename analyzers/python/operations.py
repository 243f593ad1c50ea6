"""From operators of the syntax tree to expression skeletons: sums, choices, comparisons, and texts put together."""

from typing import TYPE_CHECKING

from tree_sitter import Node

from .facts import Expression, Group, GroupKind, Text
from .literals import joined, percent
from .node_kinds import COMMENT
from .syntax import LANGUAGE, kinds

if TYPE_CHECKING:
    from .expressions import ExpressionReader

(BINARY,) = kinds("binary_operator")
(BOOLEAN,) = kinds("boolean_operator")
(NOT,) = kinds("not_operator")
PLUS, PERCENT, OR, UNEQUAL = "+", "%", "or", "<>"
SEVERAL = "…"
# The tokens of comparisons; what asks for the opposite of another calls the same method.
COMPARISONS = {
    id: {"not in": "in", "is not": "is", "<>": "!="}.get(name, name)
    for name in ("in", "not in", "is", "is not", "==", "!=", "<>", "<", "<=", ">", ">=")
    for id in range(LANGUAGE.node_kind_count)
    if LANGUAGE.node_kind_for_id(id) == name and not LANGUAGE.node_kind_is_named(id)
}


def binary(reader: "ExpressionReader", node: Node, depth: int) -> Expression:
    """An operator and all those on its left at once: a sum of thousands of terms is one level deep."""
    spine: list[tuple[str, Node]] = []
    while node.kind_id == BINARY:
        left, operator, right = _operands(node)
        spine.append((reader.slice(operator), right))
        node = left
    parts: list[Expression] = [reader.expression(node, depth)]
    text = type(parts[0]) is Text
    for sign, right in reversed(spine):
        value = reader.expression(right, depth)
        if text and sign == PERCENT:
            parts = [percent(joined(parts), value)]
        elif sign == PLUS and (text or type(value) is Text):
            parts = parts if text else [single(parts, "operation")]
            parts.append(value)
            text = True
        else:
            parts = [joined(parts)] if text else parts
            parts.append(value)
            text = False
    if text:
        return joined(parts)
    sign = spine[0][0] if len(spine) == 1 else SEVERAL
    return group([part for part in parts if part is not None], "operation", sign)


def boolean(reader: "ExpressionReader", node: Node, depth: int) -> Expression:
    """`a or b or c` is a choice of three, `and` an operation."""
    operator = reader.slice(_operands(node)[1])
    parts: list[Node] = []
    while node.kind_id == BOOLEAN and reader.slice(_operands(node)[1]) == operator:
        left, _, right = _operands(node)
        parts.append(right)
        node = left
    parts.append(node)
    return group(reader.each(parts[::-1], depth), "choice" if operator == OR else "operation")


def operation(reader: "ExpressionReader", node: Node, depth: int) -> Expression:
    """A comparison or `not`."""
    if UNEQUAL in reader.text[node.start_byte : node.end_byte] and any(n.type == UNEQUAL for n in node.children):
        reader.flaw(node, "python2", "Python 2 source: the operator <>.")
    children = node.children
    if len(children) != 3:  # `not`, several comparisons, or a comment between
        sign = "" if node.kind_id == NOT else SEVERAL
        return group(reader.each(node.named_children, depth), "operation", sign)
    operands = reader.each([children[0], children[2]], depth)
    sign = COMPARISONS.get(children[1].kind_id, SEVERAL)
    return group(operands, "operation", sign if sign != "in" or len(operands) == 2 else SEVERAL)


def conditional(reader: "ExpressionReader", node: Node, depth: int) -> Expression:
    """`a if c else b`: the values, then the condition, which is none of them."""
    value, condition, *other = (n for n in node.named_children if n.kind_id != COMMENT)
    asked = group(reader.each([condition], depth), "condition")
    return group([*reader.each([value, *other], depth), *((asked,) if asked else ())], "choice")


def group(items: list[Expression], kind: GroupKind, sign: str = "") -> Expression:
    """Parts of something larger, None if nothing is known of any of them."""
    return Group(tuple(items), kind, sign) if any(item is not None for item in items) else None


def single(items: list[Expression], kind: GroupKind) -> Expression:
    """The only one, or all of them as a group."""
    return items[0] if len(items) == 1 else Group(tuple(items), kind) if items else None


def _operands(node: Node) -> tuple[Node, Node, Node]:
    children = node.children
    if len(children) != 3:
        children = [child for child in children if child.kind_id != COMMENT and not child.is_error]
    return children[0], children[1], children[-1]
