"""A Django model → what else happens when its rows are deleted: rows that point to them go too, or have their key cleared.

Django itself does that, not the database, so the statements are the program's: it looks for rows that would be left
without what they point to, unless nothing hangs on these in turn; then it deletes them unseen.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..python.facts import Call
from .schema.schema import Model
from .scopes import argument, last_name

if TYPE_CHECKING:
    from .evaluation import Evaluation

ALWAYS = 0.9
"""Confidence of a statement that runs whether or not there are rows (chosen; see the oracle)."""

IF_ROWS = 0.5
"""Confidence of one that runs only if there are (chosen; see the oracle)."""

DEEPEST = 3
"""Deletions that cause deletions that are followed."""


class Effect(NamedTuple):
    """What a deletion does to another table."""

    table: str
    writes: bool
    flags: tuple[str, ...]
    confidence: float


class Cascades:
    """What the deletion of a row of any model does besides; looked up once for each model."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._known: dict[str, tuple[Effect, ...]] = {}
        self._pointing: dict[str, list[tuple[Model, str]]] | None = None

    def of(self, reference: str) -> tuple[Effect, ...]:
        """The effects on other tables, and whether its own is looked at first; empty where nothing hangs on it."""
        if reference not in self._known:
            self._known[reference] = tuple(dict.fromkeys(self._effects(reference, 1.0, {reference}, 0)))
        return self._known[reference]

    def _effects(self, reference: str, sure: float, seen: set[str], depth: int) -> Iterator[Effect]:
        model = self._evaluation.schema.models.get(reference)
        if model is None or model.framework != "django" or depth == DEEPEST:
            return
        pointing = self._by_target().get(reference, [])
        if pointing:
            yield Effect(model.table, False, (), ALWAYS * sure)
        for relation in model.relations.values():
            if relation.through and relation.through not in self._tables():
                yield Effect(relation.through, True, ("delete",), ALWAYS * sure)
        for other, rule in pointing:
            if rule == "CASCADE":
                yield from self._cascade(other, sure, seen, depth)
            elif rule in {"PROTECT", "RESTRICT"}:
                yield Effect(other.table, False, (), ALWAYS * sure)
            elif rule.startswith("SET"):
                yield Effect(other.table, True, (), ALWAYS * sure)

    def _cascade(self, other: Model, sure: float, seen: set[str], depth: int) -> Iterator[Effect]:
        deeper = self._by_target().get(other.reference, [])
        if not deeper:
            yield Effect(other.table, True, ("delete",), ALWAYS * sure)
            return
        yield Effect(other.table, False, (), ALWAYS * sure)
        yield Effect(other.table, True, ("delete",), IF_ROWS * sure)
        if other.reference not in seen:
            yield from self._effects(other.reference, IF_ROWS * sure, {*seen, other.reference}, depth + 1)

    def _tables(self) -> set[str]:
        return {model.table for model in self._evaluation.schema.models.values()}

    def _by_target(self) -> dict[str, list[tuple[Model, str]]]:
        """Models with a key that points to a model, and the rule for when what it points to goes."""
        if self._pointing is None:
            self._pointing = {}
            for model in self._evaluation.schema.models.values():
                for name, rule in self._keys(model):
                    target = model.relations[name].model
                    self._pointing.setdefault(target, []).append((model, rule))
        return self._pointing

    def _keys(self, model: Model) -> Iterator[tuple[str, str]]:
        classes = self._evaluation.classes
        known = classes.get(model.reference)
        seen: set[str] = set()
        for base in (model.reference, *known.bases) if known else ():
            facts = classes.get(base)
            for name, field in facts.fields.items() if facts else ():
                if name in seen or name not in model.relations or not isinstance(field.value, Call):
                    continue
                seen.add(name)
                rule = last_name(argument(field.value, 1, "on_delete"))
                if isinstance(argument(field.value, 1, "on_delete"), Call):
                    rule = "SET"
                if not model.relations[name].many and rule:
                    yield name, rule
