"""Transactions of a log and those we claim → how many write the tables that we say they write.

What is compared is one function that begins transactions, or has one committed, with everything that any run of any of
them wrote. Of a function that heirs inherit, each heir counts for itself where the run tells which it was and we tell
heirs apart; else all that any of them is said to write counts. Of SQLAlchemy it is each function on the stack of a commit
that has changed itself, or through calls, what none within it has: with what was pending of it. What tests changed before
is left out.

    covered   no table is missing: every table that was written is claimed with a confidence of .5, or as a cascade
    equal     covered, and no table is surplus. A table is surplus if it is claimed with a confidence of .5, was not
              written, and some line that is claimed to write it did run in the transaction (of SQLAlchemy: since the
              commit before); a claim at a class ran where any line of the class did. Rows that only go with others (cascades) are
              never surplus: what is deleted hangs on the rows there are. Nor is what a line looks for first, and did: rows to
              be deleted of which there were none, a row of `get_or_create` that was there.
    strict    the tables claimed with a confidence of .5, cascades left out, are the ones written, whatever ran
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from access_log import Log, Place, tables_of
from msgspec import Struct

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.transaction import Transaction

Lines = set[tuple[str, int]]
Extents = tuple[Mapping[str, range], Mapping[str, range]]


class Span(Struct):
    """What was written in the transactions of a function, and the lines that ran in them."""

    wrote: set[str]
    ran: Lines
    asked: Mapping[str, Lines]


class Claimed:
    """The tables that each function is said to write in its transactions, and the lines that are said to write a table."""

    def __init__(self, findings: Findings, defined: set[str], sure: float, extents: Extents) -> None:
        functions, classes = extents
        self.certain: dict[str, set[str]] = defaultdict(set)
        self.cascades: dict[str, set[str]] = defaultdict(set)
        self._lines: dict[str, Lines] = defaultdict(set)
        self._looking: dict[str, Lines] = defaultdict(set)
        for transaction in findings.transactions:
            for function in {transaction.function, *_text_of(transaction, functions)}:
                for written in transaction.writes:
                    if written.table in defined and written.cascade:
                        self.cascades[function].add(written.table)
                    elif written.table in defined and written.confidence >= sure:
                        self.certain[function].add(written.table)
        for row in findings.evidence:
            if row.kind is EvidenceKind.WRITES and row.location and "ddl" not in row.flags and row.confidence >= sure:
                lines = classes.get(row.source, range(row.location.line, row.location.line + 1))
                self._lines[row.target.removeprefix("table:")].update((row.location.path, line) for line in lines)
                if "delete" in row.flags or row.detail.endswith("get_or_create()"):
                    self._looking[row.target.removeprefix("table:")].add((row.location.path, row.location.line))

    def missing(self, function: str, wrote: set[str]) -> set[str]:
        """The tables written that are not claimed."""
        return wrote - self.certain[function] - self.cascades[function]

    def surplus(self, function: str, span: Span) -> set[str]:
        """The tables claimed that were not written although a line that writes them ran."""
        return {table for table in self.certain[function] - span.wrote if self._wrong(table, span)}

    def _wrong(self, table: str, span: Span) -> bool:
        ran = self._lines[table] & span.ran
        found_otherwise = {place for place in ran & self._looking[table] if place in span.asked.get(table, ())}
        return bool(ran - found_otherwise)


def _text_of(transaction: Transaction, functions: Mapping[str, range]) -> list[str]:
    """The function whose text a transaction is that an heir inherits."""
    if "inherited" not in transaction.marks:
        return []
    path, name = transaction.location.path, transaction.function.rpartition(".")[2]
    named = (each for each in functions if each.startswith(path + "::") and each.endswith("." + name))
    return [each for each in named if transaction.first in functions[each]]


def spans(findings: Findings, log: Log, defined: set[str], sure: float, extents: Extents) -> list[str]:
    """Print how the tables written in transactions agree, function by function; those that differ.

    `extents` are the lines of each function, and of each class.
    """
    asked = _asked(log)
    claimed = Claimed(findings, defined, sure, extents)
    told = {transaction.function for transaction in findings.transactions}
    found = {**_blocks(log, defined, told, asked), **_commits(log, defined, told, asked)}
    found = {function: span for function, span in found.items() if span.wrote}
    missing = {function: claimed.missing(function, span.wrote) for function, span in found.items()}
    surplus = {function: claimed.surplus(function, span) for function, span in found.items()}
    equal = [function for function in found if not missing[function] and not surplus[function]]
    strict = [function for function, span in found.items() if claimed.certain[function] == span.wrote]
    total = len(found) or 1
    covered = sum(not tables for tables in missing.values())
    print(
        f"  transactions of {len(found)} functions: covered {covered / total:.3f}, equal {len(equal) / total:.3f},"
        f" strict {len(strict) / total:.3f}"
    )
    return [
        f"{function}: missing {sorted(missing[function])}, surplus {sorted(surplus[function])},"
        f" wrote {len(found[function].wrote)}"
        for function in sorted(found)
        if function not in equal
    ]


def _blocks(log: Log, defined: set[str], told: set[str], asked: Mapping[str, Lines]) -> dict[str, Span]:
    """What was written in the transactions that each function, or heir of it, opened."""
    found: dict[str, Span] = {}
    for sites, kind, statements in log.spans:
        place = log.place(sites[0]) if kind == "block" and sites else None
        if place is None:
            continue
        function = place.unit
        if len(sites) > 1:
            heir = log.place(sites[1])
            named = f"{heir.unit}.{function.rpartition('.')[2]}" if heir is not None else ""
            function = named if named in told else function
        span = found.setdefault(function, Span(set(), set(), asked))
        span.wrote |= {table for number in statements for table in _written(log, number) if table in defined}
        span.ran |= _lines_of(log, str(sites[0]))
    return found


def _commits(log: Log, defined: set[str], told: set[str], asked: Mapping[str, Lines]) -> dict[str, Span]:
    """What was pending of each function on the stack of a commit."""
    found: dict[str, Span] = {}
    for sites, kind, statements in log.spans:
        if kind != "commit":
            continue
        ran = _lines_of(log, ",".join(map(str, sites)))
        within: set[str] = set()
        pending = [(_written(log, number), _behind(log, number)) for number in statements]
        for unit in _units(log, sites):
            tables = {table for wrote, behind in pending if unit in behind for table in wrote if table in defined}
            if tables - within or unit in told:
                span = found.setdefault(unit, Span(set(), set(), asked))
                span.wrote |= (
                    tables if tables - within else set()
                )  # else it is a transaction of a function within this one
                span.ran |= ran
            within |= tables
    return found


def _lines_of(log: Log, opener: str) -> Lines:
    """The lines that ran in the transactions of one opener, or since the commits before those of one stack."""
    return {(path, line) for path, lines in log.inside.get(opener, {}).items() for line in lines}


def _asked(log: Log) -> dict[str, Lines]:
    """The lines, by table, below which rows of the table were asked for."""
    found: dict[str, Lines] = defaultdict(set)
    for text, stack, _, _ in log.statements:
        tables = [table for table, writes in tables_of(log.texts[text]) if not writes]
        for table in tables:
            found[table].update((path, line) for path, _, line in (log.sites[site] for site in stack))
    return found


def _written(log: Log, number: int) -> set[str]:
    return {table for table, writes in tables_of(log.texts[log.statements[number][0]]) if writes}


def _behind(log: Log, number: int) -> set[str]:
    """The functions that a written statement is of."""
    return set(_units(log, log.changed_by(number)))


def _units(log: Log, sites: Iterable[int]) -> Iterator[str]:
    places: Iterator[Place | None] = (log.place(site) for site in sites)
    yield from dict.fromkeys(place.unit for place in places if place is not None)
