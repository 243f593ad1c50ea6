"""From a resolved module to its calls: who calls what at which line, as far as the text makes that evident.

A call is also what Python calls by itself: properties and descriptors that are read, `__getattr__` where a class of the
tree lacks the attribute, decorators, and special methods.
"""

from collections.abc import Iterator

from msgspec import Struct

from ..facts import Attribute, Call, Expression
from ..names.program import Module, Program
from ..names.special_methods import SpecialMethods
from ..occurrences import Occurrence, Part, occurrences
from ..parts import last_name, owner
from ..rows import reference_of


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
    special = SpecialMethods(program)
    implied = list(special.of_statements(module))
    for occurrence in occurrences(module.facts):
        implied.extend(special.of_occurrence(module, occurrence))
        expression = occurrence.expression
        source = reference_of(module.path, module.facts, occurrence.scope)
        if isinstance(expression, Call):
            targets = program.targets(module.path, occurrence.scope, expression)
            for target in targets.references or (None,):
                yield Called(source, expression.line, target, targets.how, last_name(expression.function))
                if occurrence.part is Part.DECORATOR and target and (inner := program.closure(target)):
                    yield Called(source, expression.line, inner, "decorator")
            if isinstance(expression.function, Attribute) or "." in str(expression.function):
                yield from _reading(program, special, module, occurrence, owner(expression.function), source)
        elif isinstance(expression, str | Attribute):
            yield from _reading(program, special, module, occurrence, expression, source)
    for one in implied:
        yield Called(reference_of(module.path, module.facts, one.scope), one.line, one.target, "protocol")


def _reading(
    program: Program,
    special: SpecialMethods,
    module: Module,
    occurrence: Occurrence,
    expression: Expression,
    source: str,
) -> Iterator[Called]:
    """What runs because a name is read."""
    trace = program.trace(module.path, occurrence.scope, expression)
    found = program.resolve(module.path, occurrence.scope, expression)
    for passed in trace.way:
        if getter := program.getter(passed):
            yield Called(source, occurrence.line, getter, "attribute", last_name(passed))
    if found is None:
        if (
            implied := next(special.of_unknown(module, occurrence), None)
            if expression is occurrence.expression
            else None
        ):
            yield Called(source, occurrence.line, implied.target, "protocol")
        elif getter := program.likely_getter(module.path, occurrence.scope, expression):
            yield Called(source, occurrence.line, getter, "likely", last_name(expression))
    elif occurrence.part is Part.DECORATOR:
        yield Called(source, occurrence.line, found, "decorator")
    elif getter := program.getter(found):
        yield Called(source, occurrence.line, getter, "attribute", last_name(expression))
