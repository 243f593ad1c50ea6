"""Attributes of a mapped class, and arguments of a `Table`, → columns and what their foreign keys point to."""

from collections.abc import Iterator
from typing import NamedTuple

from ....python.facts import Call, Expression, Subscript, Text
from ....python.names.program import Program
from ...scopes import argument, calls_in, constant, keyword, last_name, parts_of
from ...vocabulary import words
from ..declared import Field
from ..schema import Column

COLUMNS = frozenset({"Column", "mapped_column"})
_WRAPPERS = frozenset({"deferred", "column_property"})
_NO_COLUMNS = words(
    "relationship relation Relationship dynamic_loader association_proxy query_expression synonym composite"
)


class Link(NamedTuple):
    """A foreign key: its column, and what is written for the column it points to."""

    column: str
    target: Expression
    call: Call


def column_call(program: Program, field: Field) -> Call | None:
    """The `Column(…)` or `mapped_column(…)` that makes an attribute, also where a function or subclass of it does."""
    return _column_call(program, field.path, field.scope, field.value)


def _column_call(program: Program, path: str, scope: int, value: Expression, depth: int = 0) -> Call | None:
    if not isinstance(value, Call) or depth > 2:
        return None
    name = last_name(value.function)
    if name in COLUMNS:
        return value
    if name in _WRAPPERS and value.arguments:
        return _column_call(program, path, scope, value.arguments[0], depth + 1)
    if name == "Field" and keyword(value, "sa_column") is not None:
        return _column_call(program, path, scope, keyword(value, "sa_column"), depth + 1)
    reference = program.resolve(path, scope, value.function) or ""
    aliases = [reference.rpartition(".")[2] if reference.startswith("external:sqlalchemy.") else ""]
    aliases += [last_name(each) for each in program.values(reference)]  # `_Column = mapped_column`
    if COLUMNS.intersection(aliases):
        return value
    if any(base.endswith(".Column") and "sqlalchemy" in base for base in program.bases(reference)):
        return value
    return None


def is_annotated_column(field: Field) -> bool:
    """Whether `x: Mapped[int]` alone declares a column."""
    outer = field.annotation.value if isinstance(field.annotation, Subscript) else None
    named = last_name(outer) == "Mapped"
    return named and (field.value is None or not _makes_none(field.value))


def _makes_none(value: Expression) -> bool:
    """`synonym("placed")` and the like: what the class has besides its columns."""
    return isinstance(value, Call) and last_name(value.function) in _NO_COLUMNS


def columns_of_field(program: Program, name: str, field: Field, *, plain: bool) -> Iterator[tuple[Column, list[Link]]]:
    """The columns that one attribute makes; `plain` tells that annotations alone do, as with SQLModel."""
    if name.startswith("__"):
        return
    call = column_call(program, field)
    if call is not None:
        yield _column(program, field, call, name)
    elif isinstance(field.value, Call) and last_name(field.value.function) == "composite":
        for inner in field.value.arguments[1:]:
            if (
                isinstance(inner, Call)
                and last_name(inner.function) in COLUMNS
                and constant(argument(inner, 0, "name"))
            ):
                yield _column(program, field, inner, name)
    elif is_annotated_column(field):
        aliased = _annotated(program, field)
        key = aliased is not None and keyword(aliased, "primary_key") == "True"
        yield Column(name, key), links(aliased, name) if aliased is not None else []
    elif plain and field.annotation is not None and not _makes_none(field.value) and not _is_class_variable(field):
        given = field.value if isinstance(field.value, Call) else None
        written = constant(keyword(given, "alias_column")) if given else None
        key = given is not None and keyword(given, "primary_key") == "True"
        yield Column(written or name, key), links(given, name) if given is not None else []


def _column(program: Program, field: Field, call: Call, name: str) -> tuple[Column, list[Link]]:
    written = constant(keyword(call, "name")) or constant(call.arguments[0] if call.arguments else None)
    column = written or name
    aliased = _annotated(program, field)
    key = any(keyword(each, "primary_key") == "True" for each in (call, aliased) if each is not None)
    return Column(column, key), [*links(call, column), *(links(aliased, column) if aliased is not None else [])]


def _annotated(program: Program, field: Field) -> Call | None:
    """The `mapped_column(…)` in the `Annotated[…]` that the annotation names: `Mapped[intpk]`."""
    inner = field.annotation.items[:1] if isinstance(field.annotation, Subscript) else ()
    for each in inner:
        reference = program.resolve(field.path, field.scope, each) if isinstance(each, str) else None
        for value in program.values(reference) if reference else ():
            for call in calls_in(value):
                if last_name(call.function) in COLUMNS:
                    return call
    return None


def _is_class_variable(field: Field) -> bool:
    return isinstance(field.annotation, Subscript) and last_name(field.annotation.value) == "ClassVar"


def links(call: Call, column: str) -> list[Link]:
    """The foreign keys within the call that makes a column."""
    found = [
        Link(column, argument(inner, 0, "column"), inner)
        for inner in calls_in(call)
        if last_name(inner.function) == "ForeignKey"
    ]
    written = keyword(call, "foreign_key")
    return [*found, Link(column, written, call)] if written is not None else found


def constraints(expression: Expression) -> Iterator[Link]:
    """The foreign keys of each `ForeignKeyConstraint([…], […])` within `__table_args__` or a `Table`."""
    for call in calls_in(expression):
        if last_name(call.function) == "ForeignKeyConstraint":
            own = parts_of(argument(call, 0, "columns"))
            for column, target in zip(own, parts_of(argument(call, 1, "refcolumns")), strict=False):
                yield Link(constant(column) or last_name(column), target, call)


def keys(expression: Expression) -> frozenset[str]:
    """The columns of each `PrimaryKeyConstraint("a", "b")` within `__table_args__` or a `Table`."""
    return frozenset(
        name
        for call in calls_in(expression)
        if last_name(call.function) == "PrimaryKeyConstraint"
        for each in call.arguments
        if (name := constant(each) if isinstance(each, Text) else last_name(each))
    )
