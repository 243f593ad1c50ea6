"""Classes that a framework binds to a model (views, forms, serializers, admin) → what their inherited methods do to its table.

The text of such a class names a model and no query: `class OrderList(ListView): model = Order` reads the table all the same.
What is done is told at the class, whose unit is what would have to move.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..python.facts import Attribute, Call, Expression
from .form_fields import FormFields
from .generic_classes import GenericClasses
from .library_classes import DELETE, DONE, READ, WRITE, Effect, effects_of
from .schema.declared import ClassFacts, Field, lineage
from .schema.schema import Model
from .scopes import last_name
from .values import BOUND, FORM, MADE, OWN, Place, Value
from .vocabulary import READ_BY_VIEWS

if TYPE_CHECKING:
    from .evaluation import Evaluation

_NAMES = ("model", "queryset", "form_class", "serializer_class")
"""Attributes that bind, the surest first."""

_METHODS = ("get_queryset", "get_object")

_HAVE_IT_DELETE = ("post", "form_valid", "destroy", "perform_destroy")
"""Methods of a library's view that have it delete; its `delete` alone is not asked since Django 4."""

_FORMS = ("form_class", "serializer_class", "form", "model_form")
_FORM_MEMBERS = {
    "form_class": "function",
    "serializer_class": "function",
    "form": "function",
    "model_form": "function",
    "get_form_class": "function",
    "get_serializer_class": "function",
    "get_form": "object",
    "get_serializer": "object",
}
"""Members of views and admin classes that are a form or serializer, or make one."""

_MADE_MEMBERS = {
    "table_class": ("function", "table_class"),
    "get_table": ("object", "table_class"),
    "get_table_class": ("function", "table_class"),
    "filterset_class": ("function", "filterset_class"),
    "get_filterset": ("object", "filterset_class"),
    "get_filterset_class": ("function", "filterset_class"),
    "paginator_class": ("function", "paginator_class"),
    "get_paginator": ("object", "paginator_class"),
}
"""Members of views that are a class which an attribute names, or make an object of it: tables, filters, pages."""

_MEMBERS = {
    "object": "instance",
    "instance": "instance",
    "get_object": "instance",
    "save": "instance",
    "object_list": "rows",
    "queryset": "rows",
    "get_queryset": "rows",
    "filter_queryset": "rows",
    "paginate_queryset": "rows",
    "model": "class",
}
"""Members that views, forms, serializers and admin classes have of the libraries, and what each is of the model."""

LOADED = "load()"
"""The name of a row that a schema has loaded; the second version of marshmallow hands it out as `.data`."""

READ_THROUGH = 0.8
"""Confidence that a class reads the model it is bound to (measured at .9)."""

DELETED_THROUGH = 0.7
"""Confidence that what is there to delete is deleted through it: a view that does nothing else (chosen; see the oracle)."""

WRITTEN_THROUGH = 0.7
"""Confidence that what an inherited method can change is really changed through this class (chosen; see the oracle)."""


class Bound:
    """The bound classes of one program."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self.fields = FormFields(evaluation)
        self.generic = GenericClasses(evaluation)
        self._together: dict[str, Model | None] = {}
        self._models: dict[str, str] = {}
        self._with_heirs: set[str] | None = None
        self._naming: dict[str, set[str]] = {}

    def effects(self, facts: ClassFacts) -> Iterator[tuple[int, Value, Effect, str]]:
        """Line, model, effect and what to show, for every table that a class touches through what it inherits."""
        effects = self._inherited(facts.bases)
        found = self.model(facts.reference) if effects else None
        if found is None or not self._binds(facts):
            return
        line, value, attribute = found
        for effect in effects:
            if effect == DELETE and self._deletes_itself(facts):
                continue
            yield line, value, effect, f"{attribute} of {_short(facts.reference)}"
        if any(effect[0] and effect != DELETE for effect in effects):
            yield from self._offered(facts, line)

    def _offered(self, facts: ClassFacts, line: int) -> Iterator[tuple[int, Value, Effect, str]]:
        """The rows that a form, or the form of a view, offers to choose from, and the pairs that it keeps."""
        form = facts.reference if _is_form(facts) else self.form(facts.reference) or facts.reference
        for relation in self.fields.relations(form):
            detail = f"a field of {_short(form)}"
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
        found = self.model(reference) if facts is not None else None
        for effect in self._inherited(facts.bases) if facts is not None else ():
            is_wanted = effect == DELETE if "delete" in method or "destroy" in method else effect in DONE
            if effect[0] == (method not in READ_BY_VIEWS) and (is_wanted or not effect[0]) and found is not None:
                yield found[1], effect

    def of(self, reference: str) -> str:
        """The model that a class is bound to; "" if none."""
        if reference not in self._models:
            form = self.form(reference)
            found = self.model(reference) or (self.model(form) if form else None)
            self._models[reference] = found[1].of if found is not None else ""
        return self._models[reference]

    def form(self, reference: str) -> str:
        """The form or serializer that a class makes, its own or an ancestor's; "" if none is evident."""
        return self.made(reference, *_FORMS)

    def made(self, reference: str, *attributes: str) -> str:
        """The class of the tree that an attribute of a class names, its own or an ancestor's; "" if none is evident."""
        for facts in lineage(self._evaluation.classes, reference):
            for name in attributes:
                field = facts.fields.get(name)
                value = (
                    self._evaluation.value(Place(field.path, field.scope, field.line), field.value) if field else None
                )
                if value is not None and value.kind == "function" and value.of in self._evaluation.classes:
                    return value.of
        return ""

    def model(self, reference: str) -> tuple[int, Value, str] | None:
        """The model that a class is bound to, itself or through an ancestor, and the line and attribute that say so."""
        if reference.startswith(FORM):
            return (0, Value("class", BOUND + reference.removeprefix(FORM)), "")
        known = self._evaluation.classes.get(reference)
        for says in (lambda facts: self._named(facts) or self._returned(facts), self.generic.model):
            for facts in lineage(self._evaluation.classes, reference):
                found = says(facts)
                if found is not None and known is not None:
                    return found if facts.reference == reference else (known.definition.line, *found[1:])
        return None

    def member(self, reference: str, name: str) -> Value | None:
        """What `self.object`, `self.get_queryset()`, `form.instance` and their like are of a bound class."""
        if name in _MADE_MEMBERS:
            return self._made_member(reference, *_MADE_MEMBERS[name])
        kind = _MEMBERS.get(name) or ("class" if self.generic.keeps(reference, name) else None)
        found = self.model(reference) if kind is not None else None
        if found is not None and kind is not None:
            return Value(kind, found[1].of, confidence=found[1].confidence)
        if name in _FORM_MEMBERS:
            form = self.form(reference)
            if form:
                return Value(_FORM_MEMBERS[name], form)
            kind = _FORM_MEMBERS[name] if self._has_bound_heirs(reference) else None
            return Value(kind, FORM + reference) if kind is not None else None
        if kind is None or not self._has_bound_heirs(reference):
            return Value("object", reference) if name == "_meta" and reference in self._evaluation.classes else None
        return Value(kind, BOUND + reference)

    def loaded(self, reference: str) -> Value | None:
        """What a schema of marshmallow makes of what it loads: a row of its model."""
        known = self._evaluation.classes.get(reference)
        is_schema = any(_is_schema(base) for base in known.bases) if known is not None else False
        found = self.model(reference) if is_schema else None
        return Value("instance", found[1].of, LOADED, confidence=found[1].confidence) if found is not None else None

    def nested(self, reference: str) -> Iterator[Value]:
        """The models of the schemas that a schema nests, whose rows it makes or changes where it is given any."""
        for facts in lineage(self._evaluation.classes, reference):
            for field in facts.fields.values():
                given = field.value if isinstance(field.value, Call) else None
                if given is None or last_name(given.function) != "Nested" or not given.arguments:
                    continue
                value = self._evaluation.value(Place(field.path, field.scope, field.line), given.arguments[0])
                found = self.loaded(value.of) if value is not None and value.kind == "function" else None
                if found is not None:
                    yield found

    def _made_member(self, reference: str, kind: str, attribute: str) -> Value | None:
        made = self.made(reference, attribute)
        if made:
            return Value(kind, made)
        if attribute not in self._naming:
            naming = (each for each in self._evaluation.classes.values() if each.fields.get(attribute) is not None)
            self._naming[attribute] = {base for each in naming for base in each.bases}
        return Value(kind, f"{MADE}{attribute}:{reference}") if reference in self._naming[attribute] else None

    def called(self, reference: str, name: str) -> Value | None:
        """What a call of a member yields: `self.get_object()`, `self.form_class(…)`, `self.model(…)`."""
        if name == "load":
            return self.loaded(reference)
        found = self.member(reference, name)
        if found is not None and found.kind == "class":
            return Value("instance", found.of, confidence=found.confidence)
        if found is not None and found.kind == "function" and name in _FORMS:
            return Value("object", found.of, confidence=found.confidence)
        return found

    def _has_bound_heirs(self, reference: str) -> bool:
        """Whether a class that says no model itself has heirs that do."""
        if self._with_heirs is None:
            self._with_heirs = {
                base
                for facts in self._evaluation.classes.values()
                if _names_model(facts) or self.generic.model(facts)
                for base in facts.bases
            }
        return reference in self._with_heirs or self.generic.serves(reference)

    def settled(self, found: Value, owner: Value) -> Value:
        """What a method yields of the mapped class that its class works for, of an object that says which that is."""
        if found.of.startswith(OWN) and owner.of in self._evaluation.schema.models:
            return replace(found, of=owner.of)
        if not found.of.startswith(BOUND) or owner.of.startswith((OWN, BOUND)):
            return found
        model = owner.through or self.of(owner.of)
        return replace(found, of=model) if model else found

    def variable(self, place: Place, name: str, reference: str | None) -> Value | None:
        """An instance of the mapped class that a class works for, by the type variable which stands for it there."""
        module = self._evaluation.scopes[place.path]
        owner = module.enclosing_class(place.scope)
        of = module.reference(owner) if owner is not None else ""
        if not of or not name.isidentifier() or not self.generic.is_variable(of, name, reference):
            return None
        found = self.model(of)
        if found is not None:
            return replace(found[1], kind="instance")
        return Value("instance", BOUND + of) if self._has_bound_heirs(of) else None

    def together(self, reference: str) -> Model | None:
        """What the models have in common that the heirs of a class are bound to, if Django has none of them: no table."""
        if reference not in self._together:
            self._together[reference] = None
            models = [
                self._evaluation.schema.models.get(self.of(each)) for each in self._evaluation.families.heirs(reference)
            ]
            models += map(self._evaluation.schema.models.get, self.generic.served(reference))
            known = [each for each in models if each is not None]
            if known and len({each.framework for each in known}) == 1 and known[0].framework != "django":
                self._together[reference] = replace(known[0], table="", relations={}, managers=frozenset())
        return self._together[reference]

    def _named(self, facts: ClassFacts) -> tuple[int, Value, str] | None:
        meta = facts.meta_value("model")
        if meta is not None:
            value = self._value(Place(facts.path, facts.scope, facts.definition.end_line), meta)
            return (facts.definition.line, value, "Meta.model") if value is not None else None
        for name in _NAMES:
            field = facts.fields.get(name)
            value = self._through(field, name) if field is not None else None
            if field is not None and value is not None:
                return field.line, value, name
        return None

    def _returned(self, facts: ClassFacts) -> tuple[int, Value, str] | None:
        """What its own `get_queryset` or `get_object` says."""
        module = self._evaluation.scopes[facts.path]
        for name in _METHODS:
            scope = module.index_of.get(f"{facts.reference.partition('::')[2]}.{name}")
            value = self._evaluation.results.returned(f"{facts.reference}.{name}", 1) if scope is not None else None
            if scope is not None and value is not None and value.kind in {"rows", "instance"}:
                return module.definition(scope).line, Value("class", value.of, confidence=value.confidence), name
        return None

    def _through(self, field: Field, name: str) -> Value | None:
        place = Place(field.path, field.scope, field.line)
        if name in {"model", "queryset"}:
            return self._value(place, field.value)
        value = self._evaluation.value(place, field.value)
        inner = self.model(value.of) if value is not None and value.kind == "function" else None
        return inner[1] if inner is not None else None

    def _value(self, place: Place, written: Expression) -> Value | None:
        value = self._evaluation.value(place, written)
        if value is None or value.kind not in {"class", "rows"} or not value.of:
            return None
        return Value("class", value.of, confidence=value.confidence)

    def _binds(self, facts: ClassFacts) -> bool:
        """Whether the class says itself what it is bound to; what it inherits is told at the ancestor that says it."""
        return (
            facts.meta_value("model") is not None
            or any(name in facts.fields for name in _NAMES)
            or self._returned(facts) is not None
        )

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


def _is_schema(base: str) -> bool:
    return base.startswith("external:") and base.endswith(("ModelSchema", "SQLAlchemySchema", "SQLAlchemyAutoSchema"))


def _names_model(facts: ClassFacts) -> bool:
    return facts.meta_value("model") is not None or any(facts.fields.get(name) is not None for name in _NAMES + _FORMS)


def _short(reference: str) -> str:
    return reference.rpartition("::")[2].rpartition(".")[2]
