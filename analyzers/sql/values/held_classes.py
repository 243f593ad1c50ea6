"""A look into a dict of classes that is written out (`FORMS[kind]`, `self.models.get(name)`) → each class it may yield."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ...python.facts import Expression, Group
from ..scopes import last_name
from .values import Link, Place, Value, chain_of
from .written_out import written_out

if TYPE_CHECKING:
    from .evaluation import Evaluation

HELD = 0.8
"""Confidence that a class of such a dict is one of those that are looked up (chosen)."""

MOST_CLASSES = 20
"""Classes of one dict; more of them tell nothing."""

_CLASSES = frozenset({"class", "function", "table"})


class HeldClasses:
    """The dicts of classes of one program."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._names: frozenset[str] | None = None

    def values(self, place: Place, expression: Expression) -> list[Value]:
        """What an expression may be that begins with such a look, one value for each class."""
        start, links = chain_of(expression)
        found, used = self.looked_up(place, start, links)
        made = []
        for each in found:
            value: Value | None = each
            for link in links[used:]:
                value = self._evaluation.after(place, value, link)
            made += [value] if value is not None else []
        return made

    def looked_up(self, place: Place, start: Expression, links: list[Link]) -> tuple[list[Value], int]:
        """The classes, and how many steps of a chain are the look; none if it does not begin with one."""
        if not isinstance(start, str) or not links:
            return [], 0
        if _looks(links[0]):
            return (self._classes(place, start), 1) if self._is_bound(start) else ([], 0)
        is_attribute = len(links) > 1 and links[0].call is None and _looks(links[1]) and self._is_bound(links[0].name)
        return (self._classes(place, f"{start}.{links[0].name}"), 2) if is_attribute else ([], 0)

    def _is_bound(self, name: str) -> bool:
        """Whether anything of this name is such a dict anywhere, which is quickly seen and rarely so."""
        if self._names is None:
            assignments = (each for module in self._evaluation.scopes.values() for each in module.facts.assignments)
            found = (each for each in assignments if isinstance(each.value, Group) and _may_hold(each.value))
            self._names = frozenset(last_name(target) for each in found for target in each.targets)
        return name in self._names

    def _classes(self, place: Place, name: str) -> list[Value]:
        for at, group in written_out(self._evaluation, place, name):
            if _may_hold(group):
                at = Place(at.path, at.scope, at.line, place.depth + 1)
                found = (self._evaluation.value(at, each.items[1]) for each in group.items if isinstance(each, Group))
                classes = [each for each in found if each is not None and self._is_class(each)]
                return [replace(each, confidence=each.confidence * HELD) for each in dict.fromkeys(classes)]
        return []

    def _is_class(self, value: Value) -> bool:
        return value.kind in _CLASSES and (value.kind != "function" or value.of in self._evaluation.classes)


def _looks(link: Link) -> bool:
    return link.name == "[]" or (link.name == "get" and link.call is not None)


def _may_hold(group: Group) -> bool:
    """Whether a dict has for each key a name that is written as classes are."""
    return group.kind == "dict" and 0 < len(group.items) <= MOST_CLASSES and all(map(_names_a_class, group.items))


def _names_a_class(pair: Expression) -> bool:
    named = pair.items[1] if isinstance(pair, Group) and pair.kind == "pair" and len(pair.items) == 2 else None
    return isinstance(named, str) and named.rpartition(".")[2][:1].isupper() and named not in {"True", "False", "None"}
