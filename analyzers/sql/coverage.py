"""What was seen → the problems to tell, the share that was understood, and the units that .sql files are."""

from collections.abc import Collection, Iterator, Mapping

from decompose.errors import Location, Problem
from decompose.evidence.findings import Ratio
from decompose.evidence.unit import Role, Unit, UnitKind

from .access.notes import Seen
from .schema.schema import Schema
from .schema.tables_of_libraries import library_of
from .text.text_front_end import SqlFacts

_QUERIES = frozenset({"select", "with", "insert", "update", "delete", "merge"})
"""Statements that a grammar should accept; of others the scan finds all there is."""

_MIGRATIONS = frozenset({"migrations", "migration", "alembic", "versions", "upgrades"})
_TESTS = frozenset({"test", "tests", "testing"})


def file_units(
    files: Mapping[str, SqlFacts], beside: Collection[str], migrations: Collection[str] = ()
) -> Iterator[Unit]:
    """The .sql files that touch a table: they have to move with it, like any module.

    But for those `beside` the program and `migrations`.
    """
    for path, facts in files.items():
        if facts.statements:
            role = _role(path)
            if role is Role.PRODUCT:
                role = Role.TOOLING if path in beside else Role.MIGRATION if path in migrations else role
            yield Unit(path, UnitKind.MODULE, path, Location(path, 1), lines=facts.lines, role=role)


def _role(path: str) -> Role:
    folders = set(path.lower().split("/")[:-1])
    return Role.MIGRATION if folders & _MIGRATIONS else Role.TEST if folders & _TESTS else Role.PRODUCT


def problems(
    schema: Schema,
    seen: Mapping[str, Seen],
    files: Mapping[str, SqlFacts],
    undefined: Mapping[str, Location],
    past: Mapping[str, Location],
) -> Iterator[Problem]:
    """What was not understood; `undefined` are the tables that nothing defines, `past` those of them that only migrations name.

    Both with the place of their first use.
    """
    for where, what in schema.unresolved:
        yield Problem(where, "unresolved-relation", f"{what} points to a model that is not in this tree.")
    for where in schema.unnamed:
        yield Problem(
            where, "dynamic-table", "The name of the table that is defined here is computed while the program runs."
        )
    for path, facts in files.items():
        for line, code, message in facts.flaws:
            yield Problem(Location(path, line), code, message)
    for path, each in seen.items():
        for line, statement in each.statements:
            told = statement.tables or statement.calls
            if not statement.parsed and (not told or statement.verb in _QUERIES):
                yield Problem(Location(path, line), "sql-not-parsed", f"No grammar accepts: {statement.summary}")
            elif statement.dynamic:
                yield Problem(
                    Location(path, line), "dynamic-table", f"A table is only named at run time: {statement.summary}"
                )
    for name, where in undefined.items():
        library = library_of(name)
        brought = f"by {library}" if library else "by a library or another system, or it is gone"
        yield Problem(where, "undefined-table", f"The table {name} is defined nowhere here: {brought}.")
    for name, where in past.items():
        yield Problem(
            where, "past-table", f"The table {name} is named by migrations only and defined by nothing: it is gone."
        )


def ratios(
    seen: Mapping[str, Seen], files: Mapping[str, SqlFacts], defined: frozenset[str], used: set[str]
) -> Iterator[Ratio]:
    """How much of the SQL, of the accesses through an ORM and of the tables was understood."""
    in_code = [each for one in seen.values() for _, each in one.statements]
    statements = in_code + [each for one in files.values() for each in one.statements]
    resolved = sum(1 for one in seen.values() for access in one.accesses if "orm" in access.flags)
    opaque = sum(len(one.opaque) for one in seen.values())
    yield Ratio("SQL statements parsed", sum(each.parsed for each in statements), len(statements))
    yield Ratio("ORM accesses resolved to a table", resolved, resolved + opaque)
    yield Ratio("tables with a definition", len(used & defined), len(used))
