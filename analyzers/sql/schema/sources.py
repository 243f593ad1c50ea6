"""Every source that declares tables → the schema of a program."""

from decompose.evidence.analyzer import Corpus

from ...python.program import Program, program_of
from ..scopes import Scopes
from .declared import ClassFacts, classes_of
from .django_schema import django_schema
from .peewee_models import peewee_schema
from .schema import Schema, merged
from .sqlalchemy_schema import sqlalchemy_schema


def schema_of(program: Program, scopes: dict[str, Scopes], classes: dict[str, ClassFacts]) -> Schema:
    """What the models of all libraries declare."""
    return merged(
        django_schema(program, scopes, classes),
        peewee_schema(program, classes),
        sqlalchemy_schema(program, scopes, classes),
    )


def declared_schema(corpus: Corpus) -> Schema:
    """The schema of a corpus, for whoever needs nothing else of it."""
    program = corpus.derive(program_of)
    scopes = {path: Scopes(path, module.facts) for path, module in program.modules.items()}
    return schema_of(program, scopes, classes_of(program, scopes))
