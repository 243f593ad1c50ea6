"""A model → what else happens when its rows are deleted: rows that point to them go too, or have their key cleared.

Django and SQLAlchemy do that themselves, not the database, so the statements are the program's. Django looks for rows that
would be left without what they point to, unless nothing hangs on these in turn: then it deletes them unseen. SQLAlchemy
loads what the relationships of the deleted object lead to.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ...python.facts import Call
from ..schema.declared import lineage
from ..schema.django.libraries import brought
from ..schema.schema import Model
from ..scopes import Scopes, argument, calls_in, constant, keyword, last_name, parts_of
from .listeners import listens_to_deletions

if TYPE_CHECKING:
    from .evaluation import Evaluation

ALWAYS = 0.8
"""Confidence of a statement that runs wherever anything is deleted (chosen; see the oracle)."""

LOOKED_FOR = 0.4
"""Confidence that rows on which nothing hangs are looked for before they are deleted, where nothing is known to listen to
deletions (measured at .35 and 0 in two systems: a library may listen, or this model alone is watched)."""

IF_ROWS = 0.4
"""Confidence of a statement that runs only if there are rows (chosen; see the oracle)."""

_SIGNALS = frozenset({"pre_delete", "post_delete"})

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
        self._watched: bool | None = None
        self._leading: dict[str, list[str]] | None = None
        self._pointing: dict[str, list[tuple[Model, str]]] | None = None

    def of(self, reference: str) -> tuple[Effect, ...]:
        """The effects on other tables, and whether its own is looked at first; empty where nothing hangs on it."""
        if reference not in self._known:
            self._known[reference] = tuple(dict.fromkeys(self._effects(reference, 1.0, {reference}, 0)))
        return self._known[reference]

    def _effects(self, reference: str, sure: float, seen: set[str], depth: int) -> Iterator[Effect]:
        model = self._evaluation.schema.models.get(reference)
        if model is None or depth == DEEPEST:
            return
        if model.framework == "sqlalchemy":
            yield from self._of_relationships(model)
        if model.framework != "django":
            return
        pointing = self._by_target().get(reference, [])
        if pointing:
            yield Effect(model.table, False, (), ALWAYS * sure)
        throughs = {relation.through: None for relation in model.relations.values()}
        throughs.update(dict.fromkeys(self._brought(model)))
        for through in (*throughs, *(each for each in self._throughs().get(reference, ()) if each not in throughs)):
            if through and through not in self._tables():
                yield from self._leaf(through, sure)
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
            yield from self._leaf(other.table, sure)
            return
        yield Effect(other.table, False, (), ALWAYS * sure)
        yield Effect(other.table, True, ("delete",), IF_ROWS * sure)
        if other.reference not in seen:
            yield from self._effects(other.reference, IF_ROWS * sure, {*seen, other.reference}, depth + 1)

    def _leaf(self, table: str, sure: float) -> Iterator[Effect]:
        """Rows on which nothing hangs: deleted unseen, or looked for first and deleted if there are any."""
        watched = self._is_watched()
        yield Effect(table, True, ("delete",), (IF_ROWS if watched else ALWAYS) * sure)
        yield Effect(table, False, (), (ALWAYS if watched else LOOKED_FOR) * sure)

    def _is_watched(self) -> bool:
        """Whether something of the tree, or a library that its settings name, listens to the deletion of rows of any table."""
        if self._watched is None:
            modules = self._evaluation.scopes
            own = (call for module in modules.values() for call in _calls_about_deletions(module))
            self._watched = any(map(_listens_to_all, own)) or listens_to_deletions(modules)
        return self._watched

    def _of_relationships(self, model: Model) -> Iterator[Effect]:
        for name, relation in sorted(model.relations.items()):
            call = self._relationship(model.reference, name)
            rules = constant(keyword(call, "cascade")) or "" if call is not None else ""
            deletes = "delete" in rules or "all" in rules
            table = self._evaluation.table(relation.model)
            if relation.through:
                yield Effect(relation.through, True, ("delete",), ALWAYS)
            elif (relation.many or deletes) and not (call is not None and keyword(call, "passive_deletes")):
                yield Effect(table, False, (), ALWAYS)
                yield Effect(table, True, ("delete",) if deletes else (), IF_ROWS)

    def _relationship(self, reference: str, name: str) -> Call | None:
        """The call that declares a relationship; None for the far side of one."""
        for facts in lineage(self._evaluation.classes, reference):
            field = facts.fields.get(name)
            if field is not None:
                return field.value if isinstance(field.value, Call) else None
        return None

    def _tables(self) -> set[str]:
        return {model.table for model in self._evaluation.schema.models.values()}

    def _brought(self, model: Model) -> Iterator[str]:
        """The tables of pairs that an ancestor from a library brings along."""
        known = self._evaluation.classes.get(model.reference)
        for base in known.bases if known else ():
            more = brought(base) if base.startswith("external:") else None
            yield from (f"{model.table}_{name}" for name, _ in more.many) if more is not None else ()

    def _throughs(self) -> dict[str, list[str]]:
        """The tables of many-to-many relations that lead to a model, whether or not it has a name for them."""
        if self._leading is None:
            self._leading = {}
            for model in self._evaluation.schema.models.values():
                for relation in model.relations.values():
                    if relation.through and model.framework == "django":
                        self._leading.setdefault(relation.model, []).append(relation.through)
        return self._leading

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
        seen: set[str] = set()
        for facts in lineage(self._evaluation.classes, model.reference):
            for name, field in facts.fields.items():
                if name in seen or name not in model.relations or not isinstance(field.value, Call):
                    continue
                seen.add(name)
                rule = last_name(argument(field.value, 1, "on_delete"))
                if isinstance(argument(field.value, 1, "on_delete"), Call):
                    rule = "SET"
                if not model.relations[name].many and rule:
                    yield name, rule


def _calls_about_deletions(module: Scopes) -> Iterator[Call]:
    """`post_delete.connect(…)` and `receiver(post_delete, …)` in a module that names the signal at all."""
    if not any(each.name in _SIGNALS for each in module.facts.imports):
        return
    expressions = [use.expression for use in module.facts.uses]
    expressions += [each for definition in module.facts.definitions for each in definition.decorators]
    for expression in expressions:
        for call in calls_in(expression):
            owner, _, name = call.function.rpartition(".") if isinstance(call.function, str) else ("", "", "")
            if (name == "connect" and owner in _SIGNALS) or (name == "receiver" and _names_signal(call)):
                yield call


def _names_signal(call: Call) -> bool:
    first = call.arguments[0] if call.arguments else None
    return first in _SIGNALS or any(part in _SIGNALS for part in parts_of(first))


def _listens_to_all(call: Call) -> bool:
    return all(name not in {"sender", "**"} for name, _ in call.keywords)
