"""`on_commit(…)` calls → what runs once the transaction is committed, and so is no part of it."""

from collections.abc import Iterator, Mapping

from decompose.evidence.passage import Passage

from ...python.facts import Attribute, Call, Expression
from ..access.notes import CallSite
from ..scopes import Scopes, calls_in, last_name, parts_of
from ..values.callees import Callees
from ..values.values import Place
from .words import AFTERWARDS

Key = tuple[str, int]


class Afterwards:
    """The calls that stand in the arguments of `on_commit`, by identity, with the lines they are on.

    A function of the tree that hands a parameter on to `on_commit` is taken for one.
    """

    def __init__(self, scopes: Mapping[str, Scopes], calls: Mapping[Key, list[CallSite]], callees: Callees) -> None:
        self._scopes = scopes
        self._callees = callees
        self._outside: set[int] = set()
        self._lines: dict[Key, set[int]] = {}
        self._functions: dict[Key, list[tuple[int, str]]] = {}
        waiting = dict.fromkeys(AFTERWARDS, "")
        for _ in range(2):
            handing: dict[str, str] = {}
            for (path, scope), sites in calls.items():
                for site in sites:
                    self._look(path, scope, site, waiting, handing)
            waiting = handing

    def _look(self, path: str, scope: int, site: CallSite, waiting: dict[str, str], handing: dict[str, str]) -> None:
        """Takes down a call of one of the functions waited for, by name, and by reference where that is known."""
        name = last_name(site.call.function)
        if name not in waiting or not site.call.arguments:
            return
        if waiting[name] and self._callees.of(path, scope, site.call) != waiting[name]:
            return
        self._add(path, scope, site)
        definition = self._scopes[path].definition(scope)
        parameters = {each.name.lstrip("*") for each in definition.parameters} - {"self", "cls"}
        if definition.kind == "function" and parameters & _first_names(site.call):
            handing[definition.name.rpartition(".")[2]] = self._scopes[path].reference(scope)

    def _add(self, path: str, scope: int, site: CallSite) -> None:
        inner = [call for argument in site.call.arguments for call in calls_in(argument)]
        self._outside.update(map(id, inner))
        self._lines.setdefault((path, scope), set()).update(call.line for call in inner)
        found = [(site.line, function) for function in self._started(path, scope, site)]
        self._functions.setdefault((path, scope), []).extend(found)

    def _started(self, path: str, scope: int, site: CallSite) -> Iterator[str]:
        """The functions of the tree that are named or called in the arguments: `send`, `lambda: send(x)`, `partial(send, x)`."""
        waiting: list[Expression] = [*site.call.arguments]
        while waiting:
            current = waiting.pop()
            if isinstance(current, str | Attribute):
                found = self._callees.named(Place(path, scope, site.line), current)
            elif isinstance(current, Call):
                found = self._callees.of(path, scope, current)
            else:
                found = None
            if found is not None:
                yield found
            waiting.extend(parts_of(current))

    def all_of(self, path: str, scope: int) -> list[str]:
        """What is started by the commit because of a function."""
        return [function for _, function in self._functions.get((path, scope), ())]

    def is_outside(self, call: Call) -> bool:
        """Whether a call runs only once the transaction is committed."""
        return id(call) in self._outside

    def lines(self, path: str, scope: int) -> set[int]:
        """The lines on which such calls stand."""
        return self._lines.get((path, scope), set())

    def passages(self) -> Iterator[Passage]:
        """From each function to what a commit starts because of it."""
        for (path, scope), found in self._functions.items():
            source = self._scopes[path].reference(scope)
            yield from (Passage(source, target, line, committed=True) for line, target in found)

    def functions(self, path: str, scope: int, first: int, last: int) -> tuple[str, ...]:
        """What is started by the commit of a transaction with these lines."""
        found = self._functions.get((path, scope), ())
        return tuple(sorted({function for line, function in found if first <= line <= last}))


def _first_names(call: Call) -> set[str]:
    """The names that are handed over or called: `f` of `on_commit(f)` and of `on_commit(lambda: f(x))`."""
    called = [inner.function for argument in call.arguments for inner in calls_in(argument)]
    return {each.partition(".")[0] for each in (*call.arguments, *called) if isinstance(each, str)}
