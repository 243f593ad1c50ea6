"""A loop over the classes that inherit from one (`for model in Base.__subclasses__()`) → each mapped class among them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...python.facts import Assignment, Call, Expression, Group
from ..scopes import Scopes
from .values import Place, Value

if TYPE_CHECKING:
    from .evaluation import Evaluation

INHERITS = 0.8
"""Confidence that what is done to each class that inherits from one is done to a certain one: loops pass some over (chosen)."""

_SUBCLASSES = ".__subclasses__"
_MOST_STEPS = 4
"""Variables that the collection is handed through."""


class GoneThrough:
    """The mapped classes of one program by what they inherit from, be that a class or what a library makes for a base."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._heirs: dict[str, list[str]] | None = None

    def values(self, place: Place, collection: Expression) -> list[Value]:
        """The classes of a collection that has those which inherit from one; none of any other collection."""
        base = self._base(place, collection)
        return [Value("class", heir, confidence=INHERITS) for heir in self._inherit(base)] if base else []

    def _base(self, place: Place, collection: Expression) -> str:
        """The class whose heirs a collection has, also one that a comprehension has picked from them; "" for any other."""
        module, line = self._evaluation.scopes[place.path], place.line
        for _ in range(_MOST_STEPS):
            if isinstance(collection, Call):
                name = _asked(collection)
                return self._evaluation.meanings.resolved(place.path, place.scope, name) or "" if name else ""
            binding = _binding(module, place.scope, line, collection)
            if binding is None:
                return ""
            collection, line = binding.value, binding.line
        return ""

    def _inherit(self, base: str) -> list[str]:
        if self._heirs is None:
            self._heirs = {}
            for reference, model in sorted(self._evaluation.schema.models.items()):
                for above in dict.fromkeys(self._above(reference)) if model.table and "test" not in reference else ():
                    self._heirs.setdefault(above, []).append(reference)
        return self._heirs.get(base, [])

    def _above(self, reference: str) -> Iterator[str]:
        """What a class and its ancestors name as their bases."""
        classes = self._evaluation.classes
        for each in (reference, *classes[reference].bases) if reference in classes else ():
            facts = classes.get(each)
            for base in facts.definition.bases if facts is not None else ():
                if facts is not None and isinstance(base, str):
                    yield self._evaluation.meanings.resolved(facts.path, max(facts.definition.parent, 0), base) or ""


def _asked(call: Call) -> str:
    """`Base` of `Base.__subclasses__()`; "" for any other call."""
    name = call.function if isinstance(call.function, str) and not call.arguments else ""
    return name.removesuffix(_SUBCLASSES) if name.endswith(_SUBCLASSES) else ""


def _binding(module: Scopes, scope: int, line: int, collection: Expression) -> Assignment | None:
    """What last set a variable up to a line; what a comprehension on it goes through, if it leaves what it picks as it is."""
    is_picked = isinstance(collection, Group) and collection.kind == "comprehension" and collection.items
    name = collection.items[0] if isinstance(collection, Group) and is_picked else collection
    bindings = [each for each in module.assigned(scope, name) if name in each.targets] if isinstance(name, str) else []
    if is_picked:
        return next((each for each in bindings if each.how == "for" and each.line >= line), None)
    before = [each for each in bindings if each.line <= line]
    return before[-1] if before and before[-1].how == "=" else None
