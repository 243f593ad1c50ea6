"""A form bound to a model → the relations that it offers: it asks for the rows to choose from, and keeps the pairs.

Django makes a field that asks for rows of every relation which `Meta.fields` names, or `fields` of a generic view.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...python.facts import Call, Expression, Group, Text
from ..schema.declared import ClassFacts, lineage
from ..schema.schema import Model, Relation
from ..scopes import constant

if TYPE_CHECKING:
    from .evaluation import Evaluation

_ALL = "__all__"


class FormFields:
    """The forms of one program, each looked at once."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._known: dict[str, tuple[Relation, ...]] = {}

    def relations(self, reference: str) -> tuple[Relation, ...]:
        """The relations that a form offers, or the form that a generic view makes; none of any other class."""
        if reference not in self._known:
            self._known[reference] = tuple(dict.fromkeys(self._relations(reference)))
        return self._known[reference]

    def _relations(self, reference: str) -> Iterator[Relation]:
        evaluation = self._evaluation
        facts = evaluation.classes.get(reference)
        found = evaluation.bound.model(reference) if facts is not None else None
        model = evaluation.schema.models.get(found[1].of) if found is not None else None
        if facts is None or model is None or model.framework != "django":
            return
        for name in self._named(facts, model):
            if name in model.relations:
                yield model.relations[name]

    def _named(self, facts: ClassFacts, model: Model) -> Iterator[str]:
        for known in lineage(self._evaluation.classes, facts.reference):
            fields, left = known.meta_value("fields"), known.meta_value("exclude")
            if fields is None and left is None and "fields" in known.fields:
                fields = known.fields["fields"].value
            if constant(fields) == _ALL or (fields is None and left is not None):
                without = set(_texts(left))
                yield from (name for name in self._own(model) if name not in without)
                return
            if fields is not None:
                yield from _texts(fields)
                return

    def _own(self, model: Model) -> Iterator[str]:
        """The relations that the model declares itself, no far sides of others."""
        for facts in lineage(self._evaluation.classes, model.reference):
            for name, field in facts.fields.items():
                if name in model.relations and isinstance(field.value, Call):
                    yield name


def _texts(expression: Expression) -> Iterator[str]:
    """The names in a list that is written out."""
    for item in expression.items if isinstance(expression, Group) else ():
        if isinstance(item, Text):
            yield item.value
