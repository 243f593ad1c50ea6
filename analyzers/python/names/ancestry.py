"""From classes to their ancestors and heirs, across modules."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..facts import Call, Expression, Import, Subscript
from ..parts import last_name, owner
from ..references import is_inside, is_itself, itself, where_looked_up

if TYPE_CHECKING:
    from .names import Names

MOST_BASES = 500
MOST_HEIRS = 300
BARE = frozenset(("object", "ABC", "ABCMeta", "Generic", "Protocol"))


class Ancestry:
    """Who inherits from whom; what a base's name means is asked of `Names`."""

    def __init__(self, names: "Names") -> None:
        self.names = names

    def bases(self, reference: str) -> tuple[str, ...]:
        """The ancestors of a class in the order of lookup: depth first, of repeated ones the last stays."""
        return self.names.once(self._ancestors, reference) or ()

    def _ancestors(self, reference: str) -> tuple[str, ...]:
        order: dict[str, None] = {}
        waiting = list(reversed(self._direct_bases(reference)))
        for _ in range(MOST_BASES):
            if not waiting:
                break
            base = waiting.pop()
            order.pop(base, None)
            order[base] = None
            if base != reference:
                waiting.extend(reversed(self._direct_bases(base)))
        order.pop(reference, None)
        return tuple(order)

    def _direct_bases(self, reference: str) -> list[str]:
        tree = self.names.tree
        definition = tree.class_at(reference)
        if definition is None:
            return []
        path = reference.partition("::")[0]
        found = [
            self.names.resolve(path, definition.parent, one) for base in definition.bases for one in _classes_in(base)
        ]
        if reference in found:  # `class Order(Order)`: the base is what the name meant before
            bound = tree.bindings(path).scopes[definition.parent].names[definition.name.rpartition(".")[2]]
            earlier = next((self.names.imported(path, one) for one in bound if isinstance(one, Import)), None)
            found = [earlier if base == reference else base for base in found]
        return [base for base in found if base is not None and (not is_inside(base) or tree.definition(base))]

    def heirs(self, reference: str) -> list[str]:
        """Classes of product code below a class, in order of path and text; of very many the first ones."""
        return (self.names.once(self._every_heir) or {}).get(reference, [])[:MOST_HEIRS]

    def _every_heir(self) -> dict[str, list[str]]:
        heirs: dict[str, list[str]] = {}
        for heir, definition in self.names.tree.product_classes():
            for base in self.bases(heir) if definition.bases else ():
                heirs.setdefault(base, []).append(heir)
        return heirs

    def above(self, reference: str) -> tuple[str, ...]:
        """Where `super()` of a class looks: its ancestors, those outside of the tree last.

        A mixin without ancestors calls what comes after it in the classes that mix it in.
        """
        bases = self.bases(reference)
        inside = [base for base in bases if is_inside(base)]
        outside = [base for base in bases if not is_inside(base)]
        if all(is_bare(base) for base in outside):
            for heir in self.heirs(reference):
                line = self.bases(heir)
                inside.extend(base for base in line[line.index(reference) + 1 :] if is_inside(base))
        return (*dict.fromkeys(inside), *outside)

    def overriding(self, reference: str, name: str) -> list[str]:
        """The heirs of a class that define a member of this name themselves."""
        return [heir for heir in self.heirs(reference) if self.names.tree.defines(heir, name)]

    def common(self, kinds: Iterable[str | None]) -> str | None:
        """The kind that covers all that are known: the same, or the nearest ancestor in the tree that all of them have."""
        known = list(dict.fromkeys(kinds))
        inside = [kind for kind in known if kind is not None and is_inside(kind)]
        if len(inside) < 2:
            # something from outside counts only where everything is that
            return inside[0] if inside else known[0] if len(known) == 1 else None
        lines = [self._line(kind) for kind in inside]
        return next((kind for kind in lines[0] if all(kind in line for line in lines[1:])), None)

    def _line(self, kind: str) -> tuple[str, ...]:
        """A kind and those of the ancestors of its class inside the tree."""
        reference = where_looked_up(kind)
        line = (reference, *(base for base in self.bases(reference) if is_inside(base)))
        return tuple(itself(one) for one in line) if is_itself(kind) else line


def is_bare(base: str) -> bool:
    """Whether a class from outside of the tree brings no methods of its own."""
    return base.rpartition(".")[2] in BARE


def _classes_in(base: Expression) -> tuple[Expression, ...]:
    """The names in a base: `Repository[Order]` is a Repository, `Manager.from_queryset(Orders)` has what both have."""
    if isinstance(base, Subscript):
        return (base.value,)
    if isinstance(base, Call) and last_name(base.function) == "from_queryset" and base.arguments:
        return (base.arguments[0], owner(base.function))
    return (base,)
