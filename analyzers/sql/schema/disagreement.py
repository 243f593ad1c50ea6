"""The tables that models declare and those that migrations or SQL files make → where the two tell different stories.

A false alarm is worse than silence: where a side is not wholly understood, nothing is said.
"""

from collections.abc import Callable, Iterable, Iterator

from decompose.errors import Location, Problem
from decompose.evidence.words import listed

from .schema import Table

CODE = "schema-disagreement"
MOST_COLUMNS = 6
"""Columns that one problem names (chosen)."""

MOST = 60
"""Problems of this kind that are told, further ones in one that counts them (chosen)."""


def disagreements(
    models: Iterable[Table], made: Iterable[Table], believed: Iterable[Table], told: Callable[[Table], bool], maker: str
) -> Iterator[Problem]:
    """Where `models` and what is `made` differ; `believed` are tables as the maker's own bookkeeping has them.

    `told` is whether a table is in the care of the maker: an app with migrations that are understood. `maker` says what
    makes the tables: "migrations", or the path of a file.
    """
    by_model = _by_name(models)
    by_maker, by_belief = _by_name(made), _by_name(believed)
    for name in sorted(by_model):
        table = by_model[name]
        if table.made and told(table):
            yield from _of_table(table, by_maker.get(name), by_belief.get(name), maker)
    declared = {table.app for table in by_model.values()}
    for name in sorted(by_maker.keys() - by_model.keys()):
        table = by_maker[name]
        if table.made and told(table) and table.app in declared:
            yield Problem(table.location, CODE, f"The {maker} leave the table {name}, which no model has.")


def bounded(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first of them, and how many more there are."""
    found = list(problems)
    yield from found[:MOST]
    if len(found) > MOST:
        more = f"{len(found) - MOST} more tables are told differently by models and migrations."
        yield Problem(Location(""), CODE, more)


def _by_name(tables: Iterable[Table]) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for table in tables:
        found.setdefault(table.name, table)
    return found


def _of_table(model: Table, made: Table | None, believed: Table | None, maker: str) -> Iterator[Problem]:
    if made is None and believed is None:
        yield Problem(model.location, CODE, f"A model has the table {model.name}, which the {maker} do not make.")
    elif made is not None:
        known = {column.name.lower() for table in (made, believed) if table is not None for column in table.columns}
        missing = [column.name for column in model.columns if column.sure and column.name.lower() not in known]
        of_model = {column.name.lower() for column in model.columns}
        left = [column.name for column in made.columns if column.sure and column.name.lower() not in of_model]
        if missing and made.complete:
            said = f"The model of {model.name} has {_columns(missing)}, which the {maker} do not make."
            yield Problem(model.location, CODE, said)
        if left and model.complete:
            said = f"The {maker} leave {_columns(left)} in {model.name}, which its model does not have."
            yield Problem(model.location, CODE, said)


def _columns(names: list[str]) -> str:
    shown = sorted(names)[:MOST_COLUMNS]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return f"the column{'s' if len(names) > 1 else ''} {listed(shown, 0)}{more}"
