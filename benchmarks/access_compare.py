"""A log of statements and a tree → how what we claim of reads and writes agrees with what ran."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import sqlglot
from msgspec import Struct
from sqlglot import exp

from decompose.analyzers.python import PYTHON_SOURCE
from decompose.analyzers.python.roles import role_of
from decompose.analyzers.sql import SQL_TEXT
from decompose.analyzers.sql.analyzer import SqlAnalyzer
from decompose.evidence.analyzer import Corpus
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role
from decompose.repository.source import SourceFile

INNER = frozenset(("<locals>", "<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>", "<lambda>"))
LEFT_OUT = frozenset(("template", "refresh"))
SURE = (0.9, 0.7, 0.5, 0.0)


class Log(Struct, frozen=True):
    """What a traced run wrote; see trace_statements.py."""

    sites: list[tuple[str, str, int]]
    texts: list[str]
    statements: list[tuple[int, list[int], list[int], str]]
    rows: list[tuple[int, str]]
    built: list[tuple[int, str]]
    spans: list[tuple[int, list[int]]]
    lines: dict[str, list[int]]


class Place(Struct, frozen=True):
    """A function or class of product code, and the line it was at."""

    unit: str
    line: int


class Event(Struct, frozen=True):
    """A table that a statement touched: who ran it, innermost first, and who is behind it besides."""

    stack: tuple[Place, ...]
    origins: tuple[Place, ...]
    table: str
    writes: bool
    text: int
    ours: bool = True

    @property
    def behind(self) -> tuple[str, ...]:
        """Who may be told to touch the table: the innermost function, classes below it, origins."""
        near = []
        for place in self.stack:
            near.append(place.unit)
            if place.line:
                break
        return (*near, *(place.unit for place in self.origins))

    @property
    def innermost(self) -> str:
        """The function that the statement counts for, or the class whose inherited method runs it."""
        return self.behind[0]


class Claim(Struct, frozen=True):
    """An access that we find in the text."""

    unit: str
    table: str
    writes: bool
    line: int
    confidence: float
    detail: str
    kind: str


def compare(name: str, root: Path, log: Log, show: int) -> None:
    """Print how claims and statements of one tree agree."""
    findings, functions = read(root)
    defined = {
        row.target.removeprefix("table:")
        for row in findings.evidence
        if row.kind is EvidenceKind.DEFINES and _is_product(row.source.partition("::")[0])
    }
    every = list(events_of(log))
    left_out = Counter(each for each in every if isinstance(each, str))
    events = {each for each in every if isinstance(each, Event) and each.table in defined}
    foreign = {each.table for each in every if isinstance(each, Event)} - defined
    claims = [claim for claim in claims_of(findings) if claim.table in defined]
    print(f"{name}: {len(events)} distinct accesses of {len({e.table for e in events})} tables by statements")
    print(f"  left out: {dict(left_out)}; tables not defined here: {len(foreign)} {sorted(foreign)[:8]}")
    misses = _recall([event for event in events if event.ours], claims)
    wrong = _precision(events, claims, log, functions)
    for kind, rows in (("missed", misses), ("wrong", wrong)):
        for row in rows[:show]:
            print(f"  {kind}: {row}")


def read(root: Path) -> tuple[Findings, frozenset[str]]:
    """What we find in the text of a tree, and which of its units are functions."""
    corpus = Corpus({each.name: dict(_facts(root, each)) for each in (PYTHON_SOURCE, SQL_TEXT)})
    functions = frozenset(
        f"{path}::{definition.name}"
        for path, facts in corpus.facts(PYTHON_SOURCE.name).items()
        for definition in facts.definitions
        if definition.kind == "function"
    )
    return SqlAnalyzer((PYTHON_SOURCE, SQL_TEXT)).analyze(corpus), functions


def _facts(root: Path, front_end: object) -> Iterator[tuple[str, object]]:
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root).as_posix()
        if file.is_file() and front_end.wants(path) and ".git/" not in path:  # type: ignore[attr-defined]
            yield path, front_end.extract(SourceFile(path, file.read_bytes(), ""))  # type: ignore[attr-defined]


@cache
def _is_product(path: str) -> bool:
    return role_of(path, generated=False) is Role.PRODUCT


# -- what ran


def events_of(log: Log) -> Iterator[Event | str]:
    """Every table of every statement, or why a statement is left out."""
    places = [_place(*site) for site in log.sites]
    tables = {number: tuple(tables_of(text)) for number, text in enumerate(log.texts)}
    for text, stack, origins, circumstance in log.statements:
        on_stack = tuple(place for number in stack if (place := places[number]))
        behind = tuple(place for number in origins if (place := places[number]))
        if circumstance == "flush" and origins:  # who changed the objects wrote them, not who had them flushed
            on_stack = ()
        ours = bool(on_stack) or len(behind) == len(origins)  # else a test has a query run that it went on building
        if not on_stack and not behind:
            yield "no product code"
            continue
        if circumstance in LEFT_OUT:
            yield circumstance
        for table, writes in tables[text]:
            yield Event(on_stack, behind, table, writes, text, ours and circumstance not in LEFT_OUT)


def _place(path: str, name: str, line: int) -> Place | None:
    if not _is_product(path):
        return None
    parts = [part for part in name.split(".") if part not in INNER and part != "<module>"]
    return Place(f"{path}::{'.'.join(parts)}" if parts else path, line)


def tables_of(text: str) -> Iterator[tuple[str, bool]]:
    """The tables of a statement, and whether each is written."""
    try:
        trees = sqlglot.parse(text.replace("%s", "?"), dialect="sqlite")
    except sqlglot.errors.SqlglotError:
        return
    for tree in trees:
        if isinstance(tree, exp.Insert | exp.Update | exp.Delete | exp.Select | exp.Query):
            written = tree.this if isinstance(tree, exp.Insert | exp.Update | exp.Delete) else None
            target = written.find(exp.Table) if written is not None else None
            ctes = {cte.alias_or_name.lower() for cte in tree.find_all(exp.CTE)}
            for table in tree.find_all(exp.Table):
                if table.name.lower() not in ctes:
                    yield table.name.lower(), table is target


# -- what we claim


def claims_of(findings: Findings) -> Iterator[Claim]:
    """The reads and writes of product code, data definition left out."""
    for row in findings.evidence:
        if row.kind not in (EvidenceKind.READS, EvidenceKind.WRITES) or "ddl" in row.flags or row.location is None:
            continue
        if _is_product(row.location.path) and row.source.partition("::")[0] == row.location.path:
            table, writes = row.target.removeprefix("table:"), row.kind is EvidenceKind.WRITES
            kind = next((flag for flag in ("create", "delete") if flag in row.flags), "write" if writes else "read")
            yield Claim(row.source, table, writes, row.location.line, row.confidence, row.detail, kind)


# -- how they agree


class Told:
    """Claims by function and table, and by the line that has the table touched."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._units = {(claim.unit, claim.table, claim.writes) for claim in claims}
        self._lines: dict[tuple[str, str, bool], set[int]] = defaultdict(set)
        for claim in claims:
            self._lines[(claim.unit, claim.table, claim.writes)].add(claim.line)

    def covers(self, event: Event) -> bool:
        """Whether a table is claimed for whoever is behind a statement, or at the line of a caller."""
        if any((unit, event.table, event.writes) in self._units for unit in event.behind):
            return True
        return any(
            _is_at(place.line, line)
            for place in event.stack
            for line in self._lines.get((place.unit, event.table, event.writes), ())
        )


def _is_at(ran: int, claimed: int) -> bool:
    """Whether a statement that ran below a line is that of a claim; calls may be written over several lines."""
    return claimed - 2 <= ran <= claimed + 4


def _recall(events: Iterable[Event], claims: list[Claim]) -> list[str]:
    known = {(claim.unit, claim.table, claim.writes) for claim in claims}
    told = Told(claims)
    touched = {(claim.unit, claim.table) for claim in claims}
    triples: dict[tuple[str, str, bool], list[Event]] = defaultdict(list)
    for event in events:
        triples[(event.innermost, event.table, event.writes)].append(event)
    found, strict, hits, right = 0.0, 0, 0, 0
    by_mode = {True: [0.0, 0], False: [0.0, 0]}
    misses = []
    for triple, its in sorted(triples.items(), key=lambda item: item[0]):
        here = [told.covers(event) for event in its]
        share = sum(here) / len(here)
        found += share
        by_mode[triple[2]][0] += share
        by_mode[triple[2]][1] += 1
        strict += triple in known
        if any((unit, event.table) in touched for event in its for unit in event.behind):
            hits += 1
            right += any(here)
        if not all(here):
            event = next(event for event, hit in zip(its, here, strict=True) if not hit)
            misses.append(f"{'write' if triple[2] else 'read '} {triple[1]:28} {event.innermost}:{_lines(event)}")
    total = len(triples) or 1
    print(
        f"  recall {found / total:.3f} of {len(triples)} triples (innermost {strict / total:.3f}; "
        f"reads {by_mode[False][0] / (by_mode[False][1] or 1):.3f}, writes {by_mode[True][0] / (by_mode[True][1] or 1):.3f})"
    )
    print(f"  read/write {right / (hits or 1):.3f} of {hits} hits")
    return misses


def _lines(event: Event) -> str:
    at = next((place.line for place in event.stack if place.line), 0)
    origins = ", ".join(sorted({f"{place.unit.rpartition('::')[2]}:{place.line}" for place in event.origins})[:4])
    return f"{at}  ({origins})"


def _precision(events: Iterable[Event], claims: list[Claim], log: Log, functions: frozenset[str]) -> list[str]:
    ran = {(path, line) for path, lines in log.lines.items() for line in lines}
    near: set[tuple[str, str, bool]] = set()
    at: dict[tuple[str, str, bool], set[int]] = defaultdict(set)
    for event in events:
        near.update((unit, event.table, event.writes) for unit in event.behind)
        for place in (*event.stack, *event.origins):
            at[(place.unit, event.table, event.writes)].add(place.line)
    rows = {(place.unit, table.lower()) for number, table in log.rows if (place := _place(*log.sites[number]))}
    built = {(place.unit, table.lower()) for number, table in log.built if (place := _place(*log.sites[number]))}
    active = {(unit, writes) for unit, _, writes in near}
    verdicts: dict[float, Counter[str]] = defaultdict(Counter)
    wrong = []
    for claim in sorted(set(claims), key=lambda each: (each.unit, each.line, each.table, each.kind)):
        if (claim.unit.partition("::")[0], claim.line) not in ran:
            continue
        key = (claim.unit, claim.table, claim.writes)
        if key in near or any(_is_at(line, claim.line) for line in at[key]):
            verdict = "right"
        elif not claim.writes and (claim.unit, claim.table) in rows:
            verdict = "in memory"
        elif (claim.unit, claim.table) in built and not claim.writes:
            verdict = "never ran"
        elif (claim.unit, claim.writes) not in active and claim.unit not in functions:
            verdict = "nothing ran"
        else:
            verdict = "wrong"
            wrong.append(
                f"{claim.confidence:.2f} {claim.kind:6} {claim.table:28} {claim.unit}:{claim.line}  {claim.detail}"
            )
        verdicts[next(sure for sure in SURE if claim.confidence >= sure)][verdict] += 1
    everything = sum(verdicts.values(), Counter())
    print(f"  precision {_share(everything)} {dict(sorted(everything.items()))}")
    for sure in SURE:
        if verdicts[sure]:
            print(f"    confidence ≥ {sure}: {_share(verdicts[sure])} {dict(sorted(verdicts[sure].items()))}")
    return wrong


def _share(verdicts: Counter[str]) -> str:
    decided = verdicts["right"] + verdicts["in memory"] + verdicts["wrong"]
    good = verdicts["right"] + verdicts["in memory"]
    strict = verdicts["right"] / (decided or 1)
    return f"{good / (decided or 1):.3f} (strict {strict:.3f}) of {decided}"
