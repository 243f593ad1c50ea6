"""The call that makes a Django field → what the field keeps in the database: a column, a link, a table of pairs, nothing."""

from enum import StrEnum

from msgspec import Struct

from ....python.facts import Call, Expression
from ....python.names.program import Program, is_external
from ...scopes import constant, keyword, last_name
from ..schema import Column


class FieldKind(StrEnum):
    """What a field keeps."""

    COLUMN = "column"
    LINK = "link"  # a foreign key
    ONE = "one"  # a foreign key that is unique
    MANY = "many"  # a table of pairs
    GENERIC = "generic"  # names an object of any model by two other columns
    REVERSE = "reverse"  # the far side of a generic one
    NOTHING = "nothing"


class StoredField(Struct, frozen=True):
    """A field's kind; `sure` unless it is only known by its name, which in a library's class may mean anything."""

    kind: FieldKind
    sure: bool = True


NOTHING = frozenset(
    {"TaggableManager", "ClusterTaggableManager", "ImageSpecField", "FieldTracker", "CompositePrimaryKey"}
)
"""Fields of libraries that make no column of their own."""

_SECOND_COLUMN = {"external:djmoney.": "_currency"}
"""Libraries whose fields make two columns, and the end of the second one's name."""

_WITHOUT_COLUMN = ("external:django_prices.", "external:django.forms.")
_OF_DJANGO = (
    "external:django.",
    "external:mptt.",
    "external:treebeard.",
    "external:taggit.",
    "external:timezone_field.",
)


def stored(program: Program, path: str, scope: int, call: Call) -> StoredField | None:
    """What the field that a call makes keeps; None if the call makes no field."""
    reference = program.resolve(path, scope, call.function)
    if reference is None:
        return _by_name(last_name(call.function), sure=False)
    for each in (reference, *program.bases(reference)):
        if not is_external(each) and "Generic" in each and each.endswith("ForeignKey"):
            return StoredField(FieldKind.GENERIC)
        if is_external(each):
            if each.startswith(_WITHOUT_COLUMN):
                return StoredField(FieldKind.NOTHING) if "forms" not in each else None
            found = _by_name(each.rpartition(".")[2], sure=each.startswith(_OF_DJANGO))
            if found is not None:
                return found
    return None


def _by_name(name: str, *, sure: bool) -> StoredField | None:
    if name in NOTHING:
        return StoredField(FieldKind.NOTHING)
    if "Generic" in name and name.endswith("ForeignKey"):
        return StoredField(FieldKind.GENERIC)
    if name == "GenericRelation":
        return StoredField(FieldKind.REVERSE)
    if "ManyToMany" in name:
        return StoredField(FieldKind.MANY)
    if "OneToOne" in name and name.endswith("Field"):
        return StoredField(FieldKind.ONE)
    if name.endswith(("ForeignKey", "ForeignKeyField", "ParentalKey")):
        return StoredField(FieldKind.LINK)
    return StoredField(FieldKind.COLUMN, sure) if name.endswith(("Field", "FieldBase")) else None


def columns(program: Program, path: str, scope: int, name: str, call: Call, field: StoredField) -> tuple[Column, ...]:
    """The columns that a field of this name makes."""
    key = keyword(call, "primary_key") == "True"
    written = constant(keyword(call, "db_column"))
    if field.kind in {FieldKind.LINK, FieldKind.ONE}:
        return (Column(written or f"{name}_id", key),)
    if field.kind is not FieldKind.COLUMN:
        return ()
    first = Column(written or name, key, field.sure)
    second = _second(program.resolve(path, scope, call.function) or "")
    return (first, Column(first.name + second, sure=field.sure)) if second else (first,)


def _second(reference: str) -> str:
    return next((end for library, end in _SECOND_COLUMN.items() if reference.startswith(library)), "")


def target_of(call: Call) -> Expression:
    """What a link is to: its first argument or `to`."""
    return call.arguments[0] if call.arguments else keyword(call, "to")
