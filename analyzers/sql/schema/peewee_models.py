"""Peewee models of a program → tables, foreign keys and relations."""

import re

from ...python.facts import Call
from ...python.program import Program
from ..names import table_name
from ..scopes import argument, constant, last_name
from .declared import ClassFacts, Declared, location_of
from .schema import Model, Relation, Schema, Table

_PEEWEE = re.compile(r"external:(?:peewee|playhouse\.\w+|peewee_async)\.\w*Model$")


def peewee_schema(program: Program, classes: dict[str, ClassFacts]) -> Schema:
    """Every class that inherits from peewee's Model and has a field; bases that only hold the database have none."""
    declared = Declared()
    tables = {facts.reference: _table(facts) for facts in classes.values() if _is_model(facts)}
    models = {}
    for reference, table in tables.items():
        facts = classes[reference]
        declared.tables.append(Table(table, reference, facts.location, table))
        relations = {}
        for name, field in facts.fields.items():
            call = field.value
            if isinstance(call, Call) and last_name(call.function) == "ForeignKeyField":
                model = argument(call, 0, "model")
                target = (
                    reference if constant(model) == "self" else program.resolve(field.path, field.scope, model) or ""
                )
                if target in tables:
                    declared.point(table, tables[target], location_of(field, call))
                    relations[name] = Relation(target)
        models[reference] = Model(reference, table, "peewee", facts.location, relations, frozenset())
    return declared.schema(models)


def _is_model(facts: ClassFacts) -> bool:
    inherits = any(_PEEWEE.match(base) for base in facts.bases)
    return inherits and any(
        isinstance(field.value, Call) and last_name(field.value.function).endswith("Field")
        for field in facts.fields.values()
    )


def _table(facts: ClassFacts) -> str:
    written = constant(facts.meta_value("table_name")) or constant(facts.meta_value("db_table"))
    return table_name(written or re.sub(r"\W+", "_", facts.name.lower()))
