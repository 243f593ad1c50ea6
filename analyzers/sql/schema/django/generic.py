"""Generic links of Django models → foreign keys that a row may or may not have: the object it names may be of any model."""

from collections.abc import Iterator

from ....python.facts import Call, Expression, Group
from ...scopes import calls_in, constant, keyword, last_name
from ..declared import ClassFacts, Field, location_of
from ..schema import ForeignKey
from .models import DjangoModels
from .relations import DjangoRelations

MOST_TARGETS = 8
"""Tables that a generic link may point to, beyond which it is to anything, and tells of no coupling (chosen)."""

MAY_POINT = 0.3
"""Confidence that rows of a table with a generic link point to one of the tables that evidently may be meant (chosen)."""


def generic_keys(models: DjangoModels, relations: DjangoRelations) -> Iterator[ForeignKey]:
    """From each table with a generic link to those that have its far side, or that its content types are limited to."""
    for facts in models.concrete:
        for name, field in _own_and_inherited(models, facts):
            if isinstance(field.value, Call) and last_name(field.value.function) == "GenericForeignKey":
                targets = [target for source, target in relations.generic if source == facts.reference]
                targets += _limited(models, facts, field.value)
                own = models.table(facts)
                tables = sorted({table for target in targets if (table := models.table_of(target)) and table != own})
                for table in tables if len(tables) <= MOST_TARGETS else ():
                    yield ForeignKey(own, table, location_of(field, field.value), name, False, MAY_POINT)


def _own_and_inherited(models: DjangoModels, facts: ClassFacts) -> Iterator[tuple[str, Field]]:
    for owner in (facts, *(models.classes[base] for base in facts.bases if base in models.classes)):
        if owner is facts or models.is_abstract(owner):
            yield from owner.fields.items()


def _limited(models: DjangoModels, facts: ClassFacts, generic: Call) -> Iterator[str]:
    """The models that `limit_choices_to` of the content type's field names by app and model."""
    name = constant(generic.arguments[0] if generic.arguments else keyword(generic, "ct_field")) or "content_type"
    field = dict(_own_and_inherited(models, facts)).get(name)
    limit = keyword(field.value, "limit_choices_to") if field and isinstance(field.value, Call) else None
    if isinstance(limit, str) and field is not None:
        reference = models.program.resolve(field.path, field.scope, limit)
        limit = next(iter(models.program.values(reference)), None) if reference else None
    for app, names in _choices(limit):
        for each in names:
            found = models.labels.get(f"{app}.{each}".lower())
            if found:
                yield found


def _choices(limit: Expression) -> Iterator[tuple[str, tuple[str, ...]]]:
    """`Q(app_label="dcim", model="site")` and `Q(app_label="dcim", model__in=("site", "rack"))`."""
    for call in calls_in(limit):
        app = constant(keyword(call, "app_label"))
        several = keyword(call, "model__in")
        one = constant(keyword(call, "model"))
        names = tuple(filter(None, map(constant, several.items))) if isinstance(several, Group) else ()
        if app:
            yield app, (one, *names) if one else names
