"""The schema of the system as the code declares it: tables, the classes mapped to them, and how they point at each other."""

from collections.abc import Mapping

from msgspec import Struct

from decompose.errors import Location


class Column(Struct, frozen=True, order=True):
    """One column; `key` is whether it is in the primary key, `sure` whether the field is known to make just this one."""

    name: str
    key: bool = False
    sure: bool = True


class Table(Struct, frozen=True):
    """One table that code defines; `reference` is the class or module that defines it, `spelling` its name as written.

    `columns` are in the order of the text; `complete` tells that there are no others (an ancestor from a library that is
    not part of the tree may bring some).
    """

    name: str
    reference: str
    location: Location
    spelling: str = ""
    columns: tuple[Column, ...] = ()
    complete: bool = False
    made: bool = True
    app: str = ""


class ForeignKey(Struct, frozen=True, order=True):
    """`table` points to `target`; both are names of tables. `column` is the (first) column that holds the key, if known.

    `enforced` is whether the database checks it; `confidence` is below 1 where rows may point to any of several tables.
    """

    table: str
    target: str
    location: Location
    column: str = ""
    enforced: bool = True
    confidence: float = 1.0


class Relation(Struct, frozen=True):
    """A field, or the far side of one, that leads from a model to another.

    `model` is the reference of the other model; `many` whether it yields rows rather than one instance; `through` is the
    table that a many-to-many relation is stored in, or ""; `eager` whether it is read whenever its owner is.
    """

    model: str
    many: bool = False
    through: str = ""
    eager: bool = False


class Model(Struct, frozen=True):
    """A class mapped to a table. `framework` is django, sqlalchemy, peewee or tortoise; `table` is "" while it is abstract."""

    reference: str
    table: str
    framework: str
    location: Location
    relations: Mapping[str, Relation] = {}
    managers: frozenset[str] = frozenset()


class Schema(Struct, frozen=True):
    """All models by reference, variables that hold a table (`path::name`) and what is declared of tables.

    `unresolved` are declarations whose target no model answers to, `unnamed` the places of tables whose name is computed.
    """

    models: Mapping[str, Model] = {}
    table_variables: Mapping[str, str] = {}
    tables: tuple[Table, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    unresolved: tuple[tuple[Location, str], ...] = ()
    unnamed: tuple[Location, ...] = ()


def merged(*schemas: Schema) -> Schema:
    """One schema of several; the first that knows a class keeps it."""
    models = {reference: model for schema in reversed(schemas) for reference, model in schema.models.items()}
    return Schema(
        models=dict(sorted(models.items())),
        table_variables={name: table for schema in schemas for name, table in schema.table_variables.items()},
        tables=tuple(table for schema in schemas for table in schema.tables),
        foreign_keys=tuple(sorted({key for schema in schemas for key in schema.foreign_keys})),
        unresolved=tuple(sorted({each for schema in schemas for each in schema.unresolved})),
        unnamed=tuple(sorted({each for schema in schemas for each in schema.unnamed})),
    )
