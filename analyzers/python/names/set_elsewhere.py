"""From attributes that other code sets on an object to the kind of what it sets: `response.renderer = choose(request)`."""

from typing import TYPE_CHECKING

from ..facts import Expression, Group
from ..parts import last_name
from ..references import is_inside, where_looked_up

if TYPE_CHECKING:
    from .names import Names

MOST_PLACES = 20
"""Places that set an attribute of one name; one that is set more often means many things."""

Place = tuple[str, int, str, Expression, int]  # path, scope, the object as written, the value, a part of it or −1


class SetElsewhere:
    """Every `object.name = value` of product code where the object is not `self`, found when first asked for."""

    def __init__(self, names: "Names") -> None:
        self.names = names
        self._places: dict[str, list[Place]] | None = None
        self._holding: dict[str, list[tuple[str, Place]]] | None = None

    def is_set(self, reference: str, name: str) -> bool:
        """Whether some code sets an attribute on what evidently are instances of a class."""
        return bool(self._on(reference, name))

    def kind(self, reference: str, name: str) -> str | None:
        """The kind of what is set."""
        types = self.names.types
        kinds = (
            types.type_of(path, scope, value) if part < 0 else types.results.part(path, scope, value, part)
            for path, scope, _, value, part in self._on(reference, name)
        )
        return self.names.ancestry.common(kinds)

    def holding(self, function: str) -> tuple[str, ...]:
        """The attributes that a function is put into: `func` of `command.func = self.play`."""
        return self.names.once(self._attributes_holding, function) or ()

    def _attributes_holding(self, function: str) -> tuple[str, ...]:
        if self._holding is None:
            self._holding = {}
            for attribute, places in self._collected().items():
                for place in places:
                    self._holding.setdefault(last_name(place[3]), []).append((attribute, place))
        found = self._holding.get(function.rpartition("::")[2].rpartition(".")[2], ())
        kept = (name for name, (path, at, _, value, _) in found if self.names.resolve(path, at, value) == function)
        return tuple(dict.fromkeys(kept))

    def _on(self, reference: str, name: str) -> list[Place]:
        places = self._collected().get(name, [])
        return [place for place in places if self._is(place, reference)] if len(places) <= MOST_PLACES else []

    def _is(self, place: Place, reference: str) -> bool:
        path, scope, written, _, _ = place
        kind = self.names.types.type_of(path, scope, written)
        if kind is None or not is_inside(kind):
            return False
        found = where_looked_up(kind)
        ancestry = self.names.ancestry
        return found == reference or found in ancestry.bases(reference) or reference in ancestry.bases(found)

    def _collected(self) -> dict[str, list[Place]]:
        if self._places is None:
            self._places = {}
            tree = self.names.tree
            for path in sorted(tree.products):
                for one in tree.facts[path].assignments:
                    for target in one.targets if one.how == "=" else ():
                        if isinstance(target, Group):
                            for part, item in enumerate(target.items):
                                self._keep(path, one.scope, item, one.value, part)
                        else:
                            self._keep(path, one.scope, target, one.value, -1)
        return self._places

    def _keep(self, path: str, scope: int, target: Expression, value: Expression, part: int) -> None:
        if isinstance(target, str) and self._places is not None:
            written, dot, name = target.rpartition(".")
            if dot and not self.names.tree.own_class(path, scope, written):
                self._places.setdefault(name, []).append((path, scope, written, value, part))
