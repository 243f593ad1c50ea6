"""From a resolved module to its calls: who calls what at which line, as far as the text makes that evident.

A call is also what Python calls by itself: properties and descriptors that are read, `__getattr__` where a class of the
tree lacks the attribute, decorators, context managers, and the special methods of what is iterated or subscribed.
"""

from collections.abc import Iterator

from msgspec import Struct

from .facts import Attribute, Call, Expression, Group, Subscript
from .occurrences import Occurrence, Part, occurrences
from .parts import last_name, owner
from .program import Module, Program, is_external
from .rows import reference_of


class Called(Struct, frozen=True, order=True, gc=False):
    """One call in the function, class or module `source`; `target` is what it resolves to, None if that is unknown.

    `name` is the last name as it is written, empty where nothing is written. `how` is call (the text names the target),
    value (a variable or attribute holds it), likely (one of several methods of a name), decorator, attribute (Python
    calls the target when it is read) or protocol (for a statement or an operator).
    """

    source: str
    line: int
    target: str | None
    how: str = "call"
    name: str = ""


def calls_of(program: Program, module: Module) -> Iterator[Called]:
    """Every call of a module in order of the text, those by statements last."""
    for occurrence in occurrences(module.facts):
        expression = occurrence.expression
        source = reference_of(module.path, module.facts, occurrence.scope)
        if isinstance(expression, Call):
            targets = program.targets(module.path, occurrence.scope, expression)
            for target in targets.references or (None,):
                yield Called(source, expression.line, target, targets.how, last_name(expression.function))
                if occurrence.part is Part.DECORATOR and target and (inner := program.closure(target)):
                    yield Called(source, expression.line, inner, "decorator")
            if isinstance(expression.function, Attribute) or "." in str(expression.function):
                yield from _reading(program, module, occurrence, owner(expression.function), source)
        elif isinstance(expression, str | Attribute):
            yield from _reading(program, module, occurrence, expression, source)
    yield from _by_protocol(program, module)


def _reading(
    program: Program, module: Module, occurrence: Occurrence, expression: Expression, source: str
) -> Iterator[Called]:
    """What runs because a name is read."""
    trace = program.trace(module.path, occurrence.scope, expression)
    found = program.resolve(module.path, occurrence.scope, expression)
    for passed in trace.way:
        if getter := program.getter(passed):
            yield Called(source, occurrence.line, getter, "attribute", last_name(passed))
    if found is None:
        if kind := program.type_of(module.path, occurrence.scope, owner(expression)):
            yield from _special(program, kind, "__getattr__", source, occurrence.line, "attribute")
        elif getter := program.likely_getter(module.path, occurrence.scope, expression):
            yield Called(source, occurrence.line, getter, "likely", last_name(expression))
    elif occurrence.part is Part.DECORATOR:
        yield Called(source, occurrence.line, found, "decorator")
    elif getter := program.getter(found):
        yield Called(source, occurrence.line, getter, "attribute", last_name(expression))


def _by_protocol(program: Program, module: Module) -> Iterator[Called]:
    """What `with` and `for` call."""
    facts, path = module.facts, module.path
    for block in facts.withs:
        for context, _ in block.items:
            if kind := program.type_of(path, block.scope, context):
                for name in ("__enter__", "__exit__", "__aenter__", "__aexit__"):
                    yield from _special(program, kind, name, reference_of(path, facts, block.scope), block.line)
    for assignment in facts.assignments:
        source = reference_of(path, facts, assignment.scope)
        if assignment.how == "for" and (kind := program.type_of(path, assignment.scope, assignment.value)):
            yield from _special(program, kind, "__iter__", source, assignment.line)
        for target in assignment.targets:
            for one in target.items if isinstance(target, Group) else (target,):
                if isinstance(one, Subscript) and (kind := program.type_of(path, assignment.scope, one.value)):
                    yield from _special(program, kind, "__setitem__", source, assignment.line)


def _special(program: Program, kind: str, name: str, source: str, line: int, how: str = "protocol") -> Iterator[Called]:
    """A special method of a class, if it is one of the tree."""
    if not is_external(kind) and (found := program.member(kind, name)) and program.definition(found):
        yield Called(source, line, found, how)
