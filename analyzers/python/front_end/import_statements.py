"""From import statements of the syntax tree to imported names with the circumstances they stand in."""

from typing import TYPE_CHECKING

from tree_sitter import Node

from ..facts import Import
from .circumstances import CIRCUMSTANCES, LAZY
from .node_kinds import EXTRAS
from .syntax import kinds

if TYPE_CHECKING:
    from .statements import StatementReader

(ALIASED,) = kinds("aliased_import")
IMPORTED = kinds("dotted_name", "aliased_import")
(RELATIVE,) = kinds("relative_import")
(WILDCARD,) = kinds("wildcard_import")


def import_(reader: "StatementReader", node: Node, _depth: int) -> None:
    """`import a, b.c as d`."""
    for child in node.named_children:
        if child.kind_id in IMPORTED:
            module, alias = aliased(reader, child)
            imported(reader, node, module, 0, "", alias)
    reader.lazy = 0


def import_from(reader: "StatementReader", node: Node, _depth: int) -> None:
    """`from a import b, c as d`, relative and starred ones included."""
    module, level, names = "", 0, []
    after = False
    for child in node.children:
        kind = child.kind_id
        if child.type == "import":
            after = True
        elif kind == RELATIVE:
            written = "".join(reader.slice(child).replace("\\", "").split())
            module = written.lstrip(".")
            level = len(written) - len(module)
        elif kind == WILDCARD:
            names.append(("*", ""))
        elif child.type == "__future__":
            module = "__future__"
        elif kind in IMPORTED:
            if after:
                names.append(aliased(reader, child))
            else:
                module = aliased(reader, child)[0]
    for name, alias in names:
        imported(reader, node, module, level, name, alias)
    reader.lazy = 0


def aliased(reader: "StatementReader", node: Node) -> tuple[str, str]:
    """A dotted name, and the name it is bound to if that is written."""
    if node.kind_id == ALIASED:
        children = [child for child in node.named_children if child.kind_id not in EXTRAS]
        return str(reader.dotted(children[0], 0)), reader.slice(children[-1])
    return str(reader.dotted(node, 0)), ""


def imported(reader: "StatementReader", node: Node, module: str, level: int, name: str, alias: str) -> None:
    """Keep one imported name with the circumstances it stands in."""
    if name and not module and not level:
        return  # `from import x`: an error that the parser mended
    lazy = LAZY if reader.scope and reader.definitions[reader.scope].kind == "function" else 0
    line = reader.line(node.start_byte)
    reader.imports.append(
        Import(line, module, level, name, alias, reader.scope, CIRCUMSTANCES[reader.context | lazy | reader.lazy])
    )
