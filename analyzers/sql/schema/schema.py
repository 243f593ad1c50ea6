"""The schema of the system as the code declares it: tables, the classes mapped to them, and how they point at each other."""

from collections.abc import Mapping

from msgspec import Struct

from decompose.errors import Location


class Table(Struct, frozen=True):
    """One table that code defines; `reference` is the class or module that defines it, `spelling` its name as written."""

    name: str
    reference: str
    location: Location
    spelling: str = ""


class ForeignKey(Struct, frozen=True, order=True):
    """`table` points to `target`; both are names of tables."""

    table: str
    target: str
    location: Location


class Relation(Struct, frozen=True):
    """A field, or the far side of one, that leads from a model to another.

    `model` is the reference of the other model; `many` whether it yields rows rather than one instance; `through` is the
    table that a many-to-many relation is stored in, or "".
    """

    model: str
    many: bool = False
    through: str = ""


class Model(Struct, frozen=True):
    """A class mapped to a table. `framework` is django, sqlalchemy or peewee; `table` is "" while it is abstract."""

    reference: str
    table: str
    framework: str
    location: Location
    relations: Mapping[str, Relation] = {}
    managers: frozenset[str] = frozenset()


class Schema(Struct, frozen=True):
    """All models by reference, variables that hold a table (`path::name`) and what is declared of tables.

    `unresolved` are declarations whose target no model answers to.
    """

    models: Mapping[str, Model]
    table_variables: Mapping[str, str]
    tables: tuple[Table, ...]
    foreign_keys: tuple[ForeignKey, ...]
    unresolved: tuple[tuple[Location, str], ...] = ()
