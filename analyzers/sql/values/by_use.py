"""A parameter of which nothing else is known → the mapped class that its uses in the function say it is of.

`filter_by(order=given)` and `Line.order == given` say it by the relation that it is compared with, `isinstance(given, Order)`
by the class itself.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...python.facts import Call, Expression, Group
from ...python.parts import owner
from ..scopes import last_name
from ..vocabulary import CREATES, LOOKUPS
from .values import Place, Value

if TYPE_CHECKING:
    from .evaluation import Evaluation

BY_USE = 0.9
"""Confidence that a parameter is what it is compared with (chosen)."""

_DEPTH = 5
"""The owners of relations are looked at from no further than this."""

_TAKES_RELATIONS = LOOKUPS | CREATES


def told_by_use(evaluation: "Evaluation", path: str, function: int, name: str) -> Value | None:
    """An instance of the one class that all uses of a parameter agree on."""
    found = set(_classes(evaluation, path, function, name))
    return Value("instance", found.pop(), confidence=BY_USE) if len(found) == 1 else None


def _classes(evaluation: "Evaluation", path: str, function: int, name: str) -> Iterator[str]:
    models = evaluation.schema.models
    for call in evaluation.scopes[path].calls(function):
        place = Place(path, function, call.line, _DEPTH)
        if call.function == "isinstance" and call.arguments[:1] == (name,) and isinstance(call.arguments[-1], str):
            reference = evaluation.meanings.resolved(path, function, call.arguments[-1]) or ""
            if reference in models:
                yield reference
        keys = [key for key, given in call.keywords if given == name]
        if keys and (last_name(call.function) in _TAKES_RELATIONS or isinstance(call.function, str)):
            yield from _related(evaluation, place, call, keys)
        for given in call.arguments:
            if isinstance(given, Group) and given.kind == "operation" and name in given.items and len(given.items) == 2:
                yield from _compared(evaluation, place, given, name)


def _related(evaluation: "Evaluation", place: Place, call: Call, keys: list[str]) -> Iterator[str]:
    """What the relations lead to that keywords of a query or of a constructor name."""
    asked: Expression = owner(call.function) if last_name(call.function) in _TAKES_RELATIONS else call.function
    value = evaluation.value(place, asked)
    model = evaluation.model(value.of) if value is not None and value.kind in {"rows", "class"} else None
    for key in keys if model is not None else ():
        relation = model.relations.get(key) if model is not None else None
        if relation is not None and not relation.many:
            yield relation.model


def _compared(evaluation: "Evaluation", place: Place, operation: Group, name: str) -> Iterator[str]:
    other = next((each for each in operation.items if each != name), None)
    value = evaluation.value(place, other) if isinstance(other, str) else None
    model = evaluation.model(value.of) if value is not None and value.kind == "column" else None
    relation = model.relations.get(value.name) if model is not None and value is not None else None
    if relation is not None and not relation.many:
        yield relation.model
