"""From evidence and runs to what each entry point can reach: the functions that may run for it, and their tables."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.passage import Passage

Ways = dict[str, set[str]]
"""From each function, class, module or table to what it leads to."""


class Reach(Struct, frozen=True, order=True, omit_defaults=True, gc=False):
    """What may run once `entry` is called; each tuple sorted.

    `functions` are functions and methods, classes that are made, and modules whose own code runs; `later` those of them
    that only a task, signal or event leads to. `reads` and `writes` are tables.
    """

    entry: str
    functions: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


def reach_of(findings: Findings) -> tuple[Reach, ...]:
    """The reach of every entry point that is routed to something, by name.

    Where a method handles an entry point, the methods of its class that handle none are taken for what the framework
    calls on the way, those of its ancestors included; where a class does, all of its methods are. The signals of a
    mapped class are sent by whoever writes its table.
    """
    ways = _Ways(findings)
    return tuple(_reach(ways, entry) for entry in sorted(ways.handlers))


def reached(findings: Findings, kinds: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """What may run, before an answer, for any entry point whose kind (`GET`, `task` …) is one of `kinds`, and for any other."""
    ways = _Ways(findings)
    of_these, of_others = (closure(starts, ways.at_once) for starts in _apart(ways, kinds))
    return frozenset(of_these), frozenset(of_others)


def only_reached(findings: Findings, kinds: Collection[str]) -> frozenset[str]:
    """What entry points of these kinds may run, at once or later, and no other entry point may."""
    ways = _Ways(findings)
    of_these, of_others = (closure(starts, ways.sooner_or_later) for starts in _apart(ways, kinds))
    return frozenset(of_these - of_others)


def starts_of(findings: Findings) -> dict[str, tuple[str, ...]]:
    """What runs first for each entry point that is routed to something: its handlers, then what is called beside them."""
    ways = _Ways(findings)
    return {
        entry: tuple(sorted(ways.starts(entry), key=lambda one: (one not in ways.handlers[entry], one)))
        for entry in sorted(ways.handlers)
    }


def _apart(ways: "_Ways", kinds: Collection[str]) -> tuple[set[str], set[str]]:
    """What runs first for the entry points of these kinds, and for the others."""
    starts: tuple[set[str], set[str]] = set(), set()
    for entry in ways.handlers:
        starts[_kind(entry) not in kinds].update(ways.starts(entry))
    return starts


def _kind(entry: str) -> str:
    return entry.removeprefix("entry:").partition(" ")[0]


class _Ways:
    """What leads where: at once, and through triggers; and what each function does to tables."""

    def __init__(self, findings: Findings) -> None:
        self.now: Ways = defaultdict(set)
        self.later: Ways = defaultdict(set)
        self.reads: Ways = defaultdict(set)
        self.writes: Ways = defaultdict(set)
        self.handlers: Ways = defaultdict(set)
        self._bases: Ways = defaultdict(set)
        self._defined: Ways = defaultdict(set)
        for passage in findings.runs:
            self.now[passage.source].add(passage.target)
        kept = self._kept()
        for row in findings.evidence:
            if row.kind in kept:
                kept[row.kind][row.source].add(row.target)
        self._methods = self._known_methods()
        self._handling = frozenset(one for handlers in self.handlers.values() for one in handlers)
        self._send_signals()
        self.at_once = _joined(self.now, self.writes)
        self.sooner_or_later = _joined(self.at_once, self.later)

    def _kept(self) -> dict[EvidenceKind, Ways]:
        return {
            EvidenceKind.CALL: self.now,
            EvidenceKind.TRIGGERS: self.later,
            EvidenceKind.READS: self.reads,
            EvidenceKind.WRITES: self.writes,
            EvidenceKind.ROUTES: self.handlers,
            EvidenceKind.INHERITS: self._bases,
            EvidenceKind.DEFINES: self._defined,
        }

    def _known_methods(self) -> dict[str, tuple[str, ...]]:
        """The methods of each class of which anything is known."""
        known = {one for ways in (self.now, self.later, self.reads, self.writes) for one in ways}
        known.update(*self.now.values(), *self.handlers.values())
        found: dict[str, list[str]] = defaultdict(list)
        for reference in sorted(known):
            owner, dot, _ = reference.rpartition(".")
            if dot and "::" in owner:
                found[owner].append(reference)
        return {owner: tuple(methods) for owner, methods in found.items()}

    def _send_signals(self) -> None:
        """A mapped class sends its signals when its table is written, and any class of a job runs as a whole."""
        for targets in self.later.values():
            targets.update([method for one in targets for method in self._methods.get(one, ())])
        for source, tables in self._defined.items():
            for table in tables if source in self.later else ():
                self.later[table] |= self.later[source]
        for source in self._defined.keys() & self.later.keys():
            del self.later[source]

    def starts(self, entry: str) -> set[str]:
        """The handlers of an entry point, and what the framework calls beside them."""
        found = set(self.handlers[entry])
        for handler in self.handlers[entry]:
            owner = self._class_of(handler)
            for one in (owner, *self._ancestors(owner)):
                methods = self._methods.get(one, ())
                found.update(methods if owner == handler else (m for m in methods if m not in self._handling))
        return found

    def _class_of(self, handler: str) -> str:
        """The class that a handler is, or is a method of; of a function itself, which has neither methods nor bases."""
        path, _, name = handler.partition("::")
        is_class = handler in self._methods or handler in self._bases or "." not in name
        return handler if is_class else f"{path}::{name.rpartition('.')[0]}"

    def _ancestors(self, owner: str) -> Iterator[str]:
        seen, waiting = {owner}, [owner]
        while waiting:
            for base in sorted(self._bases.get(waiting.pop(), ())):
                if base not in seen:
                    seen.add(base)
                    waiting.append(base)
                    yield base


def _reach(ways: _Ways, entry: str) -> Reach:
    at_once = closure(ways.starts(entry), ways.at_once)
    everything = closure(at_once, ways.sooner_or_later)
    functions = [one for one in everything if not one.startswith("table:")]
    return Reach(
        entry,
        functions=tuple(sorted(functions)),
        later=tuple(sorted(one for one in functions if one not in at_once)),
        reads=_targets(ways.reads, functions),
        writes=_targets(ways.writes, functions),
    )


def _targets(ways: Ways, sources: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({target for source in sources for target in ways.get(source, ())}))


def _joined(one: Ways, other: Ways) -> Ways:
    joined = {source: set(targets) for source, targets in one.items()}
    for source, targets in other.items():
        joined.setdefault(source, set()).update(targets)
    return joined


def callers_of(runs: Iterable[Passage]) -> Ways:
    """What each function is run by."""
    callers: Ways = defaultdict(set)
    for passage in runs:
        callers[passage.target].add(passage.source)
    return callers


def closure(starts: Iterable[str], ways: Ways) -> set[str]:
    """The starts and whatever can be reached from them."""
    seen = set(starts)
    waiting = list(seen)
    while waiting:
        targets = ways.get(waiting.pop())
        if targets and (new := targets - seen):
            seen |= new
            waiting.extend(new)
    return seen
