"""Links between Django models → the attributes and lookup names by which one leads to the other, from both sides."""

from collections import defaultdict

from ....python.facts import Call
from ...scopes import constant, keyword
from ..declared import ClassFacts
from ..schema import Relation
from .fields import FieldKind
from .models import DjangoModels, contrib_model


class DjangoRelations:
    """The relations in the making, by model."""

    def __init__(self, models: DjangoModels) -> None:
        self._models = models
        self._of: dict[str, dict[str, Relation]] = defaultdict(dict)
        self.generic: list[tuple[str, str]] = []

    def add(self, facts: ClassFacts, name: str, target: str, call: Call, kind: FieldKind, through: str) -> None:
        """A field of a model that leads to another, of the tree or Django's own, and the accessor on its other side."""
        if target in self._models.classes or contrib_model(target):
            self._of[facts.reference].setdefault(name, Relation(target, kind is FieldKind.MANY, through))
            self._reverse(facts, target, call, kind, through)

    def add_generic(self, facts: ClassFacts, name: str, target: str) -> None:
        """The rows of another model that name objects of any model, seen from one of these."""
        if target in self._models.classes:
            self._of[facts.reference].setdefault(name, Relation(target, many=True))
            self.generic.append((target, facts.reference))

    def _reverse(self, facts: ClassFacts, target: str, call: Call, kind: FieldKind, through: str) -> None:
        """The accessor on the other side: `related_name`, else `model_set` or, one to one, `model`."""
        one = kind is FieldKind.ONE
        written = constant(keyword(call, "related_name"))
        label = self._models.app_label(facts).lower()
        name = (written or "").replace("%(class)s", facts.name.lower()).replace("%(app_label)s", label)
        if name.endswith("+"):
            return
        back = Relation(facts.reference, many=not one, through=through)
        self._of[target].setdefault(name or facts.name.lower() + ("" if one else "_set"), back)
        query_name = constant(keyword(call, "related_query_name")) or name or facts.name.lower()
        self._of[target].setdefault(query_name, back)

    def of_django(self) -> dict[str, dict[str, Relation]]:
        """The accessors that models of Django's own get from those of the tree."""
        return {target: found for target, found in self._of.items() if target not in self._models.classes}

    def inherited(self, facts: ClassFacts) -> dict[str, Relation]:
        """Own relations over those of concrete ancestors, which a child and a proxy share."""
        found: dict[str, Relation] = {}
        for owner in (facts.reference, *facts.bases):
            for name, relation in self._of.get(owner, {}).items():
                found.setdefault(name, relation)
        return found
