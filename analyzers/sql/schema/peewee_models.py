"""Peewee models of a program → tables, foreign keys and relations."""

import re

from ...python.facts import Call
from ...python.names.program import Program
from ..scopes import argument, constant, keyword, last_name
from ..text.names import table_name
from .declared import ClassFacts, Declared, location_of
from .schema import Column, Model, Relation, Schema, Table

_PEEWEE = re.compile(r"external:(?:peewee|playhouse\.\w+|peewee_async)\.\w*Model$")


def peewee_schema(program: Program, classes: dict[str, ClassFacts]) -> Schema:
    """Every class that inherits from peewee's Model and has a field; bases that only hold the database have none."""
    declared = Declared()
    tables = {facts.reference: _table(facts) for facts in classes.values() if _is_model(facts)}
    models = {}
    relations: dict[str, dict[str, Relation]] = {reference: {} for reference in tables}
    for reference, table in tables.items():
        facts = classes[reference]
        declared.tables.append(Table(table, reference, facts.location, table, _columns(facts)))
        for name, field in facts.fields.items():
            call = field.value
            if isinstance(call, Call) and last_name(call.function) == "ForeignKeyField":
                model = argument(call, 0, "model")
                target = (
                    reference if constant(model) == "self" else program.resolve(field.path, field.scope, model) or ""
                )
                if target in tables:
                    declared.point(table, tables[target], location_of(field, call), _column(name, call).name)
                    relations[reference][name] = Relation(target)
                    back = _backwards(facts.name, call)
                    if back:
                        relations[target].setdefault(back, Relation(reference, many=True))
    for reference, table in tables.items():
        where = classes[reference].location
        models[reference] = Model(reference, table, "peewee", where, relations[reference], frozenset())
    return declared.schema(models)


def _backwards(owner: str, call: Call) -> str:
    """The name by which the other side has the rows that point to it: `pet_set` of a key of Pet."""
    written = keyword(call, "backref") or keyword(call, "related_name")
    return (constant(written) or "") if written is not None else f"{owner.lower()}_set"


def _columns(facts: ClassFacts) -> tuple[Column, ...]:
    """The columns of its own fields, and the key that a model without one gets."""
    found = [
        _column(name, field.value)
        for name, field in facts.fields.items()
        if isinstance(field.value, Call) and last_name(field.value.function).endswith("Field")
    ]
    composite = facts.meta_value("primary_key") is not None
    return tuple(found) if composite or any(each.key for each in found) else (Column("id", key=True), *found)


def _column(name: str, call: Call) -> Column:
    kind = last_name(call.function)
    written = constant(keyword(call, "column_name")) or constant(keyword(call, "db_column"))
    key = keyword(call, "primary_key") == "True" or kind in {"AutoField", "BigAutoField", "PrimaryKeyField"}
    return Column(written or (f"{name}_id" if kind == "ForeignKeyField" and not name.endswith("_id") else name), key)


def _is_model(facts: ClassFacts) -> bool:
    inherits = any(_PEEWEE.match(base) for base in facts.bases)
    return inherits and any(
        isinstance(field.value, Call) and last_name(field.value.function).endswith("Field")
        for field in facts.fields.values()
    )


def _table(facts: ClassFacts) -> str:
    written = constant(facts.meta_value("table_name")) or constant(facts.meta_value("db_table"))
    return table_name(written or re.sub(r"\W+", "_", facts.name.lower()))
