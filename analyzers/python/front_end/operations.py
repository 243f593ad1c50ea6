"""From operators of the syntax tree to expression skeletons: sums, choices, comparisons, and texts put together."""

from typing import TYPE_CHECKING

from tree_sitter import Node

from ..facts import Expression, Group, GroupKind, Text
from .literals import joined, percent
from .node_kinds import EXTRAS
from .syntax import LANGUAGE, kinds

if TYPE_CHECKING:
    from .expressions import ExpressionReader

(BINARY,) = kinds("binary_operator")
(BOOLEAN,) = kinds("boolean_operator")
(NOT,) = kinds("not_operator")
PLUS, PERCENT, OR, UNEQUAL = "+", "%", "or", "<>"
SEVERAL = "…"
# The tokens, which are no names of kinds: a look at the id is faster than one at the text.
SIGNS = {
    id: LANGUAGE.node_kind_for_id(id) or ""
    for id in range(LANGUAGE.node_kind_count)
    if not LANGUAGE.node_kind_is_named(id)
}
# What asks for the opposite of another calls the same method.
COMPARISONS = {"not in": "in", "is not": "is", "<>": "!="} | {
    name: name for name in ("in", "is", "==", "!=", "<", "<=", ">", ">=")
}


def binary(reader: "ExpressionReader", node: Node, depth: int) -> Expression:
    """An operator and all those on its left at once: a sum of thousands of terms is one level deep."""
    spine: list[tuple[str, Node]] = []
    while node.kind_id == BINARY:
        left, operator, right = _operands(node)
        spine.append((SIGNS.get(operator.kind_id, SEVERAL), right))
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
    left, operator, right = _operands(node)
    asked = operator.kind_id
    parts = [right]
    while left.kind_id == BOOLEAN:
        further, operator, right = _operands(left)
        if operator.kind_id != asked:
            break
        parts.append(right)
        left = further
    parts.append(left)
    return group(reader.each(parts[::-1], depth), "choice" if SIGNS.get(asked) == OR else "operation")


def operation(reader: "ExpressionReader", node: Node, depth: int) -> Expression:
    """A comparison or `not`."""
    if node.kind_id == NOT:
        return group(reader.each(node.named_children, depth), "operation")
    children = _without_extras(node.children)
    signs = [sign for child in children if (sign := SIGNS.get(child.kind_id))]
    if UNEQUAL in signs:
        reader.flaw(node, "python2", "Python 2 source: the operator <>.")
    operands = reader.each([child for child in children if child.is_named], depth)
    sign = COMPARISONS.get(signs[0], SEVERAL) if len(signs) == 1 else SEVERAL
    return group(operands, "operation", sign if sign != "in" or len(operands) == 2 else SEVERAL)


def conditional(reader: "ExpressionReader", node: Node, depth: int) -> Expression:
    """`a if c else b`: the values, then the condition, which is none of them."""
    value, condition, *other = (n for n in node.named_children if n.kind_id not in EXTRAS)
    asked = group(reader.each([condition], depth), "condition")
    return group([*reader.each([value, *other], depth), *((asked,) if asked else ())], "choice")


def group(items: list[Expression], kind: GroupKind, sign: str = "") -> Expression:
    """Parts of something larger, None if nothing is known of any of them."""
    return Group(tuple(items), kind, sign) if any(item is not None for item in items) else None


def single(items: list[Expression], kind: GroupKind) -> Expression:
    """The only one, or all of them as a group."""
    return items[0] if len(items) == 1 else Group(tuple(items), kind) if items else None


def _operands(node: Node) -> tuple[Node, Node, Node]:
    children = _without_extras(node.children)
    if len(children) != 3:
        children = [child for child in children if not child.is_error]
    return children[0], children[1], children[-1]


def _without_extras(children: list[Node]) -> list[Node]:
    """Of an operation with two operands these three parts, whatever stands between them."""
    return children if len(children) == 3 else [child for child in children if child.kind_id not in EXTRAS]
