"""From `match` of the syntax tree to what its patterns ask of the subject, and to the names that they bind."""

from typing import TYPE_CHECKING

from tree_sitter import Node

from ..facts import Expression, Group, Use
from .circumstances import CONDITIONAL
from .node_kinds import AS, BLOCK, EXTRAS, IDENTIFIER
from .syntax import kinds

if TYPE_CHECKING:
    from .statements import StatementReader

PATTERN = kinds("case_pattern")
CLASS_PATTERN = kinds("class_pattern")
KEYWORD_PATTERN = kinds("keyword_pattern")
NAMES = kinds("dotted_name")


def match(reader: "StatementReader", node: Node, depth: int) -> None:
    """Imports in a `match` are conditional; its cases know what is matched."""
    outer, subject = reader.context, reader.subject
    heads = [child for child in node.named_children if child.kind_id not in BLOCK and child.kind_id not in EXTRAS]
    reader.context = outer | CONDITIONAL
    reader.subject = reader.expression(heads[0], depth) if len(heads) == 1 else None
    reader.heads(node, "condition", depth)
    reader.context, reader.subject = outer, subject


def case(reader: "StatementReader", node: Node, depth: int) -> None:
    """What the patterns of a case bind, then its guard and block."""
    patterns = [child for child in node.named_children if child.kind_id in PATTERN]
    for pattern in patterns:
        _captures(reader, pattern, reader.subject if len(patterns) == 1 else None, depth)
    reader.heads(node, "condition", depth)


def _captures(reader: "StatementReader", pattern: Node, subject: Expression, depth: int) -> None:
    waiting: list[tuple[Node, Expression]] = [(pattern, subject)]
    while waiting:
        node, matched = waiting.pop()
        parts = [child for child in node.named_children if child.kind_id not in EXTRAS]
        if node.kind_id in AS and len(parts) == 2 and parts[1].kind_id == IDENTIFIER:
            name = reader.slice(parts[1])
            reader.bind(node, [name], matched, "=")
            waiting.append((parts[0], name))
        elif node.kind_id in CLASS_PATTERN:
            if isinstance(matched, str) and parts:
                asked = Group((matched, reader.expression(parts[0], depth)), "pair")
                reader.uses.append(Use(reader.line(node.start_byte), reader.scope, "match", asked))
            waiting.extend((part, None) for part in parts[1:])
        elif node.kind_id in NAMES:
            name = reader.slice(node)
            if name.isidentifier() and name != "_":
                reader.bind(node, [name], matched, "=")
        elif node.kind_id in KEYWORD_PATTERN:
            waiting.extend((part, None) for part in parts[1:])
        else:
            inner = matched if node.kind_id in PATTERN and len(parts) == 1 else None
            waiting.extend((part, inner) for part in parts)
