"""From the modules of a program to its units: modules with their words, top-level classes and functions."""

from collections.abc import Iterable

from decompose.errors import Location, Problem
from decompose.evidence.unit import Role, Unit, UnitKind

from ..facts import PythonFacts
from ..names.program import Module

UNREAD = frozenset(("binary", "timeout"))


def is_read(facts: PythonFacts) -> bool:
    """Whether the text of a file could be read at all."""
    return facts.has_code or not any(flaw.code in UNREAD or flaw.code == "encoding" for flaw in facts.flaws)


def units_of(module: Module, libraries: tuple[str, ...]) -> Iterable[Unit]:
    """The module and what it defines at its top, each name once; nothing of a file that could not be read.

    `libraries` are the names it imports from outside.
    """
    facts = module.facts
    if not is_read(facts):
        return
    place = Location(module.path, 1)
    yield Unit(
        module.path,
        UnitKind.MODULE,
        module.name,
        place,
        lines=facts.lines,
        role=module.role,
        words=facts.words.each(),
        names=facts.quoted.each(),
        libraries=libraries if module.role is Role.PRODUCT else (),
    )
    named: set[str] = set()
    for definition in facts.definitions[1:]:
        if definition.parent == 0 and definition.name and definition.name not in named:
            named.add(definition.name)
            yield Unit(
                f"{module.path}::{definition.name}",
                UnitKind.CLASS if definition.kind == "class" else UnitKind.FUNCTION,
                f"{module.name}.{definition.name}",
                Location(module.path, definition.line),
                module.path,
                definition.end_line - definition.line + 1,
                module.role,
            )


def problems_of(module: Module) -> Iterable[Problem]:
    """What was wrong with the text of a module."""
    for flaw in module.facts.flaws:
        yield Problem(Location(module.path, flaw.line), flaw.code, flaw.message)
