"""From texts to what they name: full dotted names, models by the label of their application."""

from typing import TYPE_CHECKING

from ..references import NAMESPACE, is_inside

if TYPE_CHECKING:
    from .names import Names


class TextNames:
    """What `"shop.models.Order"` or `"shop.Order"` mean."""

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
        if not last.isidentifier():
            return None
        if owner:
            found = self.labelled(path, owner, last) or self.named(name)
        else:
            found = self.names.members.of(path, last) or self._only_class(last) if last[:1].isupper() else None
        return found if found and self.names.tree.class_at(found) else None

    def labelled(self, path: str, label: str, name: str) -> str | None:
        """The model of an application: as it is written in the module of its models, or in any case."""
        module = self.names.apps.models_module(label, path)
        found = self.names.members.of(module, name) if module else None
        if found and self.names.tree.class_at(found):
            return found
        return self.names.apps.model(label, name, path)

    def _only_class(self, name: str) -> str | None:
        """The only class of product code with this name at the top of its module."""
        if self._classes is None:
            self._classes = {}
            for reference, definition in self.names.tree.product_classes():
                if definition.parent == 0:
                    self._classes.setdefault(definition.name, []).append(reference)
        found = self._classes.get(name, ())
        return found[0] if len(found) == 1 else None
