"""From texts to what they name: full dotted names, models by label, pairs of a module and a name in it."""

from typing import TYPE_CHECKING

from .facts import Call, Group, Text
from .references import NAMESPACE, is_inside

if TYPE_CHECKING:
    from .names import Names


class TextNames:
    """What `"shop.models.Order"`, `"shop.Order"` or `load("shop.models", "Order")` mean."""

    def __init__(self, names: "Names") -> None:
        self.names = names
        self._classes: dict[str, list[str]] | None = None

    def named(self, dotted: str) -> str | None:
        """What a full dotted name means: a module of the tree, or what is defined in one."""
        if found := self.names.index.named(dotted):
            return found
        module, _, name = dotted.rpartition(".")
        owner = self.named(module) if module else None
        is_owner = owner and is_inside(owner) and not owner.startswith(NAMESPACE)
        return self.names.members.of(owner, name) if owner and is_owner else None

    def mapped_class(self, path: str, name: str) -> str | None:
        """The class that a relation names by text: `Order`, `shop.Order` by the label of its application, a full name."""
        owner, _, last = name.rpartition(".")
        if not last[:1].isupper() or not last.isidentifier():
            return None
        members = self.names.members
        if owner:
            module = self.names.index.ending(f"{owner}.models") if "." not in owner else None
            found = members.of(module, last) if module else self.named(name)
        else:
            found = members.of(path, last) or self._only_class(last)
        return found if found and self.names.tree.class_at(found) else None

    def _only_class(self, name: str) -> str | None:
        """The only class of product code with this name at the top of its module."""
        if self._classes is None:
            self._classes = {}
            for reference, definition in self.names.tree.product_classes():
                if definition.parent == 0:
                    self._classes.setdefault(definition.name, []).append(reference)
        found = self._classes.get(name, ())
        return found[0] if len(found) == 1 else None

    def pair(self, call: Call, position: int = 0) -> str | None:
        """`load("shop.models", "Order")` and the like: two texts that name a module of the tree and what it defines."""
        if len(call.arguments) < 2:
            return None
        module, name = call.arguments[:2]
        if isinstance(name, Group) and name.kind in ("list", "tuple") and position < len(name.items):
            name = name.items[position]
        if not isinstance(module, Text) or not isinstance(name, Text) or module.holes or not name.value.isidentifier():
            return None
        # Frameworks name the parts of an application by its label: `get_model("shop", "Order")`.
        label = module.value if "." in module.value else f"{module.value}.models"
        path = self.names.index.named(module.value) if label == module.value else None
        path = path or self.names.index.ending(label)
        if path is None or path.startswith(NAMESPACE):
            return None
        found = self.names.members.of(path, name.value)
        return found if found and self.names.tree.definition(found) else None
