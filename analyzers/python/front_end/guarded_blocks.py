"""From `try`, `except` and `with` of the syntax tree to what they catch, open and bind."""

from typing import TYPE_CHECKING

from tree_sitter import Node

from ..facts import Expression, With
from .circumstances import CONDITIONAL
from .node_kinds import AS, BLOCK, EXTRAS
from .syntax import kinds

if TYPE_CHECKING:
    from .statements import StatementReader

(CLAUSE,) = kinds("with_clause")
(ITEM,) = kinds("with_item")
(PARENTHESES,) = kinds("parenthesized_expression")
(TARGET,) = kinds("as_pattern_target")


def try_(reader: "StatementReader", node: Node, depth: int) -> None:
    """Imports in a `try` or its handlers are conditional."""
    outer, reader.context = reader.context, reader.context | CONDITIONAL
    reader.heads(node, "expression", depth)
    reader.context = outer


def except_(reader: "StatementReader", node: Node, depth: int) -> None:
    """The types that a handler catches, then its block."""
    caught = [n for n in node.named_children if n.kind_id not in BLOCK and n.kind_id not in EXTRAS]
    if len(caught) > 1 and any(child.type == "," for child in node.children):
        comma(reader, node, caught, depth)
    else:
        for child in caught:
            reader.use(child, "except", caught_type(reader, child, depth))
    for child in node.named_children:
        if child.kind_id in BLOCK:
            reader.block(child.children, depth)


def caught_type(reader: "StatementReader", node: Node, depth: int) -> Expression:
    """The type of `type as name`; the name is bound."""
    if node.kind_id not in AS:
        return reader.expression(node, depth)
    value, target = item(reader, node, depth)
    reader.bind(node, [target] if target is not None else [], None, "=")
    return value


def comma(reader: "StatementReader", node: Node, caught: list[Node], depth: int) -> None:
    """`except A, b` of Python 2 binds b; `except A, B` of Python 3.14 catches both."""
    if len(caught) == 2 and reader.slice(caught[1]).islower():
        reader.flaw(node, "python2", "Python 2 source: except with a comma.")
        reader.use(caught[0], "except", reader.expression(caught[0], depth))
        reader.bind(node, [reader.expression(caught[1], depth)], None, "=")
        return
    reader.flaw(node, "newer-syntax", "Several exceptions without brackets, which Python knows since 3.14.")
    for child in caught:
        reader.use(child, "except", reader.expression(child, depth))


def with_(reader: "StatementReader", node: Node, depth: int) -> None:
    """The managers with their targets, then the block."""
    items: list[tuple[Expression, Expression]] = []
    for clause in node.named_children:
        if clause.kind_id == CLAUSE:
            items += [item(reader, n, depth) for n in clause.named_children if n.kind_id == ITEM]
    line, end = reader.line(node.start_byte), reader.line(node.end_byte - 1)
    reader.withs.append(With(line, end, reader.scope, tuple(items)))
    for child in node.named_children:
        if child.kind_id in BLOCK:
            reader.block(child.children, depth)


def item(reader: "StatementReader", node: Node, depth: int) -> tuple[Expression, Expression]:
    """`value as target`."""
    children = [child for child in node.named_children if child.kind_id not in EXTRAS]
    if node.kind_id == ITEM:
        return item(reader, children[0], depth) if children else (None, None)
    if node.kind_id == PARENTHESES and children and children[0].kind_id in AS:
        return item(reader, children[0], depth)
    if node.kind_id not in AS:
        return reader.expression(node, depth), None
    target = children[-1].named_children if children[-1].kind_id == TARGET else []
    return reader.expression(children[0], depth), reader.expression(target[0], depth) if target else None
