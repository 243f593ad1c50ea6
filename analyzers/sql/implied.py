"""A model → the tables that every query of its rows asks for besides, because its manager is given a path over relations.

`objects = ScopedManager(tenant="project__tenant")`: whatever the manager is, it can only filter or order by that path.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..python.facts import Call
from .query_paths import Step, steps_along
from .scopes import constant

if TYPE_CHECKING:
    from .evaluation import Evaluation


class Implied:
    """The models of one program, each looked at once."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._known: dict[str, tuple[Step, ...]] = {}

    def steps(self, reference: str) -> tuple[Step, ...]:
        """The relations that the default manager of a Django model goes along."""
        if reference not in self._known:
            self._known[reference] = tuple(dict.fromkeys(self._steps(reference)))
        return self._known[reference]

    def _steps(self, reference: str) -> Iterator[Step]:
        model = self._evaluation.schema.models.get(reference)
        facts = self._evaluation.classes.get(reference)
        if model is None or facts is None or model.framework != "django":
            return
        for base in (reference, *facts.bases):
            known = self._evaluation.classes.get(base)
            field = known.fields.get("objects") if known is not None else None
            if field is not None and isinstance(field.value, Call):
                for _, given in field.value.keywords:
                    written = constant(given)
                    if written is not None and "__" in written:
                        yield from steps_along(model, written, self._evaluation)
                return
