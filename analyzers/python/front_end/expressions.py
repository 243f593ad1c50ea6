"""From nodes of the syntax tree to expression skeletons; what is deeper than any hand writes is cut and told."""

from bisect import bisect_right
from itertools import accumulate

from tree_sitter import Node

from ..facts import Assignment, Attribute, Call, Expression, Flaw, Group, GroupKind, Keywords, Subscript, Text
from .literals import formatted
from .node_kinds import ARGUMENTS, ATTRIBUTE, EXTRAS, IDENTIFIER, STRING
from .operations import binary, boolean, conditional, group, operation, single
from .strings import concatenated, string
from .syntax import by_kind, kinds

# Python itself allows 100 levels of indentation and 200 of brackets. Two or three frames a level stay far below the
# interpreter's own limit of 1000.
DEEPEST = 150

(KEYWORD,) = kinds("keyword_argument")
(STARS,) = kinds("dictionary_splat")


class ExpressionReader:
    """Turns the expressions of one file into skeletons and keeps what they bind on the way."""

    def __init__(self, source: bytes) -> None:
        # Bytes as characters of the same number: offsets of the tree hold in the text, whatever the alphabet.
        self.text = source.decode("latin_1")
        self.starts = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
        self.scope = 0
        self.assignments: list[Assignment] = []
        self.strings: list[int] = []
        self.flaws: dict[str, Flaw] = {}

    def line(self, offset: int) -> int:
        """The line of a byte offset, from 1."""
        return bisect_right(self.starts, offset)

    def flaw(self, node: Node, code: str, message: str) -> None:
        """Keep the first flaw of each code."""
        if code not in self.flaws:
            self.flaws[code] = Flaw(self.line(node.start_byte), code, message)

    def slice(self, node: Node) -> str:
        """The source of a node as real text."""
        chunk = self.text[node.start_byte : node.end_byte]
        return chunk if chunk.isascii() else chunk.encode("latin_1").decode("utf-8", "replace")

    def expression(self, node: Node, depth: int) -> Expression:
        """The skeleton of a node, None if nothing in it is a name, a call or a text."""
        handler = handler_of(node.kind_id)
        if handler is None:
            return None
        if handler is NAME:
            chunk = self.text[node.start_byte : node.end_byte]
            return chunk if chunk.isascii() else self.slice(node)
        if depth > DEEPEST:
            self.flaw(node, "too-complex", f"Nested more than {DEEPEST} levels deep; what is deeper was not read.")
            return None
        found: Expression = handler(self, node, depth + 1)
        return found

    def each(self, nodes: list[Node], depth: int) -> list[Expression]:
        """The skeletons of nodes in order, without those that are None."""
        read = self.expression
        return [found for node in nodes if (found := read(node, depth)) is not None]

    def attribute(self, node: Node, depth: int) -> Expression:
        chunk = self.text[node.start_byte : node.end_byte]
        if chunk.isascii() and chunk.replace(".", "_").isidentifier():
            return chunk
        children = node.children
        value = self.expression(children[0], depth)
        name = self.slice(children[-1])
        if type(value) is str:
            return f"{value}.{name}"
        if type(value) is Attribute:
            return Attribute(value.value, f"{value.name}.{name}")
        return Attribute(value, name)

    def call(self, node: Node, depth: int) -> Expression:
        children = node.children
        target, brackets = children[0], children[-1]
        if target.kind_id == ATTRIBUTE and depth < DEEPEST:
            function = self.attribute(target, depth + 1)
        else:
            function = self.expression(target, depth)
        start = brackets.start_byte
        line = bisect_right(self.starts, start)
        if brackets.kind_id != ARGUMENTS:
            return Call(function, (self.expression(brackets, depth),), (), line)
        if brackets.end_byte - start == 2:
            return Call(function, (), (), line)
        arguments, keywords = self.arguments(brackets, depth)
        call = Call(function, arguments, keywords, line)
        if type(function) is Attribute and function.name == "format" and type(function.value) is Text:
            return formatted(function.value, call)
        return call

    def arguments(self, node: Node, depth: int) -> tuple[tuple[Expression, ...], Keywords]:
        """Positional arguments, each in its place, and keywords."""
        read, text = self.expression, self.text
        arguments: list[Expression] = []
        keywords: list[tuple[str, Expression]] = []
        for child in node.named_children:
            kind = child.kind_id
            if kind == IDENTIFIER:
                chunk = text[child.start_byte : child.end_byte]
                arguments.append(chunk if chunk.isascii() else self.slice(child))
            elif kind == STRING:
                arguments.append(string(self, child, depth))
            elif kind == KEYWORD:
                parts = child.children
                name, value = parts[0], parts[-1]
                given = string(self, value, depth) if value.kind_id == STRING else read(value, depth)
                keywords.append((self.text[name.start_byte : name.end_byte], given))
            elif kind == STARS:
                keywords.append(("**", read(child.children[-1], depth)))
            elif kind not in EXTRAS:
                arguments.append(read(child, depth))
        return tuple(arguments), tuple(keywords)

    def star(self, node: Node, depth: int) -> Expression:
        return Group((self.expression(node.children[-1], depth),), "star")

    def inner(self, node: Node, depth: int) -> Expression:
        """What an expression that only wraps another one wraps."""
        for child in node.named_children:
            if child.kind_id not in EXTRAS:
                return self.expression(child, depth)
        return None

    def subscript(self, node: Node, depth: int) -> Expression:
        read = self.expression
        value, *items = [read(child, depth) for child in node.named_children if child.kind_id not in EXTRAS]
        return Subscript(value, tuple(items))

    def generic(self, node: Node, depth: int) -> Expression:
        """`list[int]` where the grammar knows that it is a type."""
        name, *parameters = node.named_children
        items = [self.expression(item, depth) for part in parameters for item in part.named_children]
        return Subscript(self.expression(name, depth), tuple(items))

    def comprehension(self, node: Node, depth: int) -> Expression:
        # The clauses come first, so that their names are bound before the element uses them.
        element, *clauses = (child for child in node.named_children if child.kind_id not in EXTRAS)
        parts = self.each(clauses, depth)
        return group([self.expression(element, depth), *parts], "comprehension")

    def for_in(self, node: Node, depth: int) -> None:
        targets, values = _around_in(node)
        value = single(self.each(values, depth), "tuple")
        self.bind(node, self.each(targets, depth), value, "for")

    def bind(self, node: Node, targets: list[Expression], value: Expression, how: str) -> None:
        """Keep that targets get a value here."""
        if targets:
            target = single(targets, "tuple")
            self.assignments.append(Assignment(self.line(node.start_byte), self.scope, (target,), value, None, how))

    def named(self, node: Node, depth: int) -> Expression:
        children = node.children
        target = self.expression(children[0], depth)
        self.bind(node, [target], self.expression(children[-1], depth), "=")
        return target

    def lambda_(self, node: Node, depth: int) -> Expression:
        children = [child for child in node.named_children if child.kind_id not in EXTRAS]
        defaults: list[Expression] = []
        if len(children) > 1:
            bound: list[Expression] = []
            for parameter in children[0].named_children:
                name, *default = parameter.named_children or [parameter]
                bound.append(self.expression(name, depth))
                defaults += self.each(default, depth)
            self.bind(node, [name for name in bound if name is not None], None, "for")
        return group([self.expression(children[-1], depth), *defaults], "lambda") if children else None

    def dotted(self, node: Node, _depth: int) -> Expression:
        return "".join(self.slice(node).replace("\\", "").split())


def _container(kind: GroupKind) -> object:
    def read(reader: ExpressionReader, node: Node, depth: int) -> Expression:
        expression = reader.expression
        items: list[Expression] = []
        for child in node.named_children:
            found = child.kind_id
            if found == IDENTIFIER:
                chunk = reader.text[child.start_byte : child.end_byte]
                items.append(chunk if chunk.isascii() else reader.slice(child))
            elif found == STRING:
                items.append(string(reader, child, depth))
            elif found not in EXTRAS:
                items.append(expression(child, depth))  # a comprehension is a frame more in each level
        return Group(tuple(items), kind)

    return read


def _other(reader: ExpressionReader, node: Node, depth: int) -> Expression:
    return group(reader.each(node.named_children, depth), "other")


def _union(reader: ExpressionReader, node: Node, depth: int) -> Expression:
    """`list[Order] | None` where the grammar knows that it is a type; elsewhere it is an operator, and says the same."""
    return group(reader.each(node.named_children, depth), "operation", "|")


def _of_keyword(reader: ExpressionReader, node: Node, depth: int) -> Expression:
    """`name=n` of a pattern: `name` is the subject's attribute and no name of this module."""
    return group(reader.each(node.named_children[1:], depth), "other")


def _around_in(node: Node) -> tuple[list[Node], list[Node]]:
    sides: tuple[list[Node], list[Node]] = ([], [])
    after = 0
    for child in node.children:
        if child.type == "in":
            after = 1
        elif child.type == ":":
            break
        elif child.is_named and child.kind_id not in EXTRAS:
            sides[after].append(child)
    return sides


NAME = object()  # in the place of a handler: a name is its text, and there are more names than anything else
handler_of = by_kind(
    {
        "attribute": ExpressionReader.attribute,
        "call": ExpressionReader.call,
        "string": string,
        "concatenated_string": concatenated,
        "binary_operator": binary,
        "boolean_operator": boolean,
        "comparison_operator": operation,
        "not_operator": operation,
        "conditional_expression": conditional,
        "subscript": ExpressionReader.subscript,
        "generic_type": ExpressionReader.generic,
        "lambda": ExpressionReader.lambda_,
        "named_expression": ExpressionReader.named,
        "for_in_clause": ExpressionReader.for_in,
        "list_splat": ExpressionReader.star,
        "dictionary_splat": ExpressionReader.star,
        "list_splat_pattern": ExpressionReader.star,
        "list": _container("list"),
        "tuple": _container("tuple"),
        "set": _container("set"),
        "dictionary": _container("dict"),
        "pair": _container("pair"),
        "expression_list": _container("tuple"),
        "pattern_list": _container("tuple"),
        "tuple_pattern": _container("tuple"),
        "list_pattern": _container("list"),
        "slice": _container("slice"),
    }
    | dict.fromkeys(
        ("list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"),
        ExpressionReader.comprehension,
    )
    | dict.fromkeys(
        ("parenthesized_expression", "await", "unary_operator", "yield", "type", "if_clause", "chevron", "splat_type"),
        ExpressionReader.inner,
    )
    | dict.fromkeys(("identifier", "true", "false", "none"), NAME)
    | {"dotted_name": ExpressionReader.dotted, "keyword_pattern": _of_keyword, "union_type": _union}
    | dict.fromkeys(
        (
            "member_type", "constrained_type", "as_pattern", "case_pattern", "union_pattern", "dict_pattern",
            "class_pattern", "splat_pattern", "keyword_argument", "ERROR",
        ),
        _other,
    )
)  # fmt: skip
