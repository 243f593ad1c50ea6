"""From nodes of the syntax tree to expression skeletons; what is deeper than any hand writes is cut and told."""

from bisect import bisect_right
from itertools import accumulate

from tree_sitter import Node

from .facts import Assignment, Attribute, Call, Expression, Flaw, Group, Keywords, Subscript, Text
from .literals import formatted, joined, percent, plain, unescaped
from .syntax import by_kind, kinds

# Python itself allows 100 levels of indentation and 200 of brackets. Two or three frames a level stay far below the
# interpreter's own limit of 1000.
DEEPEST = 150

(IDENTIFIER,) = kinds("identifier")
(COMMENT,) = kinds("comment")
(ATTRIBUTE,) = kinds("attribute")
(BINARY,) = kinds("binary_operator")
(BOOLEAN,) = kinds("boolean_operator")
(CALL,) = kinds("call")
(ARGUMENTS,) = kinds("argument_list")
(KEYWORD,) = kinds("keyword_argument")
(STAR,) = kinds("list_splat")
(STARS,) = kinds("dictionary_splat")
(STRING,) = kinds("string")
(CONTENT,) = kinds("string_content")
(INTERPOLATION,) = kinds("interpolation")
(FOR_IN,) = kinds("for_in_clause")
QUOTES, TRIPLE = "\"'", ('"""', "'''")
PLUS, PERCENT, OR, UNEQUAL, BACKTICK = "+", "%", "or", "<>", "`"


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
                arguments.append(self.string(child, depth))
            elif kind == KEYWORD:
                parts = child.children
                name, value = parts[0], parts[-1]
                given = self.string(value, depth) if value.kind_id == STRING else read(value, depth)
                keywords.append((self.text[name.start_byte : name.end_byte], given))
            elif kind == STARS:
                keywords.append(("**", read(child.children[-1], depth)))
            elif kind != COMMENT:
                arguments.append(read(child, depth))
        return tuple(arguments), tuple(keywords)

    def star(self, node: Node, depth: int) -> Expression:
        return Group((self.expression(node.children[-1], depth),), "star")

    def string(self, node: Node, depth: int) -> Text:
        start, end = node.start_byte, node.end_byte
        self.strings += (start, end)
        literal = self.text[start:end]
        if not literal.isascii():
            literal = self.slice(node)
        quote = literal[0]
        if quote in QUOTES and "\\" not in literal:
            return Text(literal[3:-3] if literal.startswith(TRIPLE) else literal[1:-1])
        opening = literal[:2].lower()
        if quote == BACKTICK:
            self.flaw(node, "python2", "Python 2 source: backticks.")
        elif quote not in QUOTES and ("f" in opening or "t" in opening):
            if "t" in opening:
                self.flaw(node, "newer-syntax", "A template string, which Python knows since 3.14.")
            return self.template(node, depth)
        return Text(plain(literal))

    def template(self, node: Node, depth: int) -> Text:
        """An f-string or t-string."""
        values: list[str] = []
        holes: list[Expression] = []
        for child in node.children:
            if child.kind_id == CONTENT:
                values.append(unescaped(self.slice(child)).replace("{{", "{").replace("}}", "}"))
            elif child.kind_id == INTERPOLATION:
                values.append("{}")
                inner = child.named_children
                holes.append(self.expression(inner[0], depth) if inner else None)
        return Text("".join(values), tuple(holes))

    def concatenated(self, node: Node, depth: int) -> Text:
        return joined([self.expression(child, depth) for child in node.named_children if child.kind_id == STRING])

    def binary(self, node: Node, depth: int) -> Expression:
        """An operator and all those on its left at once: a sum of thousands of terms is one level deep."""
        spine: list[tuple[str, Node]] = []
        while node.kind_id == BINARY:
            left, operator, right = _operands(node)
            spine.append((self.slice(operator), right))
            node = left
        parts: list[Expression] = [self.expression(node, depth)]
        text = type(parts[0]) is Text
        for sign, right in reversed(spine):
            value = self.expression(right, depth)
            if text and sign == PERCENT:
                parts = [percent(joined(parts), value)]
            elif sign == PLUS and (text or type(value) is Text):
                parts = parts if text else [_single(parts, "operation")]
                parts.append(value)
                text = True
            else:
                parts = [joined(parts)] if text else parts
                parts.append(value)
                text = False
        return joined(parts) if text else _group([part for part in parts if part is not None], "operation")

    def boolean(self, node: Node, depth: int) -> Expression:
        operator = self.slice(_operands(node)[1])
        parts: list[Node] = []
        while node.kind_id == BOOLEAN and self.slice(_operands(node)[1]) == operator:
            left, _, right = _operands(node)
            parts.append(right)
            node = left
        parts.append(node)
        return _group(self.each(parts[::-1], depth), "choice" if operator == OR else "operation")

    def operation(self, node: Node, depth: int) -> Expression:
        if UNEQUAL in self.text[node.start_byte : node.end_byte] and any(n.type == UNEQUAL for n in node.children):
            self.flaw(node, "python2", "Python 2 source: the operator <>.")
        return _group(self.each(node.named_children, depth), "operation")

    def conditional(self, node: Node, depth: int) -> Expression:
        value, condition, *other = (n for n in node.named_children if n.kind_id != COMMENT)
        return _group(self.each([value, *other, condition], depth), "choice")

    def inner(self, node: Node, depth: int) -> Expression:
        """What an expression that only wraps another one wraps."""
        for child in node.named_children:
            if child.kind_id != COMMENT:
                return self.expression(child, depth)
        return None

    def subscript(self, node: Node, depth: int) -> Expression:
        value, *items = (child for child in node.named_children if child.kind_id != COMMENT)
        return Subscript(self.expression(value, depth), tuple(self.expression(item, depth) for item in items))

    def generic(self, node: Node, depth: int) -> Expression:
        """`list[int]` where the grammar knows that it is a type."""
        name, *parameters = node.named_children
        items = [self.expression(item, depth) for part in parameters for item in part.named_children]
        return Subscript(self.expression(name, depth), tuple(items))

    def comprehension(self, node: Node, depth: int) -> Expression:
        # The clauses come first, so that their names are bound before the element uses them.
        element, *clauses = (child for child in node.named_children if child.kind_id != COMMENT)
        parts = self.each(clauses, depth)
        return _group([self.expression(element, depth), *parts], "comprehension")

    def for_in(self, node: Node, depth: int) -> None:
        targets, values = _around_in(node)
        value = _single(self.each(values, depth), "tuple")
        self.bind(node, self.each(targets, depth), value, "for")

    def bind(self, node: Node, targets: list[Expression], value: Expression, how: str) -> None:
        """Keep that targets get a value here."""
        if targets:
            target = _single(targets, "tuple")
            self.assignments.append(Assignment(self.line(node.start_byte), self.scope, (target,), value, None, how))

    def named(self, node: Node, depth: int) -> Expression:
        children = node.children
        target = self.expression(children[0], depth)
        self.bind(node, [target], self.expression(children[-1], depth), "=")
        return target

    def lambda_(self, node: Node, depth: int) -> Expression:
        children = node.named_children
        defaults: list[Expression] = []
        if len(children) > 1:
            bound: list[Expression] = []
            for parameter in children[0].named_children:
                name, *default = parameter.named_children or [parameter]
                bound.append(self.expression(name, depth))
                defaults += self.each(default, depth)
            self.bind(node, [name for name in bound if name is not None], None, "for")
        return _group([self.expression(children[-1], depth), *defaults], "lambda") if children else None

    def dotted(self, node: Node, _depth: int) -> Expression:
        return "".join(self.slice(node).replace("\\", "").split())


def _container(kind: str) -> object:
    def read(reader: ExpressionReader, node: Node, depth: int) -> Expression:
        expression = reader.expression
        items: list[Expression] = []
        for child in node.named_children:
            found = child.kind_id
            if found == IDENTIFIER:
                chunk = reader.text[child.start_byte : child.end_byte]
                items.append(chunk if chunk.isascii() else reader.slice(child))
            elif found == STRING:
                items.append(reader.string(child, depth))
            elif found != COMMENT:
                items.append(expression(child, depth))  # a comprehension is a frame more in each level
        return Group(tuple(items), kind)

    return read


def _other(reader: ExpressionReader, node: Node, depth: int) -> Expression:
    return _group(reader.each(node.named_children, depth), "other")


def _group(items: list[Expression], kind: str) -> Expression:
    return Group(tuple(items), kind) if any(item is not None for item in items) else None


def _single(items: list[Expression], kind: str) -> Expression:
    return items[0] if len(items) == 1 else Group(tuple(items), kind) if items else None


def _operands(node: Node) -> tuple[Node, Node, Node]:
    children = node.children
    if len(children) != 3:
        children = [child for child in children if child.kind_id != COMMENT and not child.is_error]
    return children[0], children[1], children[-1]


def _around_in(node: Node) -> tuple[list[Node], list[Node]]:
    sides: tuple[list[Node], list[Node]] = ([], [])
    after = 0
    for child in node.children:
        if child.type == "in":
            after = 1
        elif child.type == ":":
            break
        elif child.is_named and child.kind_id != COMMENT:
            sides[after].append(child)
    return sides


NAME = object()  # in the place of a handler: a name is its text, and there are more names than anything else
handler_of = by_kind(
    {
        "identifier": NAME,
        "attribute": ExpressionReader.attribute,
        "call": ExpressionReader.call,
        "string": ExpressionReader.string,
        "concatenated_string": ExpressionReader.concatenated,
        "binary_operator": ExpressionReader.binary,
        "boolean_operator": ExpressionReader.boolean,
        "comparison_operator": ExpressionReader.operation,
        "not_operator": ExpressionReader.operation,
        "conditional_expression": ExpressionReader.conditional,
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
    | dict.fromkeys(("true", "false", "none", "dotted_name"), ExpressionReader.dotted)
    | dict.fromkeys(
        (
            "union_type", "member_type", "constrained_type", "as_pattern", "case_pattern", "union_pattern", "dict_pattern",
            "keyword_pattern", "class_pattern", "splat_pattern", "keyword_argument", "ERROR",
        ),
        _other,
    )
)  # fmt: skip
