"""The lines of a transaction → the tables written in it: on these lines, and by the functions called from them."""

from collections import defaultdict
from collections.abc import Mapping

from msgspec.structs import replace

from decompose.errors import Location
from decompose.evidence.transaction import Transaction, Written

from ..callees import Callees
from ..notes import CallSite, Seen
from ..scopes import Scopes
from .afterwards import Afterwards
from .commits import Commits
from .region import Region

DEEPEST = 6
"""Calls within calls that are followed from a transaction (chosen: beyond it resolution is rarely right)."""

MOST_FUNCTIONS = 300
"""Functions that are followed from one transaction."""

PER_CALL = 0.9
"""What each call on the way takes from the confidence of a write (chosen)."""

Key = tuple[str, int]


class Writes:
    """What every function of a program writes and locks, and what it calls."""

    def __init__(self, scopes: Mapping[str, Scopes], seen: Mapping[str, Seen], callees: Callees) -> None:
        self._scopes = scopes
        self._callees = callees
        self._writes: dict[Key, list[tuple[int, Written]]] = defaultdict(list)
        self._locks: dict[Key, list[tuple[int, str]]] = defaultdict(list)
        self.calls: dict[Key, list[CallSite]] = defaultdict(list)
        for path, each in seen.items():
            for access in each.accesses:
                if access.writes and "ddl" not in access.flags:
                    written = Written(access.table, access.confidence, cascade="cascade" in access.flags)
                    self._writes[(path, access.scope)].append((access.line, written))
                elif "lock" in access.flags:
                    self._locks[(path, access.scope)].append((access.line, access.table))
            for site in each.calls:
                self.calls[(path, site.scope)].append(site)
        self.afterwards = Afterwards(scopes, self.calls, callees)
        self._commits = Commits(self.calls)

    def lines(self, path: str, scope: int) -> list[int]:
        """The lines of a function on which it writes."""
        return [line for line, _ in self._writes.get((path, scope), ())]

    def in_region(self, region: Region) -> Transaction:
        """The transaction with these lines."""
        path, scope = region.path, region.scope
        writes: dict[str, Written] = {}
        later = self.afterwards.lines(path, scope)
        for line, written in self._writes.get((path, scope), ()):
            if region.first <= line <= region.last and line not in later:
                _add(writes, written)
        locks = {table for line, table in self._locks.get((path, scope), ()) if region.first <= line <= region.last}
        started = set(self.afterwards.functions(path, scope, region.first, region.last))
        for function, sure in self._reached(region).items():
            key = self._key(function)
            behind = self.afterwards.lines(*key)
            for line, written in self._writes.get(key, ()):
                if line not in behind:
                    _add(writes, replace(written, confidence=round(written.confidence * sure, 3), direct=False))
            started.update(self.afterwards.all_of(*key))
            locks.update(table for _, table in self._locks.get(key, ()))
        return Transaction(
            self._scopes[path].reference(scope),
            Location(path, region.line),
            region.first,
            region.last,
            region.kind,
            tuple(writes[table] for table in sorted(writes)),
            tuple(sorted(locks)),
            tuple(sorted(started)),
            region.marks,
        )

    def _reached(self, region: Region) -> dict[str, float]:
        """The functions called from a transaction, with the confidence left on the shortest way."""
        start = self._scopes[region.path].reference(region.scope)
        reached: dict[str, float] = {}
        sites = self.calls.get((region.path, region.scope), ())
        layer = [(region.path, site) for site in sites if region.first <= site.line <= region.last]
        sure = PER_CALL
        for _ in range(DEEPEST):
            found = {
                self._callees.of(at, site.scope, site.call)
                for at, site in layer
                if not self.afterwards.is_outside(site.call)
            }
            new = sorted(each for each in found if each and each not in reached and each != start)
            new = [each for each in new if region.joins or not self._commits.lines(*self._key(each))]
            if not new or len(reached) > MOST_FUNCTIONS:
                break
            reached.update((function, sure) for function in new)
            layer = [(self._key(function)[0], site) for function in new for site in self._sites(function)]
            sure *= PER_CALL
        return reached

    def _sites(self, function: str) -> list[CallSite]:
        return self.calls.get(self._key(function), [])

    def _key(self, function: str) -> Key:
        path, _, name = function.partition("::")
        return path, self._scopes[path].index_of[name]


def _add(writes: dict[str, Written], written: Written) -> None:
    """Keeps the surest of what is known of a table, and that it is written on purpose and directly."""
    known = writes.get(written.table)
    if known is None or _rank(written) > _rank(known):
        writes[written.table] = written


def _rank(written: Written) -> tuple[bool, bool, float]:
    return (not written.cascade, written.direct, written.confidence)
