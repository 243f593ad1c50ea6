"""A log of statements and a tree → how what we claim of reads and writes agrees with what ran."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from access_log import Event, Log, events_of, is_product
from access_spans import spans
from msgspec import Struct

from decompose.analyzers.python import PYTHON_SOURCE
from decompose.analyzers.sql import SQL_TEXT
from decompose.analyzers.sql.analyzer import SqlAnalyzer
from decompose.evidence.analyzer import Corpus
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.repository.source import SourceFile

ASSERTED = 0.5
"""The confidence from which a claim says that something rather is so than not; of those the figures are."""

BUCKETS = (0.9, 0.7, 0.5, 0.0)


class Claim(Struct, frozen=True, order=True):
    """An access that we find in the text."""

    unit: str
    line: int
    table: str
    writes: bool
    confidence: float
    kind: str
    detail: str

    @property
    def key(self) -> tuple[str, str, bool]:
        """What it claims."""
        return self.unit, self.table, self.writes


def compare(name: str, root: Path, log: Log, show: int) -> None:
    """Print how claims and statements of one tree agree."""
    findings, extents = read(root)
    defined = {
        row.target.removeprefix("table:")
        for row in findings.evidence
        if row.kind is EvidenceKind.DEFINES and is_product(row.source.partition("::")[0])
    }
    every = list(events_of(log))
    events = {each for each in every if isinstance(each, Event) and each.table in defined}
    foreign = {each.table for each in every if isinstance(each, Event)} - defined
    claims = sorted({claim for claim in claims_of(findings) if claim.table in defined})
    print(f"{name}: {len(events)} distinct accesses of {len({event.table for event in events})} tables by statements")
    left_out = Counter(each for each in every if isinstance(each, str))
    print(f"  left out: {dict(left_out)}; tables not defined here: {', '.join(sorted(foreign))}")
    misses = recall([event for event in events if event.counts], claims)
    wrong = precision(Ran(events, log, extents), claims)
    differ = spans(findings, log, defined, ASSERTED, (extents.functions, extents.classes))
    for kind, rows in (("missed", misses), ("wrong", wrong), ("transaction", differ)):
        for row in rows[:show]:
            print(f"  {kind}: {row}")


class Extents(Struct, frozen=True):
    """The lines of the functions and classes of a tree, by unit."""

    functions: dict[str, range]
    classes: dict[str, range]


def read(root: Path) -> tuple[Findings, Extents]:
    """What we find in the text of a tree, and the lines of its functions and classes."""
    corpus = Corpus({each.name: dict(_facts(root, each)) for each in (PYTHON_SOURCE, SQL_TEXT)})
    extents = Extents({}, {})
    for path, facts in corpus.facts(PYTHON_SOURCE.name).items():
        for definition in facts.definitions[1:]:
            kind = extents.functions if definition.kind == "function" else extents.classes
            kind[f"{path}::{definition.name}"] = range(definition.line, definition.end_line + 1)
    return SqlAnalyzer((PYTHON_SOURCE, SQL_TEXT)).analyze(corpus), extents


def _facts(root: Path, front_end: object) -> Iterator[tuple[str, object]]:
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root).as_posix()
        if file.is_file() and front_end.wants(path) and ".git/" not in path:  # type: ignore[attr-defined]
            yield path, front_end.extract(SourceFile(path, file.read_bytes(), ""))  # type: ignore[attr-defined]


def claims_of(findings: Findings) -> Iterator[Claim]:
    """The reads and writes of product code, data definition left out."""
    for row in findings.evidence:
        if row.kind not in (EvidenceKind.READS, EvidenceKind.WRITES) or "ddl" in row.flags or row.location is None:
            continue
        if is_product(row.location.path) and row.source.partition("::")[0] == row.location.path:
            table, writes = row.target.removeprefix("table:"), row.kind is EvidenceKind.WRITES
            kind = next((flag for flag in ("create", "delete") if flag in row.flags), "write" if writes else "read")
            yield Claim(row.source, row.location.line, table, writes, row.confidence, kind, row.detail)


# -- recall


class Told:
    """Claims by function and table, and by the line that has the table touched."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.units: set[tuple[str, str, bool]] = set()
        self._lines: dict[tuple[str, str, bool], set[int]] = defaultdict(set)
        for claim in claims:
            self.units.add(claim.key)
            self._lines[claim.key].add(claim.line)

    def covers(self, event: Event) -> bool:
        """Whether a table is claimed for whoever is behind a statement, or at the line of a caller."""
        if any((unit, event.table, event.writes) in self.units for unit in event.behind):
            return True
        return any(
            is_at(place.line, line)
            for place in (*event.stack, *event.through)
            for line in self._lines.get((place.unit, event.table, event.writes), ())
        )

    def touches(self, event: Event) -> bool:
        """Whether the table is claimed for whoever is behind a statement, read or written."""
        return any((unit, event.table, writes) in self.units for unit in event.behind for writes in (True, False))


def is_at(ran: int, claimed: int) -> bool:
    """Whether a statement that ran below a line is that of a claim; calls may be written over several lines."""
    return claimed - 2 <= ran <= claimed + 4


def recall(events: Iterable[Event], claims: list[Claim]) -> list[str]:
    """Print how much of what ran is claimed; the triples that are not."""
    told, asserted = Told(claims), Told(claim for claim in claims if claim.confidence >= ASSERTED)
    triples: dict[tuple[str, str, bool], list[Event]] = defaultdict(list)
    for event in events:
        triples[(event.behind[0], event.table, event.writes)].append(event)
    found = {triple: _share(asserted.covers(event) for event in its) for triple, its in triples.items()}
    all_claims = [_share(told.covers(event) for event in its) for its in triples.values()]
    strict = [triple in asserted.units for triple in triples]
    hits = {triple for triple, its in triples.items() if any(asserted.touches(event) for event in its)}
    reads, writes = ([share for triple, share in found.items() if triple[2] is mode] for mode in (False, True))
    print(
        f"  recall {_share(found.values()):.3f} of {len(triples)} triples"
        f" (reads {_share(reads):.3f}, writes {_share(writes):.3f},"
        f" innermost {_share(strict):.3f}, with unsure claims {_share(all_claims):.3f})"
    )
    print(f"  read/write {_share(found[triple] > 0 for triple in hits):.3f} of {len(hits)} hits")
    return [_missed(triple, triples[triple]) for triple in sorted(triples) if found[triple] < 1]


def _missed(triple: tuple[str, str, bool], events: list[Event]) -> str:
    event = events[0]
    line = next((place.line for place in event.stack if place.line), 0)
    origins = ", ".join(sorted({f"{place.unit.rpartition('::')[2]}:{place.line}" for place in event.origins})[:4])
    return f"{'write' if triple[2] else 'read ':5} {triple[1]:28} {triple[0]}:{line}  ({origins})"


# -- precision


class Ran:
    """What ran, by where it can be seen: statements, rows in memory, queries that were built, lines."""

    def __init__(self, events: Iterable[Event], log: Log, extents: Extents) -> None:
        self._functions = extents.functions
        self.lines = {(path, line) for path, lines in log.lines.items() for line in lines}
        self._near: set[tuple[str, str, bool]] = set()
        self._at: dict[tuple[str, str, bool], set[int]] = defaultdict(set)
        for event in events:
            self._near.update((unit, event.table, event.writes) for unit in event.behind)
            for place in (*event.stack, *event.origins, *event.through):
                self._at[(place.unit, event.table, event.writes)].add(place.line)
        self._active = {(unit, writes) for unit, _, writes in self._near}
        self._rows, self._built = _units(log, log.rows), _units(log, log.built)

    def verdict(self, claim: Claim) -> str:
        """Whether a claim whose line ran is right."""
        if claim.key in self._near or any(is_at(line, claim.line) for line in self._at.get(claim.key, ())):
            return "right"
        if not claim.writes and (claim.unit, claim.table) in self._rows:
            return "in memory"
        if not claim.writes and (claim.unit, claim.table) in self._built:
            return "never ran"
        if claim.unit not in self._functions and (claim.unit, claim.writes) not in self._active:
            return "nothing ran"
        return "wrong"


def _units(log: Log, sites: Iterable[tuple[int, str]]) -> set[tuple[str, str]]:
    return {(place.unit, table.lower()) for number, table in sites if (place := log.place(number))}


def precision(ran: Ran, claims: Iterable[Claim]) -> list[str]:
    """Print how many claims whose line ran are right; those that are wrong."""
    judged = [
        (claim, ran.verdict(claim)) for claim in claims if (claim.unit.partition("::")[0], claim.line) in ran.lines
    ]
    asserted = [verdict for claim, verdict in judged if claim.confidence >= ASSERTED]
    print(f"  precision {_rates(asserted)} {dict(sorted(Counter(asserted).items()))}")
    for upper, lower in zip((2.0, *BUCKETS), BUCKETS, strict=False):
        inside = [(claim.confidence, verdict) for claim, verdict in judged if lower <= claim.confidence < upper]
        if inside:
            said = sum(sure for sure, _ in inside) / len(inside)
            print(f"    confidence {said:.2f} on average: {_rates([verdict for _, verdict in inside])}")
    return [
        f"{claim.confidence:.2f} {claim.kind:6} {claim.table:28} {claim.unit}:{claim.line}  {claim.detail}"
        for claim, verdict in judged
        if verdict == "wrong"
    ]


def _rates(verdicts: list[str]) -> str:
    counted = Counter(verdicts)
    decided = counted["right"] + counted["in memory"] + counted["wrong"]
    right = counted["right"] + counted["in memory"]
    return f"{right / (decided or 1):.3f} (strict {counted['right'] / (decided or 1):.3f}) of {decided}"


def _share(values: Iterable[float]) -> float:
    counted = list(values)
    return sum(counted) / (len(counted) or 1)
