"""From evidence to what each entry point can reach: the functions and classes that may run for it, and their tables."""

from collections.abc import Collection, Iterable

from msgspec import Struct

from decompose.evidence.evidence import Evidence, EvidenceKind

RUNS = frozenset((EvidenceKind.CALL, EvidenceKind.ROUTES, EvidenceKind.TRIGGERS))
TOUCHES = frozenset((EvidenceKind.READS, EvidenceKind.WRITES))


class Reach(Struct, frozen=True, order=True):
    """What may run once `entry` is called; each tuple sorted.

    `units` are top-level functions and classes (a class as a whole: which of its methods call each other is not part of
    the evidence) and modules whose own code runs; `later` those of them that only a task, signal or event leads to.
    """

    entry: str
    units: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


def reach_of(evidence: Iterable[Evidence]) -> tuple[Reach, ...]:
    """The reach of every entry point that is routed to something, by name."""
    now: dict[str, set[str]] = {}
    later: dict[str, set[str]] = {}
    tables: dict[str, set[str]] = {}
    for row in evidence:
        source = top_level(row.source)
        if row.kind in RUNS:
            (later if row.kind is EvidenceKind.TRIGGERS else now).setdefault(source, set()).add(top_level(row.target))
        elif row.kind in TOUCHES:
            tables.setdefault(source, set()).add(row.target)
    entries = sorted(source for source in now if source.startswith("entry:"))
    return tuple(_reach(entry, now, later, tables) for entry in entries)


def reached(evidence: Iterable[Evidence], kinds: Collection[str], others: bool = False) -> frozenset[str]:
    """What may run, before an answer, for any entry point whose kind (`GET`, `task` …) is one of `kinds`, or is none of them."""
    now: dict[str, set[str]] = {}
    for row in evidence:
        if row.kind in (EvidenceKind.CALL, EvidenceKind.ROUTES):
            now.setdefault(top_level(row.source), set()).add(top_level(row.target))
    entries = {source for source in now if source.startswith("entry:") and (_kind(source) in kinds) != others}
    return frozenset(_closure(entries, now) - entries)


def _kind(entry: str) -> str:
    return entry.removeprefix("entry:").partition(" ")[0]


def _reach(entry: str, now: dict[str, set[str]], later: dict[str, set[str]], tables: dict[str, set[str]]) -> Reach:
    at_once = _closure({entry}, now)
    everything = _closure(at_once, now, later)
    touched = {table for unit in everything for table in tables.get(unit, ())}
    return Reach(
        entry,
        units=tuple(sorted(everything - {entry})),
        later=tuple(sorted(everything - at_once)),
        tables=tuple(sorted(touched)),
    )


def _closure(starts: set[str], *ways: dict[str, set[str]]) -> set[str]:
    """The starts and whatever can be reached from them."""
    seen, waiting = set(starts), list(starts)
    while waiting:
        unit = waiting.pop()
        for way in ways:
            new = way.get(unit, set()) - seen
            seen |= new
            waiting.extend(new)
    return seen


def top_level(reference: str) -> str:
    """The module, or the top-level class or function, that a reference lies in."""
    path, inside, name = reference.partition("::")
    return f"{path}::{name.partition('.')[0]}" if inside else path
