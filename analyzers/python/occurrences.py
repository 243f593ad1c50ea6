"""From the facts of one file to every name, call and text in it, each with where it stands and what for."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from .facts import Attribute, Call, Definition, Expression, Group, PythonFacts, Subscript, Text, Use

NO_CALLS = (str, type(None))


class Part(StrEnum):
    """What an expression is there for."""

    BASE = "base"
    ANNOTATION = "annotation"
    DECORATOR = "decorator"
    STATEMENT = "statement"  # a call that is a whole statement: nobody uses its result
    RAISED = "raised"
    CAUGHT = "caught"
    CODE = "code"


class Occurrence(Struct, frozen=True, gc=False):
    """One name, attribute, call, text, operation or subscript.

    `source` is the scope it belongs to, `scope` the one its names are looked up in (a decorator belongs to its
    function but sees what is around it). `caller` is the call it is an argument of, if it is a text.
    """

    source: int
    scope: int
    line: int
    part: Part
    expression: str | Attribute | Call | Text | Group | Subscript
    caller: Call | None = None


def occurrences(facts: PythonFacts) -> Iterator[Occurrence]:
    """Every name, attribute, call, subscript, operation, and text that is dotted or has holes, before what it is made of."""
    for source, scope, line, part, expression in roots(facts):
        if expression is not None:
            yield from _inside(source, scope, line, part, expression)


def within(facts: PythonFacts) -> Iterator[Occurrence]:
    """The same without the expressions that are a name and nothing else, which most are."""
    for source, scope, line, part, expression in roots(facts):
        if not isinstance(expression, NO_CALLS):
            yield from _inside(source, scope, line, part, expression)


def roots(facts: PythonFacts) -> Iterator[tuple[int, int, int, Part, Expression]]:
    """Every whole expression: the scope it belongs to, the scope of its names, line, part and the expression itself."""
    for index, definition in enumerate(facts.definitions):
        for part, expression in _of_definition(definition):
            yield index, definition.parent, definition.line, part, expression
    for assignment in facts.assignments:
        at = assignment.scope, assignment.scope, assignment.line
        for target in assignment.targets:
            for item in target.items if isinstance(target, Group) else (target,):
                for found in _of_target(item):
                    yield *at, Part.CODE, found
        yield *at, Part.CODE, assignment.value
        yield *at, Part.ANNOTATION, assignment.annotation
    for use in facts.uses:
        if use.kind == "delete" and isinstance(use.expression, Subscript):
            for found in _of_target(use.expression):
                yield use.scope, use.scope, use.line, Part.CODE, found
        elif use.kind not in ("global", "match"):
            yield use.scope, use.scope, use.line, _of_use(use), use.expression
    for block in facts.withs:
        for context, _ in block.items:
            yield block.scope, block.scope, block.line, Part.CODE, context


def _of_target(target: Expression) -> tuple[Expression, ...]:
    """What is read of what is set or deleted: of `orders[key]` the container and the key, of a bare name nothing."""
    if isinstance(target, Subscript):
        return (target.value, *target.items)
    return () if isinstance(target, str) and "." not in target else (target,)


def _of_use(use: Use) -> Part:
    if use.kind == "expression" and isinstance(use.expression, Call):
        return Part.STATEMENT
    return Part.RAISED if use.kind == "raise" else Part.CAUGHT if use.kind == "except" else Part.CODE


def _of_definition(definition: Definition) -> Iterable[tuple[Part, Expression]]:
    for base in definition.bases:
        yield Part.BASE, base
    for _, value in definition.keywords:
        yield Part.CODE, value
    for decorator in definition.decorators:
        yield Part.DECORATOR, decorator
    for parameter in definition.parameters:
        yield Part.ANNOTATION, parameter.annotation
        yield Part.CODE, parameter.default
    yield Part.ANNOTATION, definition.returns


def _inside(source: int, scope: int, line: int, part: Part, expression: Expression) -> Iterator[Occurrence]:
    if isinstance(expression, str):  # most are
        yield Occurrence(source, scope, line, part, expression)
        return
    waiting: list[tuple[Expression, int, Part, Call | None]] = [(expression, line, part, None)]
    while waiting:
        found, line, part, caller = waiting.pop()
        if isinstance(found, str):
            yield Occurrence(source, scope, line, part, found)
        elif isinstance(found, Call):
            line = found.line
            yield Occurrence(source, scope, line, part, found)
            inner = Part.CODE if part is not Part.ANNOTATION else part
            if found.keywords:
                waiting.extend([(value, line, inner, found) for _, value in reversed(found.keywords)])
            waiting.extend([(value, line, inner, found) for value in reversed(found.arguments)])
            if isinstance(found.function, Attribute):
                waiting.append((found.function.value, line, inner, None))
            elif not isinstance(found.function, str):
                waiting.append((found.function, line, inner, None))
        elif isinstance(found, Text):
            if found.holes or part is Part.ANNOTATION or "." in found.value:
                yield Occurrence(source, scope, line, part, found, caller)
            if found.holes:
                waiting.extend([(hole, line, Part.CODE, None) for hole in reversed(found.holes)])
        elif isinstance(found, Attribute):
            yield Occurrence(source, scope, line, part, found)
            waiting.append((found.value, line, part, None))
        elif isinstance(found, Subscript):
            yield Occurrence(source, scope, line, part, found)
            waiting.extend([(item, line, _item_part(part), None) for item in reversed(found.items)])
            waiting.append((found.value, line, part, None))
        elif isinstance(found, Group):
            if found.sign and found.sign != "is":
                yield Occurrence(source, scope, line, part, found)
            waiting.extend([(item, line, part, caller) for item in reversed(found.items) if item is not None])


def _item_part(part: Part) -> Part:
    """`class Orders(Repository[Order])` inherits from Repository and mentions Order as a type."""
    return Part.ANNOTATION if part is Part.BASE else part


def calls_in(facts: PythonFacts) -> Iterator[tuple[int, Call]]:
    """Every call of a file, and the scope its names are looked up in."""
    for _, scope, _, _, root in roots(facts):
        if root is None or isinstance(root, str):
            continue
        waiting: list[Expression] = [root]
        while waiting:
            found = waiting.pop()
            if isinstance(found, Call):
                yield scope, found
                waiting.extend([one for one in found.arguments if not isinstance(one, NO_CALLS)])
                if found.keywords:
                    waiting.extend([value for _, value in found.keywords if not isinstance(value, NO_CALLS)])
                if not isinstance(found.function, str):
                    waiting.append(found.function)
            elif isinstance(found, Attribute):
                waiting.append(found.value)
            elif isinstance(found, Group):
                waiting.extend(found.items)
            elif isinstance(found, Subscript):
                waiting.append(found.value)
                waiting.extend(found.items)
            elif isinstance(found, Text):
                waiting.extend(found.holes)
