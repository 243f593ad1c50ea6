"""From the syntax tree of one file to its definitions, imports, assignments, uses and with-blocks."""

from tree_sitter import Node

from .expressions import CALL, COMMENT, ExpressionReader
from .facts import Assignment, Definition, Expression, Group, Import, Keywords, Parameter, Text, Use, With
from .literals import plain
from .syntax import by_kind, kinds
from .words import words_of

(ASSIGNMENT,) = kinds("assignment")
(AUGMENTED,) = kinds("augmented_assignment")
(YIELD,) = kinds("yield")
(STATEMENT,) = kinds("expression_statement")
TEXTS = kinds("string", "concatenated_string")
BLOCK = kinds("block")
(PARAMETERS,) = kinds("parameters")
(TYPE,) = kinds("type")
(EQUALS,) = kinds("=")
(TYPED,) = kinds("typed_parameter")
PLAIN_PARAMETERS = kinds("identifier", "list_splat_pattern", "dictionary_splat_pattern", "tuple_pattern")
OTHER_PARAMETERS = kinds("default_parameter", "typed_parameter", "typed_default_parameter")
(ARGUMENTS,) = kinds("argument_list")
(TYPE_PARAMETERS,) = kinds("type_parameter")
(DECORATOR,) = kinds("decorator")
(DOTTED_NAME,) = kinds("dotted_name")
(ALIASED,) = kinds("aliased_import")
IMPORTED = kinds("dotted_name", "aliased_import")
(RELATIVE,) = kinds("relative_import")
(WILDCARD,) = kinds("wildcard_import")
(CLAUSE,) = kinds("with_clause")
(ITEM,) = kinds("with_item")
AS = kinds("as_pattern")
(PARENTHESES,) = kinds("parenthesized_expression")
(TARGET,) = kinds("as_pattern_target")
(EXPRESSION_LIST,) = kinds("expression_list")
TYPE_CHECKING, LAZY, CONDITIONAL = 1, 2, 4
FLAGS = tuple(
    tuple(name for bit, name in ((1, "type-checking"), (2, "lazy"), (4, "conditional")) if mask & bit)
    for mask in range(8)
)


class StatementReader(ExpressionReader):
    """Walks the statements of one file in order; every fact lands in a list as its statement is passed."""

    def __init__(self, source: bytes) -> None:
        super().__init__(source)
        self.definitions: list[Definition] = []
        self.imports: list[Import] = []
        self.uses: list[Use] = []
        self.withs: list[With] = []
        self.context = 0
        self.lazy = 0

    def module(self, root: Node) -> None:
        """Read the whole file."""
        first = _docstring(root)
        lines = len(self.starts) - 1
        self.definitions.append(Definition("", "module", 1, lines, -1, docstring=self.docstring(first)))
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

    def docstring(self, statement: Node | None) -> str:
        """The first line of a docstring that says anything."""
        if statement is None:
            return ""
        return next(iter(plain(self.slice(statement)).strip().splitlines()), "").strip()

    def use(self, node: Node, kind: str, expression: Expression) -> None:
        """Keep an expression that no other fact holds."""
        if expression is not None:
            self.uses.append(Use(self.line(node.start_byte), self.scope, kind, expression))

    def expression_statement(self, node: Node, depth: int) -> None:
        for child in node.named_children:
            kind = child.kind_id
            if kind == ASSIGNMENT:
                self.assignment(child, depth)
            elif kind == CALL:
                self.uses.append(Use(self.line(child.start_byte), self.scope, "expression", self.call(child, depth)))
            elif kind == AUGMENTED:
                self.augmented(child, depth)
            elif kind == YIELD:
                self.use(child, "yield", self.expression(child, depth))
            elif kind in TEXTS:
                self.expression(child, depth)  # a string that nobody uses: not a word of the domain either
            else:
                self.use(child, "expression", self.expression(child, depth))

    def assignment(self, node: Node, depth: int) -> None:
        line = self.line(node.start_byte)
        sides = node.children
        if len(sides) == 3 and sides[1].kind_id == EQUALS and sides[2].kind_id != ASSIGNMENT:
            target, found = self.expression(sides[0], depth), self.expression(sides[2], depth)
            self.assignments.append(Assignment(line, self.scope, (target,), found))
            return
        targets: list[Expression] = []
        annotation: Expression = None
        value: Node | None = node
        while value is not None and value.kind_id == ASSIGNMENT:
            children = [child for child in value.children if child.kind_id != COMMENT]
            targets.append(self.expression(children[0], depth))
            annotation = next((self.expression(n, depth) for n in children if n.kind_id == TYPE), None)
            value = children[-1] if children[-1].kind_id != TYPE and children[-1].is_named else None
        found = None if value is None else self.expression(value, depth)
        self.assignments.append(Assignment(line, self.scope, tuple(targets), found, annotation))

    def augmented(self, node: Node, depth: int) -> None:
        children = [child for child in node.children if child.kind_id != COMMENT]
        target, value = self.expression(children[0], depth), self.expression(children[-1], depth)
        how = self.slice(children[1])
        self.assignments.append(Assignment(self.line(node.start_byte), self.scope, (target,), value, None, how))

    def import_(self, node: Node, _depth: int) -> None:
        for child in node.named_children:
            if child.kind_id in IMPORTED:
                module, alias = self.aliased(child)
                self.imported(node, module, 0, "", alias)
        self.lazy = 0

    def import_from(self, node: Node, _depth: int) -> None:
        module, level, names = "", 0, []
        after = False
        for child in node.children:
            kind = child.kind_id
            if child.type == "import":
                after = True
            elif kind == RELATIVE:
                written = "".join(self.slice(child).replace("\\", "").split())
                module = written.lstrip(".")
                level = len(written) - len(module)
            elif kind == WILDCARD:
                names.append(("*", ""))
            elif child.type == "__future__":
                module = "__future__"
            elif kind in IMPORTED:
                if after:
                    names.append(self.aliased(child))
                else:
                    module = self.aliased(child)[0]
        for name, alias in names:
            self.imported(node, module, level, name, alias)
        self.lazy = 0

    def aliased(self, node: Node) -> tuple[str, str]:
        if node.kind_id == ALIASED:
            children = [child for child in node.named_children if child.kind_id != COMMENT]
            return str(self.dotted(children[0], 0)), self.slice(children[-1])
        return str(self.dotted(node, 0)), ""

    def imported(self, node: Node, module: str, level: int, name: str, alias: str) -> None:
        """Keep one imported name with the circumstances it stands in."""
        if name and not module and not level:
            return  # `from import x`: an error that the parser mended
        lazy = LAZY if self.scope and self.definitions[self.scope].kind == "function" else 0
        line = self.line(node.start_byte)
        self.imports.append(
            Import(line, module, level, name, alias, self.scope, FLAGS[self.context | lazy | self.lazy])
        )

    def decorated(self, node: Node, depth: int) -> None:
        decorators: list[Expression] = []
        for child in node.named_children:
            if child.kind_id == DECORATOR:
                decorators += self.each(child.named_children, depth)
            elif child.kind_id == FUNCTION:
                self.function(child, depth, tuple(decorators))
            elif child.kind_id == CLASS:
                self.class_(child, depth, tuple(decorators))

    def function(self, node: Node, depth: int, decorators: tuple[Expression, ...] = ()) -> None:
        name, body, returns = "", None, None
        parameters: tuple[Parameter, ...] = ()
        for child in node.named_children:
            kind = child.kind_id
            if kind == PARAMETERS:
                parameters = self.parameters(child, depth)
            elif kind in BLOCK:
                body = child
            elif kind == TYPE:
                returns = self.expression(child, depth)
            elif not name and kind != COMMENT and kind != TYPE_PARAMETERS:
                name = self.slice(child)
        about = Definition(name, "function", 0, 0, 0, (), (), decorators, parameters, returns)
        self.define(node, about, body, depth)

    def class_(self, node: Node, depth: int, decorators: tuple[Expression, ...] = ()) -> None:
        name, body = "", None
        bases: tuple[Expression, ...] = ()
        keywords: Keywords = ()
        for child in node.named_children:
            kind = child.kind_id
            if kind == ARGUMENTS:
                bases, keywords = self.arguments(child, depth)
            elif kind in BLOCK:
                body = child
            elif not name and kind != COMMENT and kind != TYPE_PARAMETERS:
                name = self.slice(child)
        self.define(node, Definition(name, "class", 0, 0, 0, bases, keywords, decorators), body, depth)

    def define(self, node: Node, about: Definition, body: Node | None, depth: int) -> None:
        """Keep a definition with its place, then read its body in its scope."""
        outer, docstring = self.scope, _docstring(body)
        name = self.definitions[outer].name
        self.scope = len(self.definitions)
        self.definitions.append(
            Definition(
                f"{name}.{about.name}" if name else about.name,
                about.kind,
                self.line(node.start_byte),
                self.line(node.end_byte - 1),
                outer,
                about.bases,
                about.keywords,
                about.decorators,
                about.parameters,
                about.returns,
                self.docstring(docstring),
            )
        )
        if body is not None:
            self.body(body, about.kind, depth, docstring)
        self.scope = outer

    def body(self, node: Node, kind: str, depth: int, docstring: Node | None) -> None:  # noqa: ARG002 - for outlines
        """What stands in a definition of a kind."""
        self.block(node.children, depth, docstring)

    def words(self) -> tuple[tuple[str, int], ...]:
        """The words of the file, once it is read."""
        return words_of(self.text, self.strings)

    def parameters(self, node: Node, depth: int) -> tuple[Parameter, ...]:
        found = []
        for child in node.named_children:
            kind = child.kind_id
            if kind in PLAIN_PARAMETERS:
                found.append(Parameter(self.slice(child)))
            elif kind in OTHER_PARAMETERS:
                found.append(self.parameter(child, depth))
        return tuple(found)

    def parameter(self, node: Node, depth: int) -> Parameter:
        """One with an annotation, a default, or both."""
        children = [child for child in node.named_children if child.kind_id != COMMENT]
        annotation: Expression = None
        for child in children[1:]:
            if child.kind_id == TYPE:
                annotation = self.expression(child, depth)
        default = None if node.kind_id == TYPED else self.expression(children[-1], depth)
        return Parameter(self.slice(children[0]), annotation, default)

    def conditions(self, node: Node, depth: int) -> None:
        """An if, elif or while: the condition, then what depends on it."""
        self.heads(node, "condition", depth)

    def heads(self, node: Node, kind: str, depth: int) -> None:
        """The expressions at the head of a compound statement, then its blocks and clauses."""
        for child in node.named_children:
            if child.kind_id in BLOCK:
                self.block(child.children, depth)
            elif handler_of(child.kind_id) is not None:
                self.block([child], depth)
            elif child.kind_id != COMMENT:
                self.use(child, kind, self.expression(child, depth))

    def if_(self, node: Node, depth: int) -> None:
        outer = self.context
        children = node.named_children
        condition = next((self.slice(n) for n in children if n.kind_id != COMMENT), "")
        guarded = condition.rpartition(".")[2] == "TYPE_CHECKING"
        for child in children:
            if child.kind_id in BLOCK:
                self.context = outer | (TYPE_CHECKING if guarded else CONDITIONAL)
                self.block(child.children, depth)
            elif handler_of(child.kind_id) is not None:
                self.context = outer | CONDITIONAL
                self.block([child], depth)
            elif child.kind_id != COMMENT:
                self.use(child, "condition", self.expression(child, depth))
        self.context = outer

    def try_(self, node: Node, depth: int) -> None:
        outer, self.context = self.context, self.context | CONDITIONAL
        self.heads(node, "expression", depth)
        self.context = outer

    def except_(self, node: Node, depth: int) -> None:
        caught = [n for n in node.named_children if n.kind_id not in BLOCK and n.kind_id != COMMENT]
        if len(caught) > 1 and any(child.type == "," for child in node.children):
            self.comma(node, caught, depth)
        else:
            for child in caught:
                self.use(child, "except", self.caught(child, depth))
        for child in node.named_children:
            if child.kind_id in BLOCK:
                self.block(child.children, depth)

    def caught(self, node: Node, depth: int) -> Expression:
        """The type of `type as name`; the name is bound."""
        if node.kind_id not in AS:
            return self.expression(node, depth)
        value, target = self.item(node, depth)
        self.bind(node, [target] if target is not None else [], None, "=")
        return value

    def comma(self, node: Node, caught: list[Node], depth: int) -> None:
        """`except A, b` of Python 2 binds b; `except A, B` of Python 3.14 catches both."""
        if len(caught) == 2 and self.slice(caught[1]).islower():
            self.flaw(node, "python2", "Python 2 source: except with a comma.")
            self.use(caught[0], "except", self.expression(caught[0], depth))
            self.bind(node, [self.expression(caught[1], depth)], None, "=")
            return
        self.flaw(node, "newer-syntax", "Several exceptions without brackets, which Python knows since 3.14.")
        for child in caught:
            self.use(child, "except", self.expression(child, depth))

    def for_(self, node: Node, depth: int) -> None:
        self.for_in(node, depth)
        for child in node.named_children:
            if child.kind_id in BLOCK:
                self.block(child.children, depth)
            elif handler_of(child.kind_id) is not None:
                self.block([child], depth)

    def with_(self, node: Node, depth: int) -> None:
        items: list[tuple[Expression, Expression]] = []
        for clause in node.named_children:
            if clause.kind_id == CLAUSE:
                items += [self.item(n, depth) for n in clause.named_children if n.kind_id == ITEM]
        line, end = self.line(node.start_byte), self.line(node.end_byte - 1)
        self.withs.append(With(line, end, self.scope, tuple(items)))
        for child in node.named_children:
            if child.kind_id in BLOCK:
                self.block(child.children, depth)

    def item(self, node: Node, depth: int) -> tuple[Expression, Expression]:
        """`value as target`."""
        children = [child for child in node.named_children if child.kind_id != COMMENT]
        if node.kind_id == ITEM:
            return self.item(children[0], depth) if children else (None, None)
        if node.kind_id == PARENTHESES and children and children[0].kind_id in AS:
            return self.item(children[0], depth)
        if node.kind_id not in AS:
            return self.expression(node, depth), None
        target = children[-1].named_children if children[-1].kind_id == TARGET else []
        return self.expression(children[0], depth), self.expression(target[0], depth) if target else None

    def match(self, node: Node, depth: int) -> None:
        outer, self.context = self.context, self.context | CONDITIONAL
        self.heads(node, "condition", depth)
        self.context = outer

    def return_(self, node: Node, depth: int) -> None:
        for child in node.named_children:
            self.use(node, "return", self.expression(child, depth))

    def raise_(self, node: Node, depth: int) -> None:
        for child in node.named_children:
            if child.kind_id == EXPRESSION_LIST:
                self.flaw(node, "python2", "Python 2 source: raise with a comma.")
            self.use(node, "raise", self.expression(child, depth))

    def delete(self, node: Node, depth: int) -> None:
        for child in node.named_children:
            self.use(node, "delete", self.expression(child, depth))

    def names(self, node: Node, _depth: int) -> None:
        declared = tuple(self.slice(child) for child in node.named_children if child.kind_id != COMMENT)
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


def _docstring(body: Node | None) -> Node | None:
    """The statement of a body that is its docstring."""
    for child in body.children if body is not None else ():
        if child.kind_id != COMMENT:
            inner = child.named_children if child.kind_id == STATEMENT else []
            return child if len(inner) == 1 and inner[0].kind_id in TEXTS else None
    return None


def has_code(root: Node) -> bool:
    """Whether a module holds anything besides comments and a docstring."""
    docstring = _docstring(root)
    return any(child.kind_id != COMMENT and child != docstring for child in root.children)


(FUNCTION,) = kinds("function_definition")
(CLASS,) = kinds("class_definition")
handler_of = by_kind(
    {
        "expression_statement": StatementReader.expression_statement,
        "import_statement": StatementReader.import_,
        "import_from_statement": StatementReader.import_from,
        "future_import_statement": StatementReader.import_from,
        "decorated_definition": StatementReader.decorated,
        "function_definition": StatementReader.function,
        "class_definition": StatementReader.class_,
        "if_statement": StatementReader.if_,
        "for_statement": StatementReader.for_,
        "try_statement": StatementReader.try_,
        "except_clause": StatementReader.except_,
        "with_statement": StatementReader.with_,
        "match_statement": StatementReader.match,
        "return_statement": StatementReader.return_,
        "raise_statement": StatementReader.raise_,
        "delete_statement": StatementReader.delete,
        "type_alias_statement": StatementReader.type_alias,
        "ERROR": StatementReader.error,
    }
    | dict.fromkeys(("while_statement", "elif_clause", "assert_statement", "case_clause"), StatementReader.conditions)
    | dict.fromkeys(("else_clause", "finally_clause"), StatementReader.conditions)
    | dict.fromkeys(("global_statement", "nonlocal_statement"), StatementReader.names)
    | dict.fromkeys(("print_statement", "exec_statement"), StatementReader.print_)
)
