"""Tortoise models of a program → tables with their columns, foreign keys and relations."""

import re

from ...python.facts import Call
from ..scopes import argument, constant, keyword, last_name
from ..text.names import table_name
from .declared import ClassFacts, Declared, Field, location_of
from .schema import Column, Model, Relation, Schema, Table

_TORTOISE = re.compile(r"external:tortoise\.(?:models\.)?Model$")
_LINKS = frozenset({"ForeignKeyField", "OneToOneField"})


def tortoise_schema(classes: dict[str, ClassFacts]) -> Schema:
    """Every class that inherits from Tortoise's Model and is not abstract."""
    return _TortoiseSchema(classes).schema()


class _TortoiseSchema:
    """The schema in the making."""

    def __init__(self, classes: dict[str, ClassFacts]) -> None:
        self._all = classes
        self._models = {
            reference: facts
            for reference, facts in classes.items()
            if any(map(_TORTOISE.match, facts.bases)) and facts.meta_value("abstract") != "True"
        }
        self._by_name = {facts.name: reference for reference, facts in reversed(self._models.items())}
        self._declared = Declared()
        self._relations: dict[str, dict[str, Relation]] = {reference: {} for reference in self._models}

    def schema(self) -> Schema:
        for facts in self._models.values():
            self._define(facts)
        return self._declared.schema(
            {
                reference: Model(reference, _table(facts), "tortoise", facts.location, self._relations[reference])
                for reference, facts in self._models.items()
            }
        )

    def _define(self, facts: ClassFacts) -> None:
        found: list[Column] = []
        for name, field in self._fields(facts).items():
            call = field.value
            kind = last_name(call.function) if isinstance(call, Call) else ""
            if isinstance(call, Call) and kind in _LINKS | {"ManyToManyField"}:
                found += self._link(facts, name, field, call)
            elif isinstance(call, Call) and kind.endswith("Field"):
                key = "True" in (keyword(call, "pk"), keyword(call, "primary_key"))
                found.append(Column(constant(keyword(call, "source_field")) or name, key))
        if not any(column.key for column in found):
            found.insert(0, Column("id", key=True))
        table, spelling = _table(facts), _spelling(facts)
        self._declared.tables.append(
            Table(table, facts.reference, facts.location, spelling, tuple(found), complete=True)
        )

    def _fields(self, facts: ClassFacts) -> dict[str, Field]:
        """Own fields over those of abstract ancestors and mixins."""
        found = dict(facts.fields)
        for base in facts.bases:
            if base in self._all and base not in self._models:
                for name, field in self._all[base].fields.items():
                    found.setdefault(name, field)
        return found

    def _link(self, facts: ClassFacts, name: str, field: Field, call: Call) -> list[Column]:
        """The column of a foreign key, or the table of pairs; texts name models with their app in front."""
        written = constant(argument(call, 0, "model_name")) or ""
        target = self._by_name.get(written.rpartition(".")[2], "")
        where = location_of(field, call)
        many = last_name(call.function) == "ManyToManyField"
        if not target:
            self._declared.unresolved.append((where, f"{facts.name}.{name}"))
            return []
        through = self._pairs(facts, target, call, field) if many else ""
        one = last_name(call.function) == "OneToOneField"
        self._relations[facts.reference][name] = Relation(target, many, through)
        back = constant(keyword(call, "related_name")) or f"{_table(facts)}{'' if one else 's'}"
        self._relations[target].setdefault(back, Relation(facts.reference, many=not one, through=through))
        if many:
            return []
        column = constant(keyword(call, "source_field")) or f"{name}_id"
        self._declared.point(_table(facts), _table(self._models[target]), where, column)
        return [Column(column, "True" in (keyword(call, "pk"), keyword(call, "primary_key")))]

    def _pairs(self, facts: ClassFacts, target: str, call: Call, field: Field) -> str:
        own, other = _table(facts), _table(self._models[target])
        spelling = constant(keyword(call, "through")) or f"{own}_{other}"
        table, where = table_name(*spelling.split(".")), location_of(field, call)
        backward = constant(keyword(call, "backward_key")) or f"{own}_id"
        forward = constant(keyword(call, "forward_key")) or f"{other}_id"
        columns = (Column(backward), Column(forward))
        self._declared.tables.append(Table(table, facts.reference, where, spelling, columns, complete=True))
        self._declared.point(table, own, where, backward)
        self._declared.point(table, other, where, forward)
        return table


def _spelling(facts: ClassFacts) -> str:
    return constant(facts.meta_value("table")) or facts.name.lower()


def _table(facts: ClassFacts) -> str:
    return table_name(*_spelling(facts).split("."))
