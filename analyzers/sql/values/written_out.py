"""A name at a place of the program → the lists and dicts written out that it stands for, each with the place it stands at.

`METHODS` of a function or module, here or imported; `self.methods` and `Order.METHODS` by the body of a class.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...python.facts import Group
from ..schema.declared import lineage
from ..scopes import MODULE
from .values import Place

if TYPE_CHECKING:
    from .evaluation import Evaluation


def written_out(evaluation: "Evaluation", place: Place, name: str) -> Iterator[tuple[Place, Group]]:
    """Every such list or dict, innermost first; of the ancestors of a class that of the nearest which has one."""
    module = evaluation.scopes[place.path]
    owner, _, attribute = name.rpartition(".")
    if owner in {"self", "cls"}:
        own = module.enclosing_class(place.scope)
        yield from _of_class(evaluation, module.reference(own), attribute) if own is not None else ()
        return
    if owner:
        of = evaluation.meanings.resolved(place.path, place.scope, owner) or ""
        yield from _of_class(evaluation, of, attribute)
    for scope in dict.fromkeys((*module.enclosing_functions(place.scope), MODULE)) if not owner else ():
        for each in module.assigned(scope, name):
            if isinstance(each.value, Group):
                yield Place(place.path, scope, each.line), each.value
    yield from _imported(evaluation, place, name)


def _of_class(evaluation: "Evaluation", owner: str, attribute: str) -> Iterator[tuple[Place, Group]]:
    for facts in lineage(evaluation.classes, owner):
        field = facts.fields.get(attribute)
        if field is not None:
            if isinstance(field.value, Group):
                yield Place(field.path, field.scope, field.line), field.value
            return


def _imported(evaluation: "Evaluation", place: Place, name: str) -> Iterator[tuple[Place, Group]]:
    """What another module binds to a name that stands for one of its own."""
    path, _, told = (evaluation.meanings.resolved(place.path, place.scope, name) or "").partition("::")
    other = evaluation.scopes.get(path) if path != place.path and told else None
    for each in other.assigned(MODULE, told) if other is not None else ():
        if isinstance(each.value, Group):
            yield Place(path, MODULE, each.line), each.value
