"""Classes that a framework binds to a model (views, forms, serializers, admin) → that model, and what their members are of it.

`class OrderList(ListView): model = Order` makes `self.object` an order, and `self.get_queryset()` rows of orders.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ...python.facts import Call, Expression
from ..schema.declared import ClassFacts, Field, lineage
from ..schema.schema import Model
from ..scopes import last_name
from .generic_classes import GenericClasses
from .values import BOUND, FORM, MADE, OWN, Place, Value

if TYPE_CHECKING:
    from .evaluation import Evaluation

_NAMES = ("model", "queryset", "form_class", "serializer_class")
"""Attributes that bind, the surest first."""

_METHODS = ("get_queryset", "get_object")

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

_CALLED = frozenset(("instance", "queryset"))

CALLED_SO = 0.8
"""Confidence that what is called `instance` or `queryset` in a bound class is of its model (chosen)."""

LOADED = "load()"
"""The name of a row that a schema has loaded; the second version of marshmallow hands it out as `.data`."""


class Bound:
    """The bound classes of one program."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self.generic = GenericClasses(evaluation)
        self._together: dict[str, Model | None] = {}
        self._models: dict[str, str] = {}
        self._with_heirs: set[str] | None = None
        self._naming: dict[str, set[str]] = {}

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

    def binds(self, facts: ClassFacts) -> bool:
        """Whether the class says itself what it is bound to; what it inherits is told at the ancestor that says it."""
        return (
            facts.meta_value("model") is not None
            or any(name in facts.fields for name in _NAMES)
            or self._returned(facts) is not None
        )

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

    def named(self, path: str, scope: int, name: str) -> Value | None:
        """`instance` and `queryset` in a method of a bound class: of its model, as those who write such classes call it."""
        module = self._evaluation.scopes[path]
        owner = module.enclosing_class(scope) if name in _CALLED else None
        found = self.member(module.reference(owner), name) if owner is not None else None
        return replace(found, confidence=round(found.confidence * CALLED_SO, 3)) if found is not None else None

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


def _is_schema(base: str) -> bool:
    return base.startswith("external:") and base.endswith(("ModelSchema", "SQLAlchemySchema", "SQLAlchemyAutoSchema"))


def _names_model(facts: ClassFacts) -> bool:
    return facts.meta_value("model") is not None or any(facts.fields.get(name) is not None for name in _NAMES + _FORMS)


def short(reference: str) -> str:
    """The bare name of a class."""
    return reference.rpartition("::")[2].rpartition(".")[2]
