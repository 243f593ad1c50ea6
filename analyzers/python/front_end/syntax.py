"""From UTF-8 source to a syntax tree; a parse that takes too many steps is given up, not waited for."""

from collections.abc import Callable, Iterator
from typing import Any

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Tree

from ..facts import Flaw

LANGUAGE = Language(tree_sitter_python.language())
# The parser reports after each hundred operations. Real and hostile files took at most 0.06 reports a byte.
REPORTS_PER_BYTE = 0.6
REPORTS_AT_LEAST = 10_000
CHUNK = 16_384
LAZY_WORD = b"lazy"  # before an import in Python 3.15: not in the grammar, but understood
ERROR = 65_535  # the kind id of every ERROR node, in every language


def kinds(*names: str) -> frozenset[int]:
    """The ids of all node kinds of these names (several kinds may share a name)."""
    return frozenset(
        id
        for id in range(LANGUAGE.node_kind_count)
        if LANGUAGE.node_kind_for_id(id) in names and (LANGUAGE.node_kind_is_named(id) or not names[0].isidentifier())
    )


def by_kind(handlers: dict[str, Any]) -> Callable[[int], Any]:
    """From a kind id to the handler of its name, None where there is none."""
    table = {id: handler for name, handler in handlers.items() for id in kinds(name)}
    if "ERROR" in handlers:
        table[ERROR] = handlers["ERROR"]
    return table.get


def parse(source: bytes, at_least: int = REPORTS_AT_LEAST) -> Tree | None:
    """The syntax tree, or None if the parser would take too long; the limit counts steps, so it never depends on load."""
    left = at_least + int(len(source) * REPORTS_PER_BYTE)

    def give_up(_offset: int, _has_error: bool) -> bool:
        nonlocal left
        left -= 1
        return left < 0

    read: Callable[[int, object], bytes] = lambda offset, _point: source[offset : offset + CHUNK]  # noqa: E731
    try:
        return Parser(LANGUAGE).parse(read, progress_callback=give_up)
    except ValueError:  # "Parsing failed": all that the binding says of a parse that was given up
        return None


def errors(root: Node) -> Iterator[Node]:
    """The places where the text is no Python: ERROR and MISSING nodes in order, not those inside others."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            yield node
        elif node.has_error:
            waiting.extend(reversed(node.children))


def _is_newer(node: Node) -> bool:
    """Whether an error is of the grammar, not of the text: `lazy import`, and `class Box[T = Order]`."""
    return node.text == LAZY_WORD or (node.parent is not None and node.parent.type == "type_parameter")


def syntax_flaw(root: Node, source: bytes) -> Flaw | None:
    """The first syntax error with how many there are, or None."""
    if not root.has_error:
        return None
    found = [node for node in errors(root) if not _is_newer(node)]
    if not found:
        return None
    first = found[0]
    line = source.count(b"\n", 0, first.start_byte) + 1
    text = source.splitlines()[line - 1 : line]
    shown = text[0].strip()[:60].decode("utf-8", "replace") if text else ""
    more = f" (the first of {len(found)} places)" if len(found) > 1 else ""
    return Flaw(line, "syntax-error", f"Not understood: {shown!r}{more}; the rest was read.")
