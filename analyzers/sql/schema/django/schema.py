"""Django models of a program → tables with their columns, foreign keys and relations, named as Django names them."""

from collections.abc import Iterator
from typing import NamedTuple

from decompose.errors import Location

from ....python.facts import Call
from ....python.names.program import Program
from ...scopes import Scopes, constant, keyword, last_name
from ...text.names import table_name
from ..declared import ClassFacts, Declared, Field, location_of
from ..schema import Column, Model, Schema, Table
from .fields import FieldKind, StoredField, columns, stored, target_of
from .generic import generic_keys
from .libraries import brought
from .models import DjangoModels, contrib_model
from .own_links import OwnLinks
from .relations import DjangoRelations
from .simple_history import history_table


class Stored(NamedTuple):
    """A field of a model, own or of an abstract ancestor."""

    name: str
    field: Field
    call: Call
    kind: StoredField


def django_schema(program: Program, scopes: dict[str, Scopes], classes: dict[str, ClassFacts]) -> Schema:
    """Every class that is, by its ancestors, a Django model; proxies share the table of what they stand for."""
    return _DjangoSchema(DjangoModels(program, scopes, classes), OwnLinks(program, scopes)).schema()


class _DjangoSchema:
    """The schema in the making."""

    def __init__(self, models: DjangoModels, own_links: OwnLinks) -> None:
        self._models = models
        self._own_links = own_links
        self._declared = Declared()
        self._relations = DjangoRelations(models)

    def schema(self) -> Schema:
        concrete = [facts for facts in self._models.concrete if not self._models.is_replaced(facts)]
        for facts in concrete:
            self._define(facts, list(self._fields(facts)))
        for facts in self._models.concrete:
            for each in self._fields(facts):
                self._link(facts, each)
        self._declared.foreign_keys.extend(generic_keys(self._models, self._relations))
        models = {facts.reference: self._model(facts) for facts in self._models.concrete}
        for reference, relations in self._relations.of_django().items():
            table, managers = contrib_model(reference), frozenset({"objects", "_default_manager"})
            models[reference] = Model(reference, table, "django", Location(""), relations, managers)
        return self._declared.schema(models)

    def _model(self, facts: ClassFacts) -> Model:
        return Model(
            facts.reference,
            self._models.table(facts),
            "django",
            facts.location,
            self._relations.inherited(facts),
            self._managers(facts),
        )

    # -- fields

    def _fields(self, facts: ClassFacts) -> Iterator[Stored]:
        """The class's own fields and those of abstract ancestors, each name once."""
        for name, field in self._assigned(facts):
            if isinstance(field.value, Call):
                kind = stored(self._models.program, field.path, field.scope, field.value)
                if kind is not None:
                    yield Stored(name, field, field.value, kind)

    def _assigned(self, facts: ClassFacts) -> Iterator[tuple[str, Field]]:
        seen = {*facts.fields, *facts.methods}  # a property in the place of an inherited field takes its column away
        yield from facts.fields.items()
        elsewhere = {base for parent in self._models.parents(facts) for base in parent.bases}
        for base in facts.bases:
            ancestor = self._models.classes.get(base)
            # a parent with a table of its own has its fields there, and those of its ancestors
            if base in elsewhere or ancestor is None or not self._models.is_abstract(ancestor):
                continue
            for name, field in ancestor.fields.items():
                if name not in seen:
                    seen.add(name)
                    yield name, field
            seen.update(ancestor.methods)

    # -- tables

    def _define(self, facts: ClassFacts, fields: list[Stored]) -> None:
        table = self._models.table(facts)
        if not table or self._models.is_proxy(facts):
            return
        found = list(self._from_parents(facts, table, fields))
        complete = self._from_libraries(facts, table, found)
        for each in fields:
            found += columns(self._models.program, each.field.path, each.field.scope, each.name, each.call, each.kind)
        if constant(self._models.meta(facts, "order_with_respect_to")):
            found.append(Column("_order"))
        if not any(column.key for column in found):
            found.insert(0, Column("id", key=True, sure=complete))
        spelling, made, app = (
            self._models.spelling(facts),
            self._models.is_managed(facts),
            self._models.app_label(facts),
        )
        kept = _once(found)
        self._declared.tables.append(Table(table, facts.reference, facts.location, spelling, kept, complete, made, app))
        former = history_table(self._models, facts, kept)
        self._declared.tables += [former] if former is not None else []

    def _from_parents(self, facts: ClassFacts, table: str, fields: list[Stored]) -> Iterator[Column]:
        """The keys to the tables of its parents, where no field says to be one; the first is the primary key."""
        has_key = any(keyword(each.call, "primary_key") == "True" for each in fields)
        linked = {
            self._target(facts, each)
            for each in fields
            if keyword(each.call, "parent_link") == "True" or (each.kind.kind is FieldKind.ONE and has_key)
        }
        parents = [parent for each in self._models.parents(facts) if (parent := self._models.real(each)) is not None]
        known = [(parent.reference, parent.name, self._models.table(parent)) for parent in parents]
        known += [(base, base.rpartition(".")[2], each) for base in facts.bases if (each := contrib_parent(base))]
        for reference, name, target in dict.fromkeys(known):
            if reference not in linked and target != table:
                column = f"{name.lower()}_ptr_id"
                self._declared.point(table, target, facts.location, column)
                yield Column(column, key=not has_key and reference == known[0][0])

    def _from_libraries(self, facts: ClassFacts, table: str, found: list[Column]) -> bool:
        """Adds what ancestors outside the tree bring; False if there are some that nothing is known of."""
        elsewhere = {base for parent in self._models.parents(facts) for base in parent.bases}
        outside = [base for base in facts.bases if base.startswith("external:") and base not in elsewhere]
        complete = True
        for base in outside:
            bring = brought(base)
            complete = complete and (bring is not None or _brings_nothing(base))
            for column in bring.columns if bring else ():
                if column not in facts.fields:
                    found.append(Column(column, bring is not None and column == bring.key))
            for column, target in bring.links if bring else ():
                self._declared.point(table, target, facts.location, column)
            for name, target in bring.many if bring else ():
                if name not in facts.fields:
                    ends = (facts.name.lower(), target.removeprefix("auth_"))
                    self._pairs(facts, f"{self._models.spelling(facts)}_{name}", facts.location, target, ends)
        return complete

    # -- links

    def _link(self, facts: ClassFacts, each: Stored) -> None:
        kind = each.kind.kind
        where = location_of(each.field, each.call)
        if kind is FieldKind.REVERSE:
            target = self._target(facts, each)
            self._relations.add_generic(facts, each.name, target)
        if kind not in {FieldKind.LINK, FieldKind.ONE, FieldKind.MANY}:
            return
        target = self._target(facts, each)
        target_table = self._models.table_of(target)
        if not target_table:
            self._declared.unresolved.append((where, f"{facts.name}.{each.name}"))
            return
        through = self._through(facts, each, target, where) if kind is FieldKind.MANY else ""
        if kind is not FieldKind.MANY and not self._models.is_replaced(facts):
            (column,) = columns(
                self._models.program, each.field.path, each.field.scope, each.name, each.call, each.kind
            )
            enforced = keyword(each.call, "db_constraint") != "False"
            self._declared.point(self._models.table(facts), target_table, where, column.name, enforced)
        self._relations.add(facts, each.name, target, each.call, kind, through)

    def _target(self, facts: ClassFacts, each: Stored) -> str:
        """The model that a link names, or else the class of the field."""
        own = None if keyword(each.call, "to") is not None else self._own_links.target(each.field, each.call.function)
        field, to = (own, own.value) if own is not None else (each.field, target_of(each.call))
        return self._models.target(facts, field, to)

    def _through(self, facts: ClassFacts, each: Stored, target: str, where: Location) -> str:
        """The table a many-to-many relation is stored in: the named model's, or one that Django makes."""
        through = keyword(each.call, "through")
        if through is not None:
            model = self._models.target(facts, each.field, through)
            return self._models.table_of(model)
        spelling = constant(keyword(each.call, "db_table")) or f"{self._models.spelling(facts)}_{each.name}"
        if self._models.is_proxy(facts) or self._models.is_replaced(facts):
            return table_name(*spelling.split("."))
        one, other = facts.name.lower(), target.rpartition("::")[2].rpartition(".")[2].lower()
        ends = (f"from_{one}", f"to_{one}") if target == facts.reference else (one, other)
        return self._pairs(facts, spelling, where, self._models.table_of(target), ends)

    def _pairs(
        self, facts: ClassFacts, spelling: str, where: Location, target_table: str, ends: tuple[str, str]
    ) -> str:
        """A table of pairs that Django makes: its own key and one to each end."""
        table = table_name(*spelling.split("."))
        one, other = ends
        found = (Column("id", key=True), Column(f"{one}_id"), Column(f"{other}_id"))
        self._declared.tables.append(
            Table(table, facts.reference, where, spelling, found, complete=True, app=self._models.app_label(facts))
        )
        self._declared.point(table, self._models.table(facts), where, f"{one}_id")
        self._declared.point(table, target_table, where, f"{other}_id")
        return table

    # -- managers

    def _managers(self, facts: ClassFacts) -> frozenset[str]:
        names = {"objects", "_default_manager", "_base_manager"}
        for owner in (facts.reference, *facts.bases):
            known = self._models.classes.get(owner)
            for name, field in known.fields.items() if known else ():
                if isinstance(field.value, Call) and (_names_manager(field.value) or self._makes_manager(field)):
                    names.add(name)
        return frozenset(names)

    def _makes_manager(self, field: Field) -> bool:
        """Whether a field is an instance of a class that inherits from Django's Manager, whatever its name."""
        function = field.value.function if isinstance(field.value, Call) else None
        resolved = self._models.program.resolve(field.path, field.scope, function) if function else None
        made = self._models.all.get(resolved or "")
        return made is not None and any(base.endswith("Manager") for base in made.bases)


def contrib_parent(base: str) -> str:
    """The table of a model of Django itself that a model inherits from with a table of its own."""
    return contrib_model(base) if brought(base) is None else ""


def _once(found: list[Column]) -> tuple[Column, ...]:
    return tuple({column.name: column for column in found}.values())


def _brings_nothing(base: str) -> bool:
    """Whether an external ancestor is Django's own base, or a class that is no model by its name."""
    last = base.rpartition(".")[2]
    return base.startswith(("external:django.db.models", "external:builtins", "external:abc", "external:typing")) or (
        not last.endswith(("Model", "Node", "Base", "Page", "User")) and "models" not in base
    )


def _names_manager(call: Call) -> bool:
    name = last_name(call.function)
    if isinstance(call.function, Call):
        name = last_name(call.function.function)
    return "Manager" in name or "QuerySet" in name or name in {"as_manager", "from_queryset"}
