"""Modules of settings → the caches, queues, stores and indexes that they declare."""

from collections.abc import Iterable, Iterator

from decompose.errors import Location
from decompose.evidence.resource import ResourceUse

from ..python.facts import Assignment, Expression, Group, Text
from ..python.names.program import Module
from .catalog import Catalog, Declared
from .naming import Naming


def declared_in(module: Module, catalog: Catalog, naming: Naming) -> Iterator[ResourceUse]:
    """What the settings of one module declare."""
    for assignment in module.facts.assignments:
        target = assignment.targets[0] if assignment.scope == 0 and assignment.targets else None
        declared = catalog.declared.get(target) if isinstance(target, str) else None
        if declared is not None and assignment.how == "=":
            for name, more in _names(module, assignment, declared, naming):
                yield ResourceUse(
                    module.path,
                    Location(module.path, assignment.line),
                    declared.kind,
                    declared.client,
                    name,
                    flags=("setting",),
                    detail=f"{target}{': ' if more else ''}{more}",
                )


def _names(module: Module, assignment: Assignment, declared: Declared, naming: Naming) -> Iterator[tuple[str, str]]:
    value = assignment.value
    if declared.name == "keys":
        for key, inner in _pairs(value):
            told = (_text(of) for wanted in declared.told for one, of in _pairs(inner) if one == wanted)
            yield key, next((one for one in told if one), "")
    elif declared.name == "value":
        named = naming.name(declared.kind, module.path, 0, value)
        yield named.name or f"settings.{assignment.targets[0]}", ""
    else:
        yield declared.name.removeprefix("="), _text(value)


def _pairs(expression: Expression) -> Iterable[tuple[str, Expression]]:
    """The items of a dict that is written out, those with a text as key."""
    for item in expression.items if isinstance(expression, Group) and expression.kind == "dict" else ():
        if isinstance(item, Group) and item.kind == "pair" and len(item.items) == 2 and isinstance(item.items[0], Text):
            yield item.items[0].value, item.items[1]


def _text(expression: Expression) -> str:
    """A text without what may be a password in it."""
    text = expression.value if isinstance(expression, Text) else ""
    return "" if "@" in text else text[:80]
