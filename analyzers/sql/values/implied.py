"""A model → the tables that every query of its rows asks for besides.

Its manager is given a path over relations (`objects = ScopedManager(tenant="project__tenant")`: whatever the manager is, it
can only filter or order by that path), or a relationship of SQLAlchemy is eager (`lazy="joined"`).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...python.facts import Call
from ..schema.declared import lineage
from ..schema.schema import Model
from ..scopes import constant, keyword
from .query_paths import Step, steps_along

if TYPE_CHECKING:
    from .evaluation import Evaluation


FOLLOWED = 5
"""Keys of keys that Django follows by itself."""


class Implied:
    """The models of one program, each looked at once."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._known: dict[tuple[str, str], tuple[Step, ...]] = {}

    def steps(self, reference: str, owner: str = "") -> tuple[Step, ...]:
        """The relations that are gone along with every query of the rows of a model, not back to the `owner` of them."""
        if (reference, owner) not in self._known:
            self._known[reference, owner] = tuple(dict.fromkeys(self._steps(reference, owner)))
        return self._known[reference, owner]

    def needed(self, model: Model, depth: int = 0) -> Iterator[Step]:
        """The keys of a model that are never null, and those of what they lead to: `select_related()` follows them all."""
        for facts in lineage(self._evaluation.classes, model.reference) if depth < FOLLOWED else ():
            for name, field in facts.fields.items():
                relation = model.relations.get(name)
                call = field.value if isinstance(field.value, Call) else None
                if relation is None or relation.many or call is None or keyword(call, "null") == "True":
                    continue
                other = self._evaluation.schema.models.get(relation.model)
                if other is not None and other.table:
                    yield Step(model.table, other.table, "")
                    yield from self.needed(other, depth + 1)

    def _steps(self, reference: str, owner: str) -> Iterator[Step]:
        model = self._evaluation.schema.models.get(reference)
        facts = self._evaluation.classes.get(reference)
        if model is not None and model.framework == "sqlalchemy":
            yield from self._eager(model, {reference, owner})
        if model is None or facts is None or model.framework != "django":
            return
        for known in lineage(self._evaluation.classes, reference):
            field = known.fields.get("objects")
            if field is not None and isinstance(field.value, Call):
                for _, given in field.value.keywords:
                    written = constant(given)
                    if written is not None and "__" in written:
                        yield from steps_along(model, written, self._evaluation)
                return

    def _eager(self, model: Model, seen: set[str]) -> Iterator[Step]:
        """Relationships that are loaded with their owner, and those of what they lead to, never back on the same way."""
        for _, relation in sorted(model.relations.items()):
            other = self._evaluation.schema.models.get(relation.model) if relation.eager else None
            if other is not None and other.table and relation.model not in seen:
                yield Step(model.table, other.table, relation.through)
                yield from self._eager(other, {*seen, relation.model})
