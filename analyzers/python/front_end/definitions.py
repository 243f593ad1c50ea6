"""From classes and functions of the syntax tree to definitions, and on into their bodies."""

from typing import TYPE_CHECKING

from tree_sitter import Node

from ..facts import Definition, Expression, Group, Keywords, Parameter
from .circumstances import TYPE_CHECKING as FOR_TYPES
from .node_kinds import ARGUMENTS, BLOCK, CLASS, EXTRAS, FUNCTION, TYPE
from .syntax import kinds

if TYPE_CHECKING:
    from .statements import StatementReader

(DECORATOR,) = kinds("decorator")
(PARAMETERS,) = kinds("parameters")
(TYPE_PARAMETERS,) = kinds("type_parameter")
(TYPED,) = kinds("typed_parameter")
PLAIN_PARAMETERS = kinds("identifier", "list_splat_pattern", "dictionary_splat_pattern", "tuple_pattern")
OTHER_PARAMETERS = kinds("default_parameter", "typed_parameter", "typed_default_parameter")
(STATEMENT,) = kinds("expression_statement")
TEXTS = kinds("string", "concatenated_string")


def decorated(reader: "StatementReader", node: Node, depth: int) -> None:
    """A class or function with its decorators."""
    decorators: list[Expression] = []
    for child in node.named_children:
        if child.kind_id == DECORATOR:
            decorators += reader.each(child.named_children, depth)
        elif child.kind_id == FUNCTION:
            function(reader, child, depth, tuple(decorators))
        elif child.kind_id == CLASS:
            class_(reader, child, depth, tuple(decorators))


def function(reader: "StatementReader", node: Node, depth: int, decorators: tuple[Expression, ...] = ()) -> None:
    """A function or method."""
    name, body, returns = "", None, None
    parameters: tuple[Parameter, ...] = ()
    for child in node.named_children:
        kind = child.kind_id
        if kind == PARAMETERS:
            parameters = reader.parameters(child, name, depth)
        elif kind == TYPE_PARAMETERS:
            type_parameters(reader, child)
        elif kind in BLOCK:
            body = child
        elif kind == TYPE:
            returns = reader.expression(child, depth)
        elif not name and kind not in EXTRAS:
            name = reader.slice(child)
    about = Definition(name, "function", 0, 0, 0, (), (), decorators, parameters, returns)
    define(reader, node, about, body, depth)


def class_(reader: "StatementReader", node: Node, depth: int, decorators: tuple[Expression, ...] = ()) -> None:
    """A class with its bases and keywords."""
    name, body = "", None
    bases: tuple[Expression, ...] = ()
    keywords: Keywords = ()
    for child in node.named_children:
        kind = child.kind_id
        if kind == ARGUMENTS:
            bases, keywords = reader.arguments(child, depth)
        elif kind == TYPE_PARAMETERS:
            type_parameters(reader, child)
        elif kind in BLOCK:
            body = child
        elif not name and kind not in EXTRAS:
            name = reader.slice(child)
    define(reader, node, Definition(name, "class", 0, 0, 0, bases, keywords, decorators), body, depth)


def type_parameters(reader: "StatementReader", node: Node) -> None:
    """Tell what the grammar does not know yet."""
    if node.has_error:
        reader.flaw(node, "newer-syntax", "A default of a type parameter, which Python knows since 3.13.")


def define(reader: "StatementReader", node: Node, about: Definition, body: Node | None, depth: int) -> None:
    """Keep a definition with its place, then read its body in its scope."""
    outer, docstring = reader.scope, docstring_statement(body)
    name = reader.definitions[outer].name
    reader.scope = len(reader.definitions)
    reader.definitions.append(
        Definition(
            f"{name}.{about.name}" if name else about.name,
            about.kind,
            reader.line(node.start_byte),
            reader.line(node.end_byte - 1),
            outer,
            about.bases,
            about.keywords,
            about.decorators,
            about.parameters,
            about.returns,
            bool(reader.context & FOR_TYPES),
        )
    )
    if body is not None:
        reader.body(body, about.kind, depth, docstring)
    reader.scope = outer


LITERAL = Group((), "other")
"""A default of which nothing is known, so that who has one is told from who has none."""


def parameters_of(reader: "StatementReader", node: Node, depth: int) -> tuple[Parameter, ...]:
    """The parameters of a function, in order."""
    found = []
    for child in node.named_children:
        kind = child.kind_id
        if kind in PLAIN_PARAMETERS:
            found.append(Parameter(reader.slice(child)))
        elif kind in OTHER_PARAMETERS:
            found.append(parameter(reader, child, depth))
    return tuple(found)


def parameter(reader: "StatementReader", node: Node, depth: int) -> Parameter:
    """One with an annotation, a default, or both."""
    children = [child for child in node.named_children if child.kind_id not in EXTRAS]
    annotation: Expression = None
    for child in children[1:]:
        if child.kind_id == TYPE:
            annotation = reader.expression(child, depth)
    if node.kind_id == TYPED:
        return Parameter(reader.slice(children[0]), annotation)
    default = reader.expression(children[-1], depth)
    return Parameter(reader.slice(children[0]), annotation, LITERAL if default is None else default)


def docstring_statement(body: Node | None) -> Node | None:
    """The statement of a body that is its docstring."""
    for child in body.children if body is not None else ():
        if child.kind_id not in EXTRAS:
            inner = child.named_children if child.kind_id == STATEMENT else []
            return child if len(inner) == 1 and inner[0].kind_id in TEXTS else None
    return None
