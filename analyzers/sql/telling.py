"""The schema, what was seen in every module and the transactions → findings: units, evidence, problems, coverage."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from decompose.errors import Location, Problem
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings, gather
from decompose.evidence.transaction import Transaction
from decompose.evidence.unit import Unit, UnitKind

from .access.effects import Access
from .access.notes import Seen
from .beside import beside
from .coverage import file_units, problems, ratios
from .pieces import Names, Telling, tell_pair
from .schema.schema import Schema, Table
from .schema.wording import columns_told, targets_of
from .scopes import Scopes
from .text.statement import Statement
from .text.text_front_end import SqlFacts
from .transactions.telling import settled, tell_transactions
from .views import reads_through, views_of


def findings_of(
    schema: Schema,
    scopes: Mapping[str, Scopes],
    seen: Mapping[str, Seen],
    files: Mapping[str, SqlFacts],
    transactions: Iterable[Transaction],
    left: Schema,
    migrations: Collection[str],
) -> Findings:
    """Everything the tables of a system tell; `left` is what only `migrations` make.

    What only migrations name and nothing defines is gone, and what only files beside the program name is another system's: a
    problem is all that is told of either.
    """
    statements = all_statements(seen, files)
    names = names_of((*schema.tables, *left.tables), statements)
    telling = Telling(names)
    _tell_schema(telling, schema)
    for table in left.tables:
        _tell_table(telling, table, ("ddl",), {})
    _tell_keys(telling, left, "ddl")
    for path in sorted(files):
        _tell_file(telling, path, files[path])
    for path in sorted(seen):
        _tell_module(telling, scopes[path], seen[path])
    transactions = tuple(transactions)
    large = tuple(tell_transactions(telling, transactions))
    _tell_views(telling, statements)
    told = telling.evidence()
    foreign = beside(files, seen, told)
    every = tuple(each for each in told if each.location is None or each.location.path not in foreign)
    others = {
        path: _tables_in(each for each in told if each.location and each.location.path == path) for path in foreign
    }
    ours = {path: facts for path, facts in files.items() if path not in foreign}
    defined = names.defined.difference(*others.values())
    missing = _tables_in(every) - defined if defined else set[str]()
    gone = missing - _tables_in(each for each in every if each.location is None or each.location.path not in migrations)
    evidence = tuple(each for each in every if gone.isdisjoint(_tables_in((each,))))
    used = _tables_in(evidence)
    undefined = {name: telling.first_use[name] for name in sorted(missing - gone)}
    past = {name: telling.first_use[name] for name in sorted(gone)}
    return gather(
        [
            Findings(
                units=(
                    *_table_units(schema, telling, used | defined),
                    *file_units(files, foreign, migrations),
                ),
                evidence=evidence,
                problems=(*large, *problems(schema, seen, ours, undefined, past), *_of_others(others)),
                understood=tuple(ratios(seen, ours, defined, used)),
                transactions=settled(transactions, names),
            )
        ]
    )


def _of_others(tables: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """What is said of the files whose tables no code names."""
    for path in sorted(path for path, found in tables.items() if found):
        said = f"No code names any of the {len(tables[path])} tables here: another system's, or nobody's; they are left out."
        yield Problem(Location(path), "foreign-tables", said)


def all_statements(seen: Mapping[str, Seen], files: Mapping[str, SqlFacts]) -> list[Statement]:
    """The statements of files and code."""
    found = [each for facts in files.values() for each in facts.statements]
    return found + [each for one in seen.values() for _, each in one.statements]


def names_of(tables: Iterable[Table], statements: Iterable[Statement]) -> Names:
    """The names by which tables are defined."""
    return Names({table.name for table in tables} | {name for each in statements for name in each.creates})


def _tell_views(telling: Telling, statements: Iterable[Statement]) -> None:
    """Who reads a view reads the tables behind it."""
    for piece in tuple(reads_through(telling.evidence(), views_of(statements))):
        if piece.location is not None:
            telling.touch(piece.target.removeprefix("table:"), piece.location, piece.confidence)
        telling.tell(piece)


def _tables_in(evidence: Iterable[Evidence]) -> set[str]:
    """The tables at either end of some evidence."""
    ends = (end for piece in evidence for end in (piece.source, piece.target))
    return {end.removeprefix("table:") for end in ends if end.startswith("table:")}


def _tell_schema(telling: Telling, schema: Schema) -> None:
    points = targets_of(schema.foreign_keys)
    for table in schema.tables:
        _tell_table(telling, table, ("orm",), points)
    _tell_keys(telling, schema, "orm")


def _tell_keys(telling: Telling, schema: Schema, by: str) -> None:
    """The foreign keys of a schema that models declare or migrations make."""
    for key in schema.foreign_keys:
        source = telling.touch(key.table, key.location, 1.0)
        target = telling.touch(key.target, key.location, 1.0)
        if source != target:
            flags = (by,) if key.enforced else (by, "unenforced")
            telling.tell(
                Evidence(
                    EvidenceKind.FOREIGN_KEY,
                    source,
                    target,
                    key.location,
                    confidence=key.confidence,
                    flags=flags,
                    detail=key.column,
                )
            )


def _tell_table(telling: Telling, table: Table, flags: tuple[str, ...], points: Mapping[tuple[str, str], str]) -> None:
    target = telling.touch(table.name, table.location, 1.0)
    detail = columns_told(table, points)
    telling.tell(Evidence(EvidenceKind.DEFINES, table.reference, target, table.location, flags=flags, detail=detail))


def _tell_file(telling: Telling, path: str, facts: SqlFacts) -> None:
    for statement in facts.statements:
        _tell_statement(telling, path, statement)


def _tell_statement(telling: Telling, source: str, statement: Statement) -> None:
    """A statement of a .sql file, whose unit is the file."""
    where = Location(source.partition("::")[0], statement.line)
    sure, detail = statement.confidence, statement.summary
    _tell_created(telling, source, statement, where)
    written = ("create", "sql") if statement.verb in {"insert", "replace", "copy"} else ("sql",)
    for kind, tables, flags in (
        (EvidenceKind.READS, statement.reads, ("sql",)),
        (EvidenceKind.WRITES, statement.writes, written),
        (EvidenceKind.WRITES, statement.deletes, ("delete", "sql")),
        (EvidenceKind.WRITES, (*statement.alters, *statement.drops), ("ddl", "sql")),
    ):
        for table in tables:
            target = telling.touch(table, where, _known(flags, sure))
            telling.tell(Evidence(kind, source, target, where, confidence=sure, flags=flags, detail=detail))
    joining = ("ddl", "sql") if statement.creates else ("sql",)
    for pair in statement.joins:
        tell_pair(telling, EvidenceKind.JOINS, pair, where, sure, joining, detail, source)
    _tell_foreign_keys(telling, statement, where)


def _known(flags: tuple[str, ...], sure: float) -> float:
    """How sure an access makes that there is such a table: what is only renamed, altered or dropped may be long gone."""
    if "sql" not in flags:
        return 1.0
    return 0.0 if "ddl" in flags else sure


def _tell_created(telling: Telling, source: str, statement: Statement, where: Location) -> None:
    """The tables that a statement makes; of one in code `source` is the module."""
    sure, flags = statement.confidence, ("ddl", "sql")
    for table in statement.creates:
        target = telling.touch(table, where, sure)
        telling.tell(
            Evidence(
                EvidenceKind.DEFINES, source, target, where, confidence=sure, flags=flags, detail=statement.summary
            )
        )


def _tell_foreign_keys(telling: Telling, statement: Statement, where: Location) -> None:
    for one, other in statement.foreign_keys:
        if one and one != other:
            source, target = (
                telling.touch(one, where, statement.confidence),
                telling.touch(other, where, statement.confidence),
            )
            telling.tell(
                Evidence(
                    EvidenceKind.FOREIGN_KEY, source, target, where, confidence=statement.confidence, flags=("sql",)
                )
            )


def _tell_module(telling: Telling, module: Scopes, seen: Seen) -> None:
    for access in seen.accesses:
        _tell_access(telling, module, access)
    for joined in seen.joins:
        where, place = Location(module.path, joined.line), module.reference(joined.scope)
        pair = (joined.one, joined.other)
        tell_pair(telling, EvidenceKind.JOINS, pair, where, joined.confidence, joined.flags, joined.detail, place)
    for line, statement in seen.statements:
        where = Location(module.path, line)
        _tell_foreign_keys(telling, statement, where)
        _tell_created(telling, module.path, statement, where)


def _tell_access(telling: Telling, module: Scopes, access: Access) -> None:
    where = Location(module.path, access.line)
    target = telling.touch(access.table, where, _known(access.flags, access.confidence))
    telling.tell(
        Evidence(
            EvidenceKind.WRITES if access.writes else EvidenceKind.READS,
            module.reference(access.scope),
            target,
            where,
            confidence=access.confidence,
            flags=access.flags,
            detail=access.detail,
            columns=access.columns,
        )
    )


def _table_units(schema: Schema, telling: Telling, tables: set[str]) -> Iterator[Unit]:
    defined: dict[str, Table] = {}
    for table in schema.tables:
        defined.setdefault(table.name, table)
    for name in sorted(tables):
        known = defined.get(name)
        where = known.location if known is not None else telling.first_use.get(name, Location(""))
        spelling = known.spelling if known is not None and known.spelling else name
        yield Unit(f"table:{name}", UnitKind.TABLE, spelling, where)
