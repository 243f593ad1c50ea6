"""From the syntax tree of one file to its definitions, imports, assignments, uses and with-blocks."""

from bisect import bisect_right

from tree_sitter import Node

from ..facts import Assignment, Definition, Expression, Group, Import, Parameter, Text, Use, UseKind, With, Words
from .circumstances import CONDITIONAL, LAZY, TYPE_CHECKING
from .definitions import TEXTS, class_, decorated, docstring_statement, function, parameters_of
from .expressions import ExpressionReader
from .guarded_blocks import except_, try_, with_
from .import_statements import import_, import_from
from .match_statements import case, match
from .node_kinds import ATTRIBUTE, BLOCK, CALL, EXPRESSION_LIST, EXTRAS, IDENTIFIER, TYPE
from .quoted import quoted_words
from .syntax import by_kind, kinds
from .words import words_of

(ASSIGNMENT,) = kinds("assignment")
(AUGMENTED,) = kinds("augmented_assignment")
(YIELD,) = kinds("yield")
(EQUALS,) = kinds("=")


class StatementReader(ExpressionReader):
    """Walks the statements of one file in order; every fact lands in a list as its statement is passed."""

    def __init__(self, source: bytes) -> None:
        super().__init__(source)
        self.definitions: list[Definition] = []
        self.imports: list[Import] = []
        self.uses: list[Use] = []
        self.withs: list[With] = []
        self.context = 0
        self.subject: Expression = None
        self.lazy = 0

    def module(self, root: Node) -> None:
        """Read the whole file."""
        first = docstring_statement(root)
        lines = len(self.starts) - 1
        self.definitions.append(Definition("", "module", 1, lines, -1))
        self.block(root.children, 0, first)

    def block(self, nodes: list[Node], depth: int, docstring: Node | None = None) -> None:
        """Statements one after the other; what is none is left out, inside errors read as far as possible."""
        for node in nodes:
            handler = handler_of(node.kind_id)
            if handler is None or (docstring is not None and node == docstring):
                continue
            if depth > 100:
                self.flaw(node, "too-complex", "Blocks nested more than 100 levels deep; what is deeper was not read.")
                return
            handler(self, node, depth + 1)

    def use(self, node: Node, kind: UseKind, expression: Expression) -> None:
        """Keep an expression that no other fact holds."""
        if expression is not None:
            self.uses.append(Use(bisect_right(self.starts, node.start_byte), self.scope, kind, expression))

    def expression_statement(self, node: Node, depth: int) -> None:
        for child in node.children:
            kind = child.kind_id
            if kind == ASSIGNMENT:
                self.assignment(child, depth)
            elif kind == CALL:
                line = bisect_right(self.starts, child.start_byte)
                self.uses.append(Use(line, self.scope, "expression", self.call(child, depth)))
            elif kind == AUGMENTED:
                self.augmented(child, depth)
            elif kind == YIELD:
                self.use(child, "yield", self.expression(child, depth))
            elif kind in TEXTS:
                self.expression(child, depth)  # a string that nobody uses: not a word of the domain either
            else:
                self.use(child, "expression", self.expression(child, depth))

    def assignment(self, node: Node, depth: int) -> None:
        line = bisect_right(self.starts, node.start_byte)
        sides = node.children
        if len(sides) == 3 and sides[1].kind_id == EQUALS and sides[2].kind_id != ASSIGNMENT:
            target, found = self.expression(sides[0], depth), self.expression(sides[2], depth)
            self.assignments.append(Assignment(line, self.scope, (target,), found))
            return
        targets: list[Expression] = []
        annotation: Expression = None
        value: Node | None = node
        while value is not None and value.kind_id == ASSIGNMENT:
            children = [child for child in value.children if child.kind_id not in EXTRAS]
            targets.append(self.expression(children[0], depth))
            annotation = next((self.expression(n, depth) for n in children if n.kind_id == TYPE), None)
            value = children[-1] if children[-1].kind_id != TYPE and children[-1].is_named else None
        found = None if value is None else self.expression(value, depth)
        self.assignments.append(Assignment(line, self.scope, tuple(targets), found, annotation))

    def augmented(self, node: Node, depth: int) -> None:
        children = [child for child in node.children if child.kind_id not in EXTRAS]
        target, value = self.expression(children[0], depth), self.expression(children[-1], depth)
        how = self.slice(children[1])
        self.assignments.append(Assignment(self.line(node.start_byte), self.scope, (target,), value, None, how))

    def body(self, node: Node, kind: str, depth: int, docstring: Node | None) -> None:  # noqa: ARG002 - for outlines
        """What stands in a definition of a kind."""
        self.block(node.children, depth, docstring)

    def parameters(self, node: Node, name: str, depth: int) -> tuple[Parameter, ...]:  # noqa: ARG002 - for outlines
        """The parameters of a function of this name."""
        return parameters_of(self, node, depth)

    def words(self) -> Words:
        """The words of the file, once it is read."""
        return words_of(self.text, self.strings)

    def quoted(self) -> Words:
        """The words of the names that the file has in quotes, once it is read."""
        return quoted_words(self.text, self.strings)

    def conditions(self, node: Node, depth: int) -> None:
        """An if, elif or while: the condition, then what depends on it."""
        self.heads(node, "condition", depth)

    def heads(self, node: Node, kind: UseKind, depth: int) -> None:
        """The expressions at the head of a compound statement, then its blocks and clauses."""
        for child in node.named_children:
            if child.kind_id in BLOCK:
                self.block(child.children, depth)
            elif handler_of(child.kind_id) is not None:
                self.block([child], depth)
            elif child.kind_id not in EXTRAS:
                self.use(child, kind, self.expression(child, depth))

    def if_(self, node: Node, depth: int) -> None:
        outer = self.context
        children = node.named_children
        guarded = self.is_guard(children)
        for child in children:
            if child.kind_id in BLOCK:
                self.context = outer | (TYPE_CHECKING if guarded else CONDITIONAL)
                self.block(child.children, depth)
            elif handler_of(child.kind_id) is not None:
                self.context = outer | CONDITIONAL
                self.block([child], depth)
            elif child.kind_id not in EXTRAS:
                self.use(child, "condition", self.expression(child, depth))
        self.context = outer

    def is_guard(self, children: list[Node]) -> bool:
        """Whether the condition, which is the first of them, is `TYPE_CHECKING`."""
        for child in children:
            if child.kind_id not in EXTRAS:
                named = child.kind_id in (IDENTIFIER, ATTRIBUTE)
                return named and self.slice(child).rpartition(".")[2] == "TYPE_CHECKING"
        return False

    def for_(self, node: Node, depth: int) -> None:
        self.for_in(node, depth)
        for child in node.named_children:
            if child.kind_id in BLOCK:
                self.block(child.children, depth)
            elif handler_of(child.kind_id) is not None:
                self.block([child], depth)

    def return_(self, node: Node, depth: int) -> None:
        for child in node.children:  # the keyword is no expression
            if (found := self.expression(child, depth)) is not None:
                self.use(node, "return", found)

    def raise_(self, node: Node, depth: int) -> None:
        for child in node.named_children:
            if child.kind_id == EXPRESSION_LIST:
                self.flaw(node, "python2", "Python 2 source: raise with a comma.")
            self.use(node, "raise", self.expression(child, depth))

    def delete(self, node: Node, depth: int) -> None:
        for child in node.named_children:
            self.use(node, "delete", self.expression(child, depth))

    def names(self, node: Node, _depth: int) -> None:
        declared = tuple(self.slice(child) for child in node.named_children if child.kind_id not in EXTRAS)
        self.use(node, "global", Group(declared, "tuple"))

    def print_(self, node: Node, depth: int) -> None:
        self.flaw(node, "python2", f"Python 2 source: {node.type.partition('_')[0]} as a statement.")
        for child in node.named_children:
            self.use(node, "expression", self.expression(child, depth))

    def type_alias(self, node: Node, depth: int) -> None:
        sides = [n for n in node.named_children if n.kind_id == TYPE]
        target, value = self.expression(sides[0], depth), self.expression(sides[-1], depth)
        name = target if isinstance(target, str) else getattr(target, "value", None)
        self.assignments.append(Assignment(self.line(node.start_byte), self.scope, (name,), value))

    def error(self, node: Node, depth: int) -> None:
        """Inside what is no Python: whole statements, and expressions that are more than a name."""
        if self.slice(node) == "lazy":
            self.flaw(node, "newer-syntax", "A lazy import, which Python knows since 3.15.")
            self.lazy = LAZY
            return
        for child in node.children:
            if handler_of(child.kind_id) is not None:
                self.block([child], depth)
            elif child.kind_id in BLOCK:
                self.block(child.children, depth)
            elif child.child_count:
                found = self.expression(child, depth)
                if not isinstance(found, Text):
                    self.use(child, "expression", found)


def has_code(root: Node) -> bool:
    """Whether a module holds anything besides comments and a docstring."""
    docstring = docstring_statement(root)
    return any(child.kind_id not in EXTRAS and child != docstring for child in root.children)


handler_of = by_kind(
    {
        "expression_statement": StatementReader.expression_statement,
        "import_statement": import_,
        "import_from_statement": import_from,
        "future_import_statement": import_from,
        "decorated_definition": decorated,
        "function_definition": function,
        "class_definition": class_,
        "if_statement": StatementReader.if_,
        "for_statement": StatementReader.for_,
        "try_statement": try_,
        "except_clause": except_,
        "with_statement": with_,
        "match_statement": match,
        "case_clause": case,
        "return_statement": StatementReader.return_,
        "raise_statement": StatementReader.raise_,
        "delete_statement": StatementReader.delete,
        "type_alias_statement": StatementReader.type_alias,
        "ERROR": StatementReader.error,
    }
    | dict.fromkeys(("while_statement", "elif_clause", "assert_statement"), StatementReader.conditions)
    | dict.fromkeys(("else_clause", "finally_clause"), StatementReader.conditions)
    | dict.fromkeys(("global_statement", "nonlocal_statement"), StatementReader.names)
    | dict.fromkeys(("print_statement", "exec_statement"), StatementReader.print_)
)
