"""From a resolved module to its calls: who calls what at which line, as far as the text makes that evident."""

from collections.abc import Iterator

from msgspec import Struct

from .facts import Attribute, Call
from .occurrences import Part, occurrences
from .program import Module, Program
from .rows import reference_of


class Called(Struct, frozen=True):
    """One call in the function, class or module `source`; `target` is what it resolves to, None if that is unknown."""

    source: str
    line: int
    target: str | None


def calls_of(program: Program, module: Module) -> Iterator[Called]:
    """Every call of a module, decorators and properties included."""
    for occurrence in occurrences(module.facts):
        expression = occurrence.expression
        path, scope = module.path, occurrence.scope
        source = reference_of(path, module.facts, scope)
        if isinstance(expression, Call):
            yield Called(source, expression.line, program.resolve(path, scope, expression.function))
        elif isinstance(expression, str | Attribute):
            found = program.resolve(path, scope, expression)
            if found and (occurrence.part is Part.DECORATOR or program.is_property(found)):
                yield Called(source, occurrence.line, found)
