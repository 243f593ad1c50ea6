"""Units: what a system is made of and what bounded contexts will be made of."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from decompose.errors import Location


class UnitKind(StrEnum):
    """What a unit is."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    TABLE = "table"
    ENTRY_POINT = "entry-point"


class Role(StrEnum):
    """What a file is for; only product code is clustered into contexts."""

    PRODUCT = "product"
    TEST = "test"
    MIGRATION = "migration"
    GENERATED = "generated"
    VENDORED = "vendored"
    TOOLING = "tooling"


class Unit(Struct, frozen=True, gc=False):
    """One unit of the system.

    `id` is the path for a module (`shop/orders.py`), `path::Qualified.name` for a class or function in it,
    `table:name` for a table and `entry:METHOD /path` (or `entry:task name`, `entry:command name`) for an entry point.
    `name` is for people (`shop.orders`, `shop.orders.Order`, `orders`). `parent` is the id of the enclosing unit, or "".
    `lines` counts the lines of source it spans; `words` are its identifier and docstring sub-words with their counts,
    sorted, lower case (modules only): the vocabulary that names and couples contexts. `names` are those of the names it
    has in quotes (templates, URLs, permissions, events, settings). `libraries` are the dotted names that a product module
    imports from outside the system (`wtforms.StringField`), sorted, the standard library's too.
    """

    id: str
    kind: UnitKind
    name: str
    location: Location
    parent: str = ""
    lines: int = 0
    role: Role = Role.PRODUCT
    words: tuple[tuple[str, int], ...] = ()
    names: tuple[tuple[str, int], ...] = ()
    libraries: tuple[str, ...] = ()


def module_of(reference: str) -> str:
    """The module id of a module or of anything inside one: the part before `::`."""
    return reference.partition("::")[0]


def top_level(reference: str) -> str:
    """The module, or the top-level class or function, that a reference lies in."""
    path, inside, name = reference.partition("::")
    return f"{path}::{name.partition('.')[0]}" if inside else path


def names_by_id(units: Iterable[Unit]) -> dict[str, str]:
    """What each unit is called, by its id."""
    return {unit.id: unit.name for unit in units}
