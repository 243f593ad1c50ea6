"""Classes that are bound to a model → what the methods that they inherit from a library do to its table.

The text of such a class names a model and no query: `class OrderList(ListView): model = Order` reads the table all the same.
What is done is told at the class, whose unit is what would have to move.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...python.facts import Attribute, Call
from ..schema.declared import ClassFacts
from ..vocabulary import READ_BY_VIEWS
from .bound_classes import Bound, short
from .form_fields import FormFields
from .library_classes import DELETE, DONE, READ, WRITE, Effect, effects_of
from .values import BOUND, Value

if TYPE_CHECKING:
    from .evaluation import Evaluation

_HAVE_IT_DELETE = ("post", "form_valid", "destroy", "perform_destroy")
"""Methods of a library's view that have it delete; its `delete` alone is not asked since Django 4."""

READ_THROUGH = 0.8
"""Confidence that a class reads the model it is bound to (measured at .9)."""

DELETED_THROUGH = 0.7
"""Confidence that what is there to delete is deleted through it: a view that does nothing else (chosen; see the oracle)."""

WRITTEN_THROUGH = 0.7
"""Confidence that what an inherited method can change is really changed through this class (chosen; see the oracle)."""


class BoundEffects:
    """What is done through the bound classes of one program."""

    def __init__(self, evaluation: "Evaluation", bound: Bound) -> None:
        self._evaluation = evaluation
        self._bound = bound
        self._fields = FormFields(evaluation)

    def effects(self, facts: ClassFacts) -> Iterator[tuple[int, Value, Effect, str]]:
        """Line, model, effect and what to show, for every table that a class touches through what it inherits."""
        effects = self._inherited(facts.bases)
        found = self._bound.model(facts.reference) if effects else None
        if found is None or not self._bound.binds(facts):
            return
        line, value, attribute = found
        for effect in effects:
            if effect == DELETE and self._deletes_itself(facts):
                continue
            yield line, value, effect, f"{attribute} of {short(facts.reference)}"
        if any(effect[0] and effect != DELETE for effect in effects):
            yield from self._offered(facts, line)

    def _offered(self, facts: ClassFacts, line: int) -> Iterator[tuple[int, Value, Effect, str]]:
        """The rows that a form, or the form of a view, offers to choose from, and the pairs that it keeps."""
        form = facts.reference if _is_form(facts) else self._bound.form(facts.reference) or facts.reference
        for relation in self._fields.relations(form):
            detail = f"a field of {short(form)}"
            target = Value("class", relation.model)
            if relation.through:
                pairs = Value("table", relation.through)
                yield line, pairs, READ, detail
                yield line, pairs, WRITE, detail
            yield line, target, READ, detail

    def _deletes_itself(self, facts: ClassFacts) -> bool:
        """Whether the tree has the method that has a view delete, and does not leave that to the library."""
        return any(self._keeps(facts, name, frozenset()) for name in _HAVE_IT_DELETE)

    def _keeps(self, facts: ClassFacts, name: str, known: frozenset[str]) -> bool:
        method = self._evaluation.families.method(facts.reference, name)
        if not method or name in known or self._evaluation.families.is_behind_library(facts.reference, method):
            return False
        path, _, qualified = method.partition("::")
        module = self._evaluation.scopes[path]
        passed_on = {each for call in module.calls(module.index_of[qualified]) for each in _passed_on(call)}
        others = (each.removeprefix("self.") for each in passed_on if each.startswith("self."))
        return "super" not in passed_on and all(self._keeps(facts, each, known | {name}) for each in others)

    def sure_of(self, facts: ClassFacts, effect: Effect) -> float:
        """How sure it is that something is done through a class."""
        if not effect[0]:
            return READ_THROUGH
        only = {each for each in self._inherited(facts.bases) if each[0]} == {DELETE}
        return DELETED_THROUGH if only else WRITTEN_THROUGH

    def done(self, reference: str, method: str) -> Iterator[tuple[Value, Effect]]:
        """What a method that a view inherits from a library does to the view's model; of no library, nothing."""
        facts = self._evaluation.classes.get(reference.removeprefix(BOUND))
        found = self._bound.model(reference) if facts is not None else None
        for effect in self._inherited(facts.bases) if facts is not None else ():
            is_wanted = effect == DELETE if "delete" in method or "destroy" in method else effect in DONE
            if effect[0] == (method not in READ_BY_VIEWS) and (is_wanted or not effect[0]) and found is not None:
                yield found[1], effect

    def _inherited(self, bases: tuple[str, ...]) -> tuple[Effect, ...]:
        """What all library classes among the ancestors do together."""
        found: dict[Effect, None] = {}
        for base in bases:
            if base.startswith("external:"):
                found.update(dict.fromkeys(effects_of(base.rpartition(".")[2])))
        return tuple(found)


def _passed_on(call: Call) -> Iterator[str]:
    """`super` for `super().delete(…)`, `self.delete` for `self.delete(…)`, of methods that have a view delete."""
    function = call.function
    if isinstance(function, Attribute) and isinstance(function.value, Call) and function.value.function == "super":
        if function.name in (*_HAVE_IT_DELETE, "delete"):
            yield "super"
    elif isinstance(function, str) and function.removeprefix("self.") in (*_HAVE_IT_DELETE, "delete"):
        yield function


def _is_form(facts: ClassFacts) -> bool:
    return any(base.startswith("external:") and base.endswith("Form") for base in facts.bases)
