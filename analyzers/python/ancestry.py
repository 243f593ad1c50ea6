"""From classes to their ancestors and heirs, across modules."""

from typing import TYPE_CHECKING

from .facts import Expression, Import, Subscript
from .references import is_inside

if TYPE_CHECKING:
    from .names import Names

MOST_BASES = 500
MOST_HEIRS = 40


class Ancestry:
    """Who inherits from whom; what a base's name means is asked of `Names`."""

    def __init__(self, names: "Names") -> None:
        self.names = names
        self._bases: dict[str, tuple[str, ...]] = {}
        self._heirs: dict[str, list[str]] | None = None

    def bases(self, reference: str) -> tuple[str, ...]:
        """The ancestors of a class in the order of lookup: depth first, of repeated ones the last stays."""
        if reference not in self._bases:
            answers = self.names.answers
            before = answers.cuts
            self._bases[reference] = ()  # whoever inherits from itself has no ancestors
            found = self._ancestors(reference)
            if not answers.is_whole(before):
                del self._bases[reference]
                return found
            self._bases[reference] = found
        return self._bases[reference]

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
        found = [self.names.resolve(path, definition.parent, _generic(base)) for base in definition.bases]
        if reference in found:  # `class Order(Order)`: the base is what the name meant before
            bound = tree.bindings(path).scopes[definition.parent].names[definition.name.rpartition(".")[2]]
            earlier = next((self.names.imported(path, one) for one in bound if isinstance(one, Import)), None)
            found = [earlier if base == reference else base for base in found]
        return [base for base in found if base is not None and (not is_inside(base) or tree.definition(base))]

    def heirs(self, reference: str) -> list[str]:
        """Classes of product code below a class, in order of path and text; of very many the first ones."""
        if self._heirs is None:
            self._heirs = {}
            for heir, definition in self.names.tree.product_classes():
                if len(definition.bases) > 1:
                    for base in self.bases(heir):
                        self._heirs.setdefault(base, []).append(heir)
        return self._heirs.get(reference, [])[:MOST_HEIRS]


def _generic(base: Expression) -> Expression:
    return base.value if isinstance(base, Subscript) else base
