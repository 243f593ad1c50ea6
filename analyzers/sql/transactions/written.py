"""The lines of a transaction → the tables written in it: on these lines, and by the functions called from them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from decompose.errors import Location
from decompose.evidence.evidence import by_itself
from decompose.evidence.findings import Findings
from decompose.evidence.transaction import Transaction, TransactionKind, Written

from ..access.effects import Access, OwnAccess
from ..access.notes import CallSite, Seen
from ..values.callees import Callees
from ..values.evaluation import Evaluation
from .afterwards import Afterwards
from .commits import Commits
from .following import Following, Running
from .given import Given
from .pending import Pending
from .region import Region

DEEPEST = 6
"""Calls within calls that are followed from a transaction (chosen: beyond it resolution is rarely right)."""

MOST_FUNCTIONS = 300
"""Functions that are followed from one transaction."""

COMMITS_BELOW = 2
"""Calls within calls that are looked at for a commit."""

PER_CALL = 0.95
"""What each call on the way takes from the confidence of a write (at .9, of 60 writes said to be sure to .4 to .7 in four real
systems 58 happened, which called for less to be taken)."""

LAST_LINE = 1_000_000_000

SENDS = frozenset(
    ("save()", "delete()", "create()", "acreate()", "get_or_create()", "update_or_create()", "aget_or_create()")
)
"""Steps by which rows change one by one, so that the framework runs what the program has for that."""

Key = tuple[str, int]


class Writes:
    """What every function of a program writes and locks, and what runs because of it."""

    def __init__(self, seen: Mapping[str, Seen], callees: Callees, evaluation: Evaluation, told: Findings) -> None:
        self._evaluation = evaluation
        self._writes: dict[Key, list[tuple[int, Access]]] = defaultdict(list)
        self._own: dict[Key, list[OwnAccess]] = defaultdict(list)
        self._locks: dict[Key, list[tuple[int, str]]] = defaultdict(list)
        self.calls: dict[Key, list[CallSite]] = defaultdict(list)
        for path, each in seen.items():
            self._take(path, each)
        self.afterwards = Afterwards(evaluation.scopes, self.calls, callees)
        self.following = Following(self.calls, callees, evaluation, self.afterwards, told)
        self._commits = Commits(self.calls)
        self._pending = Pending(self.calls, callees, self._committed_at, self._written_at, self._reference)
        self._given = Given(seen, evaluation, self._pending)
        self._callees = callees
        self.ending: set[str] = set()
        """The functions that a decorator commits; to be told before anything is asked."""
        self._committing: dict[tuple[str, int], bool] = {}
        self._leaving: dict[tuple[str, int], bool] = {}
        self._followed: dict[tuple[Running, int], frozenset[Running]] = {}
        self._whole: dict[tuple[Running, int], tuple[Access, ...]] = {}

    def _take(self, path: str, seen: Seen) -> None:
        for access in seen.accesses:
            if access.writes and "ddl" not in access.flags:
                self._writes[(path, access.scope)].append((access.line, access))
            elif "lock" in access.flags:
                self._locks[(path, access.scope)].append((access.line, access.table))
        for own in seen.own:
            if own.writes:
                self._own[(path, own.scope)].append(own)
        for site in seen.calls:
            self.calls[(path, site.scope)].append(site)

    def lines(self, path: str, scope: int) -> list[int]:
        """The lines of a function on which it writes."""
        return [line for line, _ in self._writes.get((path, scope), ())]

    def in_region(self, region: Region, of: str = "") -> Transaction:
        """The transaction with these lines; `of` is the class that `self` is of in it."""
        path, scope = region.path, region.scope
        writes: dict[str, Written] = {}
        start = Running(self._evaluation.scopes[path].reference(scope), of)
        for access in self._done(start, region.first, region.last):
            _add(writes, Written(access.table, access.confidence, cascade=by_itself(access.flags)))
        for access in self._left_by_callers(region, of) if writes else ():
            _add(writes, Written(access.table, round(access.confidence * PER_CALL, 3), direct=False))
        locks = {table for line, table in self._locks.get((path, scope), ()) if region.first <= line <= region.last}
        started = set(self.afterwards.functions(path, scope, region.first, region.last))
        for running, sure in self._reached(region, start).items():
            key = self.following.key(running.function)
            for access in self._all_of(running, self._end(region, running)):
                left = round(access.confidence * sure, 3)
                _add(writes, Written(access.table, left, direct=False, cascade=by_itself(access.flags)))
            started.update(self.afterwards.all_of(*key))
            locks.update(table for _, table in self._locks.get(key, ()))
        return Transaction(
            f"{of}.{_method_name(start.function)}" if of else start.function,
            Location(path, region.line),
            region.first,
            region.last,
            region.kind,
            tuple(writes[table] for table in sorted(writes)),
            tuple(sorted(locks)),
            tuple(sorted(started)),
            (*region.marks, *(("inherited",) if of and not start.function.startswith(of + ".") else ())),
        )

    def given_in(self, region: Region) -> list[tuple[Written, ...]]:
        """What a transaction writes of the classes that its function is given, for each caller."""
        return self._given.writes(self._reference((region.path, region.scope)), range(region.first, region.last + 1))

    def commits_below(self, function: str, depth: int = 0) -> bool:
        """Whether a function commits, or one that it calls."""
        asked = (function, depth)
        if asked not in self._committing:
            key = self.following.key(function)
            self._committing[asked] = (
                function in self.ending
                or bool(self._commits.lines(*key))
                or (depth < COMMITS_BELOW and any(self.commits_below(each, depth + 1) for each in self._called(key)))
            )
        return self._committing[asked]

    def leaves(self, function: str, depth: int = 0) -> bool:
        """Whether a function, or one that it calls, changes rows of a session, and leaves it to others to commit them."""
        asked = (function, depth)
        if asked not in self._leaving:
            key = self.following.key(function)
            self._leaving[asked] = not self.commits_below(function) and (
                any(self._is_of_session(access) for _, access in self._writes.get(key, ()))
                or (depth < COMMITS_BELOW and any(self.leaves(each, depth + 1) for each in self._called(key)))
            )
        return self._leaving[asked]

    def _is_of_session(self, access: Access) -> bool:
        model = self._evaluation.model(self._evaluation.mapped_to(access.table)) if "orm" in access.flags else None
        return model is not None and model.framework == "sqlalchemy"

    def _called(self, key: Key) -> Iterator[str]:
        found = (self._callees.of(*key, site.call) for site in (self.calls.get(key, ()) if self._commits.any else ()))
        return (each for each in found if each is not None)

    def _left_by_callers(self, region: Region, of: str) -> Iterator[Access]:
        """What callers of a function leave to its first commit."""
        definition = self._evaluation.scopes[region.path].definition(region.scope)
        if region.kind is TransactionKind.COMMIT and region.first == definition.line and not region.joins:
            reference = self._reference((region.path, region.scope))
            is_inherited = of and not reference.startswith(of + ".")
            yield from self._pending.before(reference, of if is_inherited else "")

    def _committed_at(self, key: Key) -> list[int]:
        called = ((site.line, self._callees.of(*key, site.call)) for site in self.calls.get(key, ()))
        below = [line for line, callee in called if callee is not None and self.commits_below(callee)]
        return [*self._commits.lines(*key), *below]

    def _written_at(self, key: Key) -> list[tuple[int, Access]]:
        return self._writes.get(key, [])

    def _reference(self, key: Key) -> str:
        path, scope = key
        return self._evaluation.scopes[path].reference(scope)

    def _done(self, running: Running, first: int = 0, last: int = LAST_LINE) -> Iterator[Access]:
        """What some lines of a function write, to the tables of the class that runs it."""
        path, scope = self.following.key(running.function)
        if self._evaluation.scopes[path].definition(scope).kind == "class":
            return  # to make a form or view writes nothing of what it may write later
        later = self.afterwards.lines(path, scope)
        tables = self._tables(running.of)
        for line, access in self._writes.get((path, scope), ()):
            if first <= line <= last and line not in later and not (tables and access.own):
                yield access
        for own in self._own.get((path, scope), ()) if tables else ():
            if first <= own.line <= last and own.line not in later:
                for table in tables:
                    yield Access(scope, own.line, table, True, own.flags, own.confidence, own.detail)
                yield from self._cascades(running.of, own)

    def _cascades(self, of: str, own: OwnAccess) -> Iterator[Access]:
        """What goes with the rows that are deleted."""
        for effect in self._evaluation.cascades.of(self._model(of)) if "delete" in own.flags else ():
            if effect.writes:
                flags = ("cascade", *effect.flags)
                left = round(own.confidence * effect.confidence, 3)
                yield Access(own.scope, own.line, effect.table, True, flags, left, own.detail)

    def _model(self, of: str) -> str:
        """A mapped class, or the one that a class is bound to."""
        return of if of in self._evaluation.schema.models else self._evaluation.bound.of(of) if of else ""

    def _tables(self, of: str) -> tuple[str, ...]:
        """The tables of a mapped class, or of the model that a class is bound to."""
        model = self._model(of)
        return self._evaluation.heirs.tables(model) if model else ()

    def _reached(self, region: Region, start: Running) -> dict[Running, float]:
        """The functions that run because of a transaction, with the confidence left on the shortest way."""
        reached: dict[Running, float] = {}
        found = {
            *self.following.of_lines(start, region.first, region.last),
            *self._by_rows(start, region.first, region.last),
        }
        sure = PER_CALL
        for _ in range(DEEPEST):
            new = sorted(each for each in found if each not in reached and each != start)
            new = [each for each in new if region.joins or not self.commits_below(each.function)]
            new = [each for each in new if not region.ends or each.function not in self.ending]
            if not new or len(reached) > MOST_FUNCTIONS:
                break
            reached.update((running, sure) for running in new)
            found = {each for running in new for each in self._follows(running, self._end(region, running))}
            sure *= PER_CALL
        return reached

    def _end(self, region: Region, running: Running) -> int:
        """The last line of a called function that is part of a transaction: its first commit where that ends it."""
        if region.kind is not TransactionKind.COMMIT or not region.joins:
            return LAST_LINE
        return min(self._commits.lines(*self.following.key(running.function)), default=LAST_LINE)

    def _follows(self, running: Running, last: int) -> frozenset[Running]:
        if (running, last) not in self._followed:
            found = (
                self.following.of_function(running) if last == LAST_LINE else self.following.of_lines(running, 0, last)
            )
            self._followed[running, last] = frozenset((*found, *self._by_rows(running, 0, last)))
        return self._followed[running, last]

    def _all_of(self, running: Running, last: int) -> tuple[Access, ...]:
        """What a function writes up to a line, of each table the surest."""
        if (running, last) not in self._whole:
            found: dict[tuple[str, bool], Access] = {}
            for access in self._done(running, 0, last):
                key = (access.table, by_itself(access.flags))
                if key not in found or access.confidence > found[key].confidence:
                    found[key] = access
            self._whole[running, last] = tuple(found.values())
        return self._whole[running, last]

    def _by_rows(self, running: Running, first: int = 0, last: int = LAST_LINE) -> Iterator[Running]:
        """What the framework runs when these lines change rows one by one."""
        for access in self._done(running, first, last):
            how = access.detail.rpartition(".")[2]
            if how in SENDS and "sql" not in access.flags:
                yield from self.following.of_rows(self._evaluation.mapped_to(access.table), how)


def _method_name(function: str) -> str:
    return function.rpartition("::")[2].rpartition(".")[2]


def _add(writes: dict[str, Written], written: Written) -> None:
    """Keeps the surest of what is known of a table, and that it is written on purpose and directly."""
    known = writes.get(written.table)
    if known is None or _rank(written) > _rank(known):
        writes[written.table] = written


def _rank(written: Written) -> tuple[bool, bool, float]:
    return (not written.cascade, written.direct, written.confidence)
