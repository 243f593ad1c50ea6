"""Contracts: from the source of one file to the exact signatures of some of its classes and functions.

The parser of the facts finds where a definition's header ends; libcst reads the header alone, losslessly, so that nothing
of a body, however large or hostile, reaches it.
"""

import re
from collections.abc import Iterable, Iterator

import libcst
from tree_sitter import Node

from decompose.evidence.contract import Contract
from decompose.evidence.unit import Unit
from decompose.repository.source import SourceFile

from .decoding import decode
from .syntax import parse

LONGEST_HEADER = 4_000
"""Bytes; a longer one is generated code, or made to exhaust a recursive parser."""

DEEPEST_HEADER = 40
"""Brackets within brackets in a header, for the same reason."""

LOOSE = re.compile(r"[\n\r\t\f\\#]|\( | \)|, ?\)")
"""What a header has that is not on one line already: line breaks, comments, space or a comma within its brackets."""

SIMPLE = frozenset({"expression_statement", "import_statement", "import_from_statement", "assert_statement", "comment"})
"""Statements that hold no others, and most of what a module of data is made of."""

CALLED_OTHERWISE = frozenset({"@property", "@staticmethod", "@classmethod", "@cached_property", "@contextmanager"})
"""Decorators without which a signature would mislead."""


def contracts_of(file: SourceFile, units: Iterable[Unit]) -> tuple[Contract, ...]:
    """The contracts of those `units` that the file defines and whose headers can be read, by unit."""
    decoded = decode(file.content)
    tree = parse(decoded.source) if decoded.source is not None else None
    if tree is None:
        return ()
    wanted = {unit.location.line: unit for unit in units}
    found = [_contract(wanted[line], node) for node in _definitions(tree.root_node) if (line := _line(node)) in wanted]
    return tuple(sorted((contract for contract in found if contract.signatures), key=lambda contract: contract.unit))


def _contract(unit: Unit, node: Node) -> Contract:
    headers = [node, *(method for method in _methods(node) if _is_public(method))]
    signatures = [signature for header in headers if (signature := _signature(header))]
    return Contract(unit.id, unit.location, tuple(signatures), _summary(node))


def _definitions(root: Node) -> Iterator[Node]:
    """Every class and function that no other one encloses, also those below an `if` or `try`."""
    pending = list(reversed(root.children))
    while pending:
        node = pending.pop()
        if node.type in ("class_definition", "function_definition"):
            yield node
        elif node.type not in SIMPLE:
            pending.extend(reversed(node.children))


def _methods(node: Node) -> Iterator[Node]:
    body = node.child_by_field_name("body")
    if node.type != "class_definition" or body is None:
        return
    for statement in body.children:
        inner = statement.child_by_field_name("definition") if statement.type == "decorated_definition" else statement
        if inner is not None and inner.type == "function_definition":
            yield inner


def _is_public(method: Node) -> bool:
    name = _text(method.child_by_field_name("name"))
    return not name.startswith("_") or name in ("__init__", "__call__")


def _signature(node: Node) -> str:
    """The header on one line, with the decorators that change how it is called; "" where it cannot be read."""
    colon = next((child for child in node.children if child.type == ":"), None)  # before comments that begin a body
    header = (node.text or b"")[: colon.end_byte - node.start_byte] if colon is not None else b""
    if not header or len(header) > LONGEST_HEADER or _depth(header) > DEEPEST_HEADER:
        return ""
    line = _one_line(header.decode("utf-8", "replace").rstrip())
    return " ".join((*_decorators(node), line)) if line else ""


def _one_line(header: str) -> str:
    try:
        statement = libcst.parse_statement(f"{header} ...\n")
    except (libcst.ParserSyntaxError, libcst.CSTValidationError):  # Python 2, broken, or a letter it does not know
        return ""
    if not isinstance(statement, libcst.FunctionDef | libcst.ClassDef):
        return ""
    if not LOOSE.search(header):
        return header.removesuffix(":").rstrip()
    flat = statement.with_changes(leading_lines=[]).visit(_OneLine())
    assert isinstance(flat, libcst.FunctionDef | libcst.ClassDef)
    return libcst.Module([flat]).code.rstrip().removesuffix("...").rstrip().removesuffix(":").rstrip()


class _OneLine(libcst.CSTTransformer):
    """Line breaks and comments within brackets go, and with them the comma before a closing bracket."""

    def leave_ParenthesizedWhitespace(  # noqa: N802 - libcst's name and arguments
        self,
        original_node: libcst.ParenthesizedWhitespace,  # noqa: ARG002
        updated_node: libcst.ParenthesizedWhitespace,  # noqa: ARG002
    ) -> libcst.SimpleWhitespace:
        """One space for a line break."""
        return libcst.SimpleWhitespace(" ")

    def leave_FunctionDef(  # noqa: N802 - libcst's name and arguments
        self,
        original_node: libcst.FunctionDef,  # noqa: ARG002
        updated_node: libcst.FunctionDef,
    ) -> libcst.FunctionDef:
        """No space inside the outer brackets."""
        parameters = updated_node.params
        for group in ("star_kwarg", "kwonly_params", "star_arg", "params", "posonly_params"):
            last = getattr(parameters, group)
            if isinstance(last, libcst.Param):
                parameters = parameters.with_changes(**{group: _last(last)})
            elif isinstance(last, tuple | list) and last:
                parameters = parameters.with_changes(**{group: [*last[:-1], _last(last[-1])]})
            else:
                continue
            break
        return updated_node.with_changes(params=parameters, whitespace_before_params=libcst.SimpleWhitespace(""))

    def leave_ClassDef(  # noqa: N802 - libcst's name and arguments
        self,
        original_node: libcst.ClassDef,  # noqa: ARG002
        updated_node: libcst.ClassDef,
    ) -> libcst.ClassDef:
        """No space inside the brackets of the bases."""
        changes: dict[str, list[libcst.Arg]] = {}
        for group in ("keywords", "bases"):
            if arguments := getattr(updated_node, group):
                last = arguments[-1].with_changes(
                    comma=libcst.MaybeSentinel.DEFAULT, whitespace_after_arg=libcst.SimpleWhitespace("")
                )
                changes[group] = [*arguments[:-1], last]
                break
        bare = libcst.LeftParen() if isinstance(updated_node.lpar, libcst.LeftParen) else updated_node.lpar
        return updated_node.with_changes(lpar=bare, **changes)


def _last(parameter: libcst.Param) -> libcst.Param:
    return parameter.with_changes(
        comma=libcst.MaybeSentinel.DEFAULT, whitespace_after_param=libcst.SimpleWhitespace("")
    )


def _decorators(node: Node) -> list[str]:
    """The decorators that change how a definition is called, as they stand."""
    above = node.parent
    if above is None or above.type != "decorated_definition":
        return []
    texts = [_text(child) for child in above.children if child.type == "decorator"]
    return [text for text in texts if text in CALLED_OTHERWISE]


def _summary(node: Node) -> str:
    """The first line of the docstring."""
    body = node.child_by_field_name("body")
    first = body.children[0] if body is not None and body.children else None
    if first is None or first.type != "expression_statement" or first.children[0].type != "string":
        return ""
    content = "".join(_text(child) for child in first.children[0].children if child.type == "string_content")
    return content.strip().partition("\n")[0].strip()


def _depth(header: bytes) -> int:
    """How deep brackets lie within brackets; those in strings count too, which can only be too careful."""
    depth = deepest = 0
    for byte in header:
        depth += (byte in b"([{") - (byte in b")]}")
        deepest = max(deepest, depth)
    return deepest


def _line(node: Node) -> int:
    return node.start_point.row + 1


def _text(node: Node | None) -> str:
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""
