"""Every source that declares tables → the schema of a program, and where its sources disagree."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from decompose.errors import Problem
from decompose.evidence.unit import Role

from ...python.names.program import Program
from ..scopes import Scopes
from ..text.changes import Change
from ..text.reading import statements_of
from ..text.recognising import starts_like_sql
from ..text.text_front_end import SqlFacts
from .alembic import AlembicHistory, alembic_history
from .declared import ClassFacts
from .disagreement import bounded, disagreements
from .django.history import DjangoHistory, history_of
from .django.migrations import migrations_of
from .django.schema import django_schema
from .django.settings import DjangoSettings
from .peewee_models import peewee_schema
from .schema import Schema, Table, merged
from .sql_files import of_files
from .sqlalchemy.schema import sqlalchemy_schema
from .tortoise_models import tortoise_schema


class Sources(Struct, frozen=True):
    """What models declare, the tables of product code among it, what only migrations make, and disagreements."""

    models: Schema
    mapped: tuple[Table, ...] = ()
    left: Schema = Schema()
    problems: tuple[Problem, ...] = ()


def sources_of(
    program: Program, scopes: dict[str, Scopes], classes: dict[str, ClassFacts], files: Mapping[str, SqlFacts]
) -> Sources:
    """The schema of a program from all its sources."""
    models = schema_of(program, scopes, classes)
    django = history_of(program, migrations_of(program, classes), changes_in, DjangoSettings(scopes).text)
    alembic = alembic_history(program, scopes, changes_in)
    known = {table.name for table in models.tables}
    made = [table for table in django.database.tables if table.app not in django.uncertain]
    made += [*(() if alembic.uncertain else alembic.schema.tables)]
    left = {each.name: each for each in made if each.name not in known and each.made}
    keys = [each for each in (*django.database.foreign_keys, *alembic.schema.foreign_keys) if each.table in left]
    mapped = [table for table in models.tables if program.modules[table.location.path].role is Role.PRODUCT]
    problems = (
        *_of_django(program, models, django),
        *_of_alembic(program, models, alembic),
        *of_files(mapped, files),
    )
    only_made = Schema(tables=tuple(left.values()), foreign_keys=tuple(sorted(set(keys))))
    return Sources(models, tuple(mapped), only_made, tuple(bounded(problems)))


def schema_of(program: Program, scopes: dict[str, Scopes], classes: dict[str, ClassFacts]) -> Schema:
    """What the models of all libraries declare."""
    return merged(
        django_schema(program, scopes, classes),
        peewee_schema(program, classes),
        sqlalchemy_schema(program, scopes, classes),
        tortoise_schema(classes),
    )


def changes_in(text: str) -> tuple[tuple[Change, ...], ...]:
    """The changes of the schema that each statement of a text makes."""
    return tuple(each.changes for each in statements_of(text) if each.changes) if starts_like_sql(text) else ()


def _of_django(program: Program, models: Schema, history: DjangoHistory) -> Iterator[Problem]:
    """Between models and migrations of the same app."""

    def told(table: Table) -> bool:
        return table.app in history.apps - history.uncertain and not _keeps_former_rows(table)

    tables = [table for table in _of(program, models, "django") if table.app]
    return disagreements(tables, history.database.tables, history.believed.tables, told, "migrations")


def _keeps_former_rows(table: Table) -> bool:
    """Whether a library made it without a class: django-simple-history by a call, django-pghistory by a decorator."""
    return "_historical" in table.name or any(column.name == "pgh_id" for column in table.columns)


def _of_alembic(program: Program, models: Schema, history: AlembicHistory) -> Iterator[Problem]:
    """Between SQLAlchemy's classes and the revisions, if all of these are understood.

    Many systems only begin with revisions when their first tables are there, and make new ones without: so it is told of
    no table that it has no revision. Nor is it told of any that it has no model where the names of some are computed.
    """
    tables, made = _of(program, models, "sqlalchemy"), {table.name for table in history.schema.tables}
    known = {table.name for table in tables}

    def told(table: Table) -> bool:
        return not history.uncertain and table.name in made and (table.name in known or not models.unnamed)

    return disagreements(tables, history.schema.tables, (), told, "revisions") if history.revisions else iter(())


def _of(program: Program, models: Schema, framework: str) -> list[Table]:
    """The tables of product code that a library maps."""
    found: Mapping[str, str] = {each.reference: each.framework for each in models.models.values()}
    return [
        table
        for table in models.tables
        if found.get(table.reference, "sqlalchemy") == framework
        and program.modules[table.location.path].role is Role.PRODUCT
    ]
