"""The schema, what was seen in every module and the transactions → findings: units, evidence, problems, coverage."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from decompose.errors import Location, Problem
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings, gather
from decompose.evidence.unit import Unit, UnitKind

from .coverage import file_units, problems, ratios
from .notes import Seen
from .schema.schema import Schema, Table
from .schema.wording import columns_told, targets_of
from .scopes import Scopes
from .statement import Statement
from .text_front_end import SqlFacts
from .transactions import Transaction

MOST_TABLES = 12
"""Tables of one transaction whose pairs are told; their number grows with the square (66 pairs)."""


class Names:
    """Names of tables as code defines them; texts often leave out or add the schema of a table."""

    def __init__(self, defined: Iterable[str]) -> None:
        self.defined = frozenset(defined)
        self._by_last: dict[str, set[str]] = {}
        for name in self.defined:
            self._by_last.setdefault(name.rpartition(".")[2], set()).add(name)

    def settled(self, name: str) -> str:
        """The defined name that a written one means, or the written one."""
        if name in self.defined:
            return name
        candidates = self._by_last.get(name.rpartition(".")[2], set())
        matching = {each for each in candidates if "." not in each or "." not in name}
        return next(iter(matching)) if len(matching) == 1 else name


class Telling:
    """Evidence in the making: equal pieces at the same place are one, the surest."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._pieces: dict[tuple[object, ...], Evidence] = {}
        self.first_use: dict[str, Location] = {}
        self.sure: set[str] = set()

    def tell(self, piece: Evidence) -> None:
        """Adds one piece; the surest of equal pieces stays."""
        key = (piece.kind, piece.source, piece.target, piece.location, piece.flags, piece.place)
        known = self._pieces.get(key)
        if known is None or known.confidence < piece.confidence:
            self._pieces[key] = piece

    def touch(self, table: str, location: Location, confidence: float) -> str:
        """The unit id of a table as written at a place."""
        name = self._names.settled(table)
        known = self.first_use.get(name)
        if known is None or location < known:
            self.first_use[name] = location
        if confidence > 0.5:
            self.sure.add(name)
        return f"table:{name}"

    def evidence(self) -> tuple[Evidence, ...]:
        """Every piece about tables that are defined or that a parsed statement names."""
        known = {name for name in self.sure if not name.endswith("_seq")} | self._names.defined
        return tuple(piece for piece in self._pieces.values() if _about(piece, known))


def _about(piece: Evidence, known: set[str] | frozenset[str]) -> bool:
    ends = [end for end in (piece.source, piece.target) if end.startswith("table:")]
    return all(end.removeprefix("table:") in known for end in ends)


def findings_of(
    schema: Schema,
    scopes: Mapping[str, Scopes],
    seen: Mapping[str, Seen],
    files: Mapping[str, SqlFacts],
    transactions: Iterable[Transaction],
) -> Findings:
    """Everything the tables of a system tell."""
    created = [
        (path, statement) for path, facts in files.items() for statement in facts.statements if statement.creates
    ]
    names = Names({table.name for table in schema.tables} | {name for _, each in created for name in each.creates})
    telling = Telling(names)
    _tell_schema(telling, schema)
    for path in sorted(files):
        _tell_file(telling, path, files[path])
    for path in sorted(seen):
        _tell_module(telling, scopes[path], seen[path])
    large = _tell_transactions(telling, transactions)
    evidence = telling.evidence()
    used = {
        end.removeprefix("table:")
        for piece in evidence
        for end in (piece.source, piece.target)
        if end.startswith("table:")
    }
    missing = sorted(used - names.defined) if names.defined else []
    undefined = {name: telling.first_use[name] for name in missing}
    return gather(
        [
            Findings(
                units=(*_table_units(schema, telling, used | names.defined), *file_units(files)),
                evidence=evidence,
                problems=(*large, *problems(schema, seen, files, undefined)),
                understood=tuple(ratios(seen, files, names.defined, used)),
            )
        ]
    )


def _tell_schema(telling: Telling, schema: Schema) -> None:
    points = targets_of(schema.foreign_keys)
    for table in schema.tables:
        target = telling.touch(table.name, table.location, 1.0)
        detail = columns_told(table, points)
        telling.tell(
            Evidence(EvidenceKind.DEFINES, table.reference, target, table.location, flags=("orm",), detail=detail)
        )
    for key in schema.foreign_keys:
        source = telling.touch(key.table, key.location, 1.0)
        target = telling.touch(key.target, key.location, 1.0)
        if source != target:
            flags = ("orm",) if key.enforced else ("orm", "unenforced")
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


def _tell_file(telling: Telling, path: str, facts: SqlFacts) -> None:
    for statement in facts.statements:
        _tell_statement(telling, path, statement)


def _tell_statement(telling: Telling, source: str, statement: Statement) -> None:
    """A statement of a .sql file, whose unit is the file."""
    where = Location(source.partition("::")[0], statement.line)
    sure, detail = statement.confidence, statement.summary
    for table in statement.creates:
        telling.tell(
            Evidence(
                EvidenceKind.DEFINES,
                source,
                telling.touch(table, where, sure),
                where,
                confidence=sure,
                flags=("ddl", "sql"),
                detail=detail,
            )
        )
    for kind, tables, flags in (
        (EvidenceKind.READS, statement.reads, ("sql",)),
        (
            EvidenceKind.WRITES,
            statement.writes,
            ("create", "sql") if statement.verb in {"insert", "replace", "copy"} else ("sql",),
        ),
        (EvidenceKind.WRITES, statement.deletes, ("delete", "sql")),
        (EvidenceKind.WRITES, (*statement.alters, *statement.drops), ("ddl", "sql")),
    ):
        for table in tables:
            telling.tell(
                Evidence(
                    kind, source, telling.touch(table, where, sure), where, confidence=sure, flags=flags, detail=detail
                )
            )
    for one, other in statement.joins:
        _tell_pair(
            telling,
            EvidenceKind.JOINS,
            (one, other),
            where,
            sure,
            ("ddl", "sql") if statement.creates else ("sql",),
            detail,
            source,
        )
    _tell_foreign_keys(telling, statement, where)


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


def _tell_pair(
    telling: Telling,
    kind: EvidenceKind,
    tables: tuple[str, str],
    where: Location,
    sure: float,
    flags: tuple[str, ...],
    detail: str,
    place: str,
) -> None:
    one, other = sorted(telling.touch(table, where, sure) for table in tables)
    if one != other:
        telling.tell(Evidence(kind, one, other, where, confidence=sure, flags=flags, detail=detail, place=place))


def _tell_module(telling: Telling, module: Scopes, seen: Seen) -> None:
    for access in seen.accesses:
        where = Location(module.path, access.line)
        kind = EvidenceKind.WRITES if access.writes else EvidenceKind.READS
        target = telling.touch(access.table, where, access.confidence if "sql" in access.flags else 1.0)
        source = module.reference(access.scope)
        telling.tell(
            Evidence(
                kind, source, target, where, confidence=access.confidence, flags=access.flags, detail=access.detail
            )
        )
    for joined in seen.joins:
        where = Location(module.path, joined.line)
        place = module.reference(joined.scope)
        _tell_pair(
            telling,
            EvidenceKind.JOINS,
            (joined.one, joined.other),
            where,
            joined.confidence,
            joined.flags,
            joined.detail,
            place,
        )
    for line, statement in seen.statements:
        where = Location(module.path, line)
        _tell_foreign_keys(telling, statement, where)
        for table in statement.creates:
            target = telling.touch(table, where, statement.confidence)
            telling.tell(
                Evidence(
                    EvidenceKind.DEFINES,
                    module.path,
                    target,
                    where,
                    confidence=statement.confidence,
                    flags=("ddl", "sql"),
                    detail=statement.summary,
                )
            )


def _tell_transactions(telling: Telling, transactions: Iterable[Transaction]) -> Iterator[Problem]:
    problems = []
    for transaction in transactions:
        tables = sorted(transaction.writes, key=lambda table: (table not in transaction.direct, table))
        if len(tables) > MOST_TABLES:
            message = f"One transaction writes {len(tables)} tables; the pairs of {MOST_TABLES} of them are told."
            problems.append(Problem(transaction.location, "large-transaction", message))
        for one, other in combinations(tables[:MOST_TABLES], 2):
            sure = min(transaction.writes[one], transaction.writes[other])
            _tell_pair(
                telling,
                EvidenceKind.CO_WRITES,
                (one, other),
                transaction.location,
                sure,
                (),
                ", ".join(sorted(tables[:MOST_TABLES])),
                transaction.place,
            )
    return iter(problems)


def _table_units(schema: Schema, telling: Telling, tables: set[str]) -> Iterator[Unit]:
    defined: dict[str, Table] = {}
    for table in schema.tables:
        defined.setdefault(table.name, table)
    for name in sorted(tables):
        known = defined.get(name)
        where = known.location if known is not None else telling.first_use.get(name, Location(""))
        spelling = known.spelling if known is not None and known.spelling else name
        yield Unit(f"table:{name}", UnitKind.TABLE, spelling, where)
