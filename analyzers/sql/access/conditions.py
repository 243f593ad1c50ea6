"""An argument of a query that is a variable or a call → the conditions that were put together for it elsewhere."""

from collections.abc import Iterator

from ...python.facts import Call, Expression, Group
from ..scopes import last_name
from ..values.evaluation import Evaluation
from ..values.values import Place

DEEPEST = 3
"""Variables and functions that are followed from one argument."""


def written_elsewhere(evaluation: Evaluation, place: Place, given: Expression, depth: int = 0) -> Iterator[Expression]:
    """The expressions that a name was bound to before, and those that a function of the tree returns."""
    if depth == DEEPEST:
        return
    if isinstance(given, Group):
        for item in given.items:
            yield from written_elsewhere(evaluation, place, item, depth)
    elif isinstance(given, str) and "." not in given:
        for binding in evaluation.scopes[place.path].assigned(place.scope, given):
            if binding.line <= place.line and binding.value != given:
                yield from _with_parts(evaluation, place.at(binding.line), binding.value, depth)
    elif isinstance(given, Call) and isinstance(given.function, str) and last_name(given.function) != "Q":
        yield from _returned(evaluation, place, given.function, depth)


def _with_parts(evaluation: Evaluation, place: Place, value: Expression, depth: int) -> Iterator[Expression]:
    yield value
    yield from written_elsewhere(evaluation, place, value, depth + 1)


def _returned(evaluation: Evaluation, place: Place, function: str, depth: int) -> Iterator[Expression]:
    reference = evaluation.meanings.resolved(place.path, place.scope, function) or ""
    path, _, name = reference.partition("::")
    module = evaluation.scopes.get(path)
    index = module.index_of.get(name) if module is not None else None
    for use in module.returns(index) if module is not None and index is not None else ():
        yield from _with_parts(evaluation, Place(path, index or 0, use.line), use.expression, depth)
