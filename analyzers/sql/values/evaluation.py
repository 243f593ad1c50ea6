"""An expression at a place of the program → what it evidently is (`Value`), through assignments, loops and returns."""

from collections.abc import Mapping

from msgspec.structs import replace

from ...python.facts import Call, Expression, Group, Subscript, Text
from ...python.names.program import Program
from ..schema.declared import ClassFacts
from ..schema.django.models import contrib_model
from ..schema.schema import Model, Schema
from ..scopes import Scopes, argument
from ..text.names import table_name
from ..vocabulary import STATEMENTS
from .annotated import annotated
from .bound_classes import Bound
from .bound_effects import BoundEffects
from .cascades import Cascades
from .conversions import BUILTINS, SESSION_STEPS, TABULAR, as_kind
from .families import Families
from .gone_through import GoneThrough
from .heirs import Heirs
from .held_classes import HeldClasses
from .implied import Implied
from .interfaces import Interfaces
from .managed import Managed
from .meanings import Meanings
from .named_models import unless_set
from .results import Results
from .steps import step
from .texts import filled
from .values import ALONE, BOUND, OWN, RETURNED, Link, Place, Value, chain_of
from .variables import DEEPEST, Variables

_NO_LIBRARY = ("external:django.", "external:builtins.", "external:abc.", "external:typing.")


class Evaluation:
    """The values of one program; what was found for a variable or function is kept for the run."""

    def __init__(
        self, program: Program, scopes: Mapping[str, Scopes], classes: Mapping[str, ClassFacts], schema: Schema
    ) -> None:
        self.program = program
        self.scopes = scopes
        self.classes = classes
        self.schema = schema
        self._from_libraries: dict[str, bool] = {}
        self._by_table: dict[str, str] | None = None
        self.cut = 0
        """How often a value was not looked for since it was too far from where the question was asked."""
        self.heirs = Heirs(schema, classes)
        self.families = Families(program, scopes, classes)
        self.cascades = Cascades(self)
        self.held = HeldClasses(self)
        self.gone_through = GoneThrough(self)
        self.managed = Managed(self)
        self.interfaces = Interfaces(self)
        self.implied = Implied(self)
        self.variables = Variables(self)
        self.bound = Bound(self)
        self.through = BoundEffects(self, self.bound)
        self.results = Results(self)
        self.meanings = Meanings(self)

    def learn(self, given: Mapping[tuple[str, str], Value]) -> None:
        """Takes what callers evidently give for parameters, and forgets what was concluded without it."""
        self.meanings.learn(given)
        self.variables.forget()
        self.results.forget()

    def model(self, reference: str) -> Model | None:
        """The model of a reference of the tree, or what the heirs of an abstract class are together."""
        if reference.startswith(BOUND):
            return self.bound.together(reference.removeprefix(BOUND))
        if reference.startswith(OWN):
            return self.heirs.many(reference.removeprefix(OWN))
        return self.heirs.model(reference)

    def table(self, reference: str) -> str:
        """The table of a mapped class; "" if it has none."""
        model = self.schema.models.get(reference)
        return model.table if model else contrib_model(reference)

    def mapped_to(self, table: str) -> str:
        """The model whose rows live in a table of their own; "" if none does."""
        if self._by_table is None:
            models = sorted(self.schema.models.values(), key=lambda each: each.reference, reverse=True)
            self._by_table = {model.table: model.reference for model in models}
        return self._by_table.get(table, "")

    def method(self, owner: str, name: str) -> str | None:
        """The reference of a method, looked up through the ancestors."""
        owner = owner.removeprefix(OWN)
        known = self.classes.get(owner)
        for base in (owner, *known.bases) if known else ():
            path, _, qualified = base.partition("::")
            module = self.scopes.get(path)
            if module is not None and f"{qualified}.{name}" in module.index_of:
                return f"{base}.{name}"
        return None

    def of_library(self, owner: str, name: str, above: bool = False) -> bool:
        """Whether a method of a Django model is of no class of the tree, but may be of a library that is not Django.

        `above` tells that the library is asked over the head of the tree (`super()`).
        """
        if owner not in self._from_libraries:
            known, model = self.classes.get(owner), self.model(owner)
            bases = known.bases if known is not None and model is not None and model.framework == "django" else ()
            self._from_libraries[owner] = any(
                base.startswith("external:") and not base.startswith(_NO_LIBRARY) for base in bases
            )
        return self._from_libraries[owner] and (above or self.method(owner, name) is None)

    def instance_of(self, reference: str) -> Value | None:
        """An instance of a class: of a model, or any other of the tree."""
        if reference in self.schema.models or contrib_model(reference):
            return Value("instance", reference)
        return Value("object", reference) if reference in self.classes else None

    def annotated(self, place: Place, annotation: Expression) -> Value | None:
        """What a variable with an annotation evidently is."""

        return annotated(annotation, lambda name: self._instance_named(place, name))

    def _instance_named(self, place: Place, name: str) -> Value | None:
        reference = self.meanings.resolved(place.path, place.scope, name)
        known = self.instance_of(reference) if reference else None
        return known or self.bound.variable(place, name, reference)

    # -- values

    def value(self, place: Place, expression: Expression) -> Value | None:
        """What an expression is, or None where that is not evident."""
        if expression is None or expression == "None":
            return None
        if place.depth > DEEPEST:
            self.cut += 1
            return None
        if isinstance(expression, Text):
            return Value("text", text=self.filled(place, expression))
        if isinstance(expression, Group):
            return self._group(place, expression)
        fallen_back_to = unless_set(expression)
        if fallen_back_to is not None:
            return fallen_back_to
        start, links = chain_of(expression)
        value, used = self.start(place, start, links)
        if isinstance(expression, Call) and isinstance(expression.function, Subscript):  # `Repository[Order](session)`
            made = annotated(expression.function, lambda name: self._instance_named(place, name))
            if made is not None and made.kind == "object":
                return made
        for link in links[used:]:
            value = self.after(place, value, link)
        if value is None and links and place.depth < DEEPEST:
            return next(iter(self.held.values(place, expression)), None)
        return value

    def start(self, place: Place, start: Expression, links: list[Link]) -> tuple[Value | None, int]:
        """What a chain starts with, and how many of its steps belong to that start (`models.Order` is one value)."""
        if isinstance(start, str):
            value, used = self.meanings.of(place, start, links)
            if (
                start == "super"
                and value is not None
                and value.kind == "object"
                and len(links) > 1
                and links[1].call is not None
            ):
                above = self.results.above(place, value.of, links[1].name)
                if above is not None:
                    return above, 2
            if (
                start == "cls"
                and value is not None
                and value.kind == "object"
                and not used
                and links[:1]
                and links[0].name == "()"
            ):
                return value, 1  # an object of the class
            is_builtin = value is None or value.of == f"external:builtins.{start}"
            if is_builtin and start in BUILTINS and links and links[0].call is not None:
                return self._of_builtin(place, start, links[0].call), 1
            return value, used
        return (self.value(place.deeper(), start), 0) if start is not None else (None, 0)

    def after(self, place: Place, value: Value | None, link: Link) -> Value | None:
        """What one step makes of a value; sessions need no evidence of their own, for their arguments are evident."""
        call = link.call
        if call is not None and link.name in SESSION_STEPS and (value is None or value.kind not in TABULAR):
            first = self.value(place.deeper(), argument(call, 0, "entity"))
            made = as_kind(first, SESSION_STEPS[link.name])
            if made is not None and first is not None and first.kind == "statement" and STATEMENTS.get(first.name):
                return replace(made, name=RETURNED)
            if made is not None and first is not None and first.kind == "column":
                return replace(made, name=ALONE)
            is_own = value is not None and value.kind == "object" and self.method(value.of, link.name) is not None
            if not is_own or (made is not None and made.kind != "parameter"):
                return made
        if value is not None and place.depth <= DEEPEST:
            made = self.results.of_step(place, value, link) or step(value, link, self)
            if made is not None:
                return made
        untold = value is None or value.kind in {"parameter", "object"} or value.of.startswith(OWN)
        return self.meanings.guess(place.path, link.name) if untold and call is None else None

    def filled(self, place: Place, text: Text) -> Text:
        """A text with the holes filled that constants and names of tables fill."""
        return filled(text, lambda hole: self.value(place.deeper(), hole)) if text.holes else text

    def _of_builtin(self, place: Place, name: str, call: Call) -> Value | None:
        """`next(…)`, `sorted(…)` and their like: an element or a list of what they are given; `type(order)`: its class."""
        given = self.value(place.deeper(), call.arguments[0]) if call.arguments else None
        if name == "type":
            return Value("class", given.of, confidence=given.confidence) if given and given.kind == "instance" else None
        if given is None or given.kind not in {"rows", "list"}:
            return None
        return Value(BUILTINS[name], given.of, confidence=given.confidence)

    def _group(self, place: Place, group: Group) -> Value | None:
        if group.kind in {"star", "choice", "other"}:
            found = (self.value(place, item) for item in group.items)
            return next((value for value in found if value is not None), None)
        if group.kind in {"list", "tuple", "set", "comprehension"} and group.items:
            first = self.value(place.deeper(), group.items[0])
            return Value("list", first.of, confidence=first.confidence) if first and first.kind == "instance" else None
        return None


def table_of(value: Value, evaluation: Evaluation) -> str:
    """The table behind a value; "" if none."""
    return table_name(value.of) if value.kind == "table" else evaluation.table(value.of)


def tables_of(value: Value, evaluation: Evaluation) -> tuple[str, ...]:
    """Every table that the rows behind a value live in."""
    found = (table_name(value.of),) if value.kind == "table" else evaluation.heirs.tables(value.of)
    return tuple(table for table in found if table)
