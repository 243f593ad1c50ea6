"""`execute("BEGIN")` … `execute("COMMIT")` in a function, and BEGIN … COMMIT in a file → the transaction between them."""

import re
from collections.abc import Iterator, Mapping

from decompose.errors import Location
from decompose.evidence.transaction import Transaction, TransactionKind, Written

from ..access.notes import CallSite
from ..scopes import calls_in, constant, last_name
from ..text.text_front_end import SqlFacts
from .region import Region
from .words import RUNS

_BEGIN = re.compile(
    r"\s*(?:BEGIN(?:\s+(?:TRAN(?:SACTION)?|WORK|IMMEDIATE|EXCLUSIVE|DEFERRED))*|START\s+TRANSACTION)\b[\w\s,]*(?:;|$)",
    re.I,
)
_END = re.compile(r"\s*(?:COMMIT|END(?:\s+TRANSACTION)?|PREPARE\s+TRANSACTION)\b[^;]*(?:;|$)", re.I)
_PREPARE = re.compile(r"\s*PREPARE\s+TRANSACTION\b", re.I)


def text_regions(path: str, scope: int, end: int, sites: list[CallSite]) -> Iterator[Region]:
    """The transactions of one function, whose last line is `end`; one that nothing commits reaches to there."""
    begin = 0
    for site in sorted(sites, key=lambda each: each.line):
        for text in _run(site):
            if not begin and _BEGIN.match(text):
                begin = site.line
            elif begin and _END.match(text):
                marks = ("two-phase",) if _PREPARE.match(text) else ()
                yield Region(path, scope, begin, site.line, begin, TransactionKind.TEXT, True, marks)
                begin = 0
    if begin:
        yield Region(path, scope, begin, end, begin, TransactionKind.TEXT)


def _run(site: CallSite) -> Iterator[str]:
    """The constant text that a call runs; of a script that begins a transaction also what ends it."""
    if last_name(site.call.function) not in RUNS or not site.call.arguments:
        return
    first = site.call.arguments[0]
    written = constant(first)
    texts = [written] if written is not None else [constant(a) for each in calls_in(first) for a in each.arguments]
    for text in texts:
        if text is not None:
            yield text
            if _BEGIN.match(text) and re.search(r"\bCOMMIT\b", text, re.I):
                yield "COMMIT"


def file_transactions(files: Mapping[str, SqlFacts]) -> Iterator[Transaction]:
    """The transactions that .sql files begin and commit; the unit that holds one is the file."""
    for path, facts in files.items():
        for first, last, start, behind in facts.transactions:
            inside = [
                each for each in facts.statements[start:behind] if not each.inside
            ]  # what a routine does runs later
            surest: dict[str, float] = {}
            for statement in inside:
                for table in (*statement.writes, *statement.deletes):
                    surest[table] = max(statement.confidence, surest.get(table, 0.0))
            writes = tuple(Written(table, surest[table]) for table in sorted(surest))
            locks = tuple(sorted({table for each in inside if each.locks for table in each.reads}))
            if writes:
                yield Transaction(path, Location(path, first), first, last, TransactionKind.TEXT, writes, locks)


def with_texts(calls: Mapping[tuple[str, int], list[CallSite]]) -> dict[tuple[str, int], list[CallSite]]:
    """The calls of those functions in which some text begins a transaction."""
    return {
        key: sites for key, sites in calls.items() if any(_BEGIN.match(text) for site in sites for text in _run(site))
    }
