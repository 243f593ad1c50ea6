"""`on_commit(…)` calls → what runs once the transaction is committed, and so is no part of it."""

from collections.abc import Iterator, Mapping

from ...python.facts import Attribute, Call, Expression
from ..callees import Callees
from ..notes import CallSite
from ..scopes import calls_in, last_name, parts_of
from ..values import Place
from .words import AFTERWARDS


class Afterwards:
    """The calls that stand in the arguments of `on_commit`, by identity, with the lines they are on."""

    def __init__(self, calls: Mapping[tuple[str, int], list[CallSite]], callees: Callees) -> None:
        self._callees = callees
        self._outside: set[int] = set()
        self._lines: dict[tuple[str, int], set[int]] = {}
        self._functions: dict[tuple[str, int], list[tuple[int, str]]] = {}
        for (path, scope), sites in calls.items():
            for site in sites:
                if last_name(site.call.function) in AFTERWARDS and site.call.arguments:
                    self._add(path, scope, site)

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

    def is_outside(self, call: Call) -> bool:
        """Whether a call runs only once the transaction is committed."""
        return id(call) in self._outside

    def lines(self, path: str, scope: int) -> set[int]:
        """The lines on which such calls stand."""
        return self._lines.get((path, scope), set())

    def functions(self, path: str, scope: int, first: int, last: int) -> tuple[str, ...]:
        """What is started by the commit of a transaction with these lines."""
        found = self._functions.get((path, scope), ())
        return tuple(sorted({function for line, function in found if first <= line <= last}))
