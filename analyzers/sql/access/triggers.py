"""Triggers and routines, as statements make them → what else happens where a table is written, or a routine is called."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from ...python.facts import Text
from ...python.parts import last_name
from ..pieces import Names
from ..text.changes import Change
from ..text.statement import Statement
from .effects import Access
from .notes import Seen
from .sql_in_code import effects_of

PER_STEP = 0.9
"""What each trigger or routine on the way takes from the confidence (chosen: it may have been dropped since)."""

DEEPEST = 4
"""Triggers of triggers that are followed (chosen)."""

CALLS_BY_NAME = frozenset({"callproc"})


class Effect(Struct, frozen=True, order=True):
    """What a trigger or routine does to a table."""

    table: str
    writes: bool
    flags: tuple[str, ...]
    confidence: float
    by: str


class Routines:
    """The bodies of routines and triggers, and which of them run when a table is written."""

    def __init__(self, files: Iterable[Sequence[Statement]], names: Names) -> None:
        self._names = names
        self._bodies: dict[str, list[Statement]] = {}
        self._fired: dict[tuple[str, str], set[str]] = {}
        for change in _standing(files, self._bodies):
            for event in change.other.split():
                self._fired.setdefault((names.settled(change.table), event), set()).add(change.runs or change.name)

    def __bool__(self) -> bool:
        return bool(self._bodies)

    def behind(self, access: Access) -> list[Effect]:
        """What triggers do because of a write."""
        table = self._names.settled(access.table)
        first = {name for event in events_of(access) for name in self._fired.get((table, event), ())}
        return self._followed(first, "by the trigger {} on " + table)

    def called(self, names: Collection[str]) -> list[Effect]:
        """What routines do that a statement or `callproc` names."""
        return self._followed({name for name in names if name in self._bodies}, "by the routine {}")

    def _followed(self, layer: set[str], how: str) -> list[Effect]:
        """The effects of these routines, and of those that they call or whose triggers they fire in turn."""
        found: dict[tuple[str, bool], Effect] = {}
        seen: set[str] = set()
        sure = PER_STEP
        for _ in range(DEEPEST):
            following: set[str] = set()
            for name in sorted(layer - seen):
                for statement in self._bodies.get(name, ()):
                    for access in effects_of(statement, 0, 0, sure):
                        effect = Effect(access.table, access.writes, access.flags, access.confidence, how.format(name))
                        found.setdefault((effect.table, effect.writes), effect)
                        following |= self._next(access)
                    following |= {one for one in statement.calls if one in self._bodies}
            seen |= layer
            layer, sure = following, sure * PER_STEP
        return sorted(found.values())

    def _next(self, access: Access) -> set[str]:
        table = self._names.settled(access.table)
        return {name for event in events_of(access) for name in self._fired.get((table, event), ())}


def _standing(files: Iterable[Sequence[Statement]], bodies: dict[str, list[Statement]]) -> list[Change]:
    """The triggers that are left: what a file makes stands until a later one only drops it; the bodies besides.

    The order within a migration says nothing: what takes it back stands beside what it does.
    """
    standing: dict[str, list[Change]] = {}
    for statements in files:
        made: dict[str, list[Change]] = {}
        written: dict[str, list[Statement]] = {}
        dropped: set[str] = set()
        for statement in statements:
            if statement.inside:
                written.setdefault(statement.inside, []).append(statement)
            for change in statement.changes:
                if change.kind == "trigger":
                    made.setdefault(change.name, []).append(change)
                elif change.kind == "drop-trigger":
                    dropped.add(change.name)
        for name in dropped:
            standing.pop(name, None)
        standing.update(made)
        bodies.update(written)  # a routine that is made again is another one
    return [change for name in sorted(standing) for change in standing[name]]


def events_of(access: Access) -> tuple[str, ...]:
    """What a trigger would see of an access: nothing of a read or of what changes the schema."""
    if not access.writes or {"ddl", "cascade", "trigger"} & set(access.flags):
        return ()
    if "delete" in access.flags:
        return ("delete", "truncate") if access.detail[:8].upper() == "TRUNCATE" else ("delete",)
    if "create" in access.flags:
        return ("insert",)
    return ("update",) if access.detail[:6].upper() == "UPDATE" else ("insert", "update")


def add_effects(seen: Mapping[str, Seen], routines: Routines) -> None:
    """Adds to the accesses of every module what triggers and routines do because of them."""
    for module in seen.values() if routines else ():
        module.accesses.extend([*_fired(module, routines), *_called(module, routines)])


def _fired(module: Seen, routines: Routines) -> Iterator[Access]:
    for access in module.accesses:
        for effect in routines.behind(access):
            yield _access(access.scope, access.line, effect, access.confidence)


def _called(module: Seen, routines: Routines) -> Iterator[Access]:
    for scope, line, names in module.called:
        for effect in routines.called(names):
            yield _access(scope, line, effect, 1.0)
    for site in module.calls:
        first = site.call.arguments[0] if site.call.arguments else None
        if last_name(site.call.function) in CALLS_BY_NAME and isinstance(first, Text) and not first.holes:
            for effect in routines.called((first.value.rpartition(".")[2].lower(),)):
                yield _access(site.scope, site.line, effect, 1.0)


def _access(scope: int, line: int, effect: Effect, confidence: float) -> Access:
    flags = tuple(sorted({*effect.flags, "trigger"}))
    sure = round(effect.confidence * confidence, 3)
    return Access(scope, line, effect.table, effect.writes, flags, sure, effect.by)
