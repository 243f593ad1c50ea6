"""From `INSTALLED_APPS` to the applications that settings switch on: those that are named by one word."""

from collections.abc import Iterator

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Role

from ..facts import Expression, Group, Text
from ..names.program import Program
from ..rows import Rows
from .loads import BY_TEXT


def add_installed_apps(program: Program, rows: Rows) -> None:
    """`INSTALLED_APPS = ["orders", …]`; names with dots are texts that name, wherever they stand."""
    for path, module in program.modules.items():
        for assignment in module.facts.assignments if module.role is Role.PRODUCT else ():
            if any(isinstance(one, str) and one.endswith("INSTALLED_APPS") for one in assignment.targets):
                for name in _words(assignment.value):
                    target = program.module_named(name)
                    place = Location(path, assignment.line)
                    rows.add(EvidenceKind.REFERENCES, path, target, place, name, ("string",), BY_TEXT)


def _words(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Text):
        if expression.value.isidentifier():
            yield expression.value
    elif isinstance(expression, Group):
        for item in expression.items:
            yield from _words(item)
