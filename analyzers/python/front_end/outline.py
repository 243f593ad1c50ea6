"""From the syntax tree of a file that is no product code to its outline: all but what its functions do.

Tests, vendored and generated files are half of the text of many systems. What they import and define is evidence; what
their functions do is not deployed with any service, so no analyzer looks at it, and reading it costs twice as much as the
rest of such a file. Most bodies are gone before the text is parsed (`bodies`); here those are passed over that were left.
"""

from tree_sitter import Node

from decompose.evidence.unit import Role

from ..facts import Parameter, Words
from .statements import StatementReader

OUTLINED = frozenset({Role.TEST, Role.VENDORED, Role.TOOLING, Role.GENERATED})


class OutlineReader(StatementReader):
    """Passes over the body of every function that imports nothing, and counts no words."""

    def body(self, node: Node, kind: str, depth: int, docstring: Node | None) -> None:
        if kind == "class" or "import" in self.text[node.start_byte : node.end_byte]:
            super().body(node, kind, depth, docstring)

    def parameters(self, node: Node, name: str, depth: int) -> tuple[Parameter, ...]:
        """Of tests only those with a type or a default: nobody calls a test, and what it is given pytest finds by name."""
        found = super().parameters(node, name, depth)
        return tuple(one for one in found if one.annotation or one.default) if name.startswith("test") else found

    def words(self) -> Words:
        return Words()

    def quoted(self) -> Words:
        return Words()
