"""The calls of a program → what they evidently give for the parameters whose functions do not say what they take."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ..scopes import last_name
from ..values.callees import Callees
from ..values.evaluation import Evaluation
from ..values.values import Place, Value
from .notes import CallSite, Seen

MOST_CALLERS = 40
"""Calls that may run one function which are looked at; more of them say little."""

FROM_CALLERS = 0.95
"""Confidence that a parameter is what every evident caller gives (chosen)."""

TELLING = frozenset({"instance", "rows", "list", "object"})
"""Kinds of values a parameter takes over; a function given a class acts for its caller instead."""


class Callers:
    """The calls of a program by the last name of what they call."""

    def __init__(self, seen: Mapping[str, Seen], evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._callees = Callees(evaluation)
        self._sites: dict[str, list[tuple[str, CallSite]]] = defaultdict(list)
        self._reaching: dict[str, Mapping[str, list[tuple[str, CallSite]]]] = {}
        for path in sorted(seen):
            for site in seen[path].calls:
                self._sites[last_name(site.call.function)].append((path, site))

    def ask_again(self) -> None:
        """Forget which function each call reaches: more has been learned since, so that more may be evident."""
        self._callees = Callees(self._evaluation)
        self._reaching.clear()

    def given(self, parameters: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Value]:
        """What is given for each (function, parameter), where all callers that are evident give the same."""
        found = {}
        for function, name in parameters:
            value = self._given(function, name)
            if value is not None:
                found[(function, name)] = value
        return found

    def _given(self, function: str, name: str) -> Value | None:
        last = function.rpartition("::")[2].rpartition(".")
        called = self._called(last[0].rpartition(".")[2] if last[2] == "__init__" else last[2])
        sites = [site for callee, reaching in called.items() if self._may_run(function, callee) for site in reaching]
        if not 0 < len(sites) <= MOST_CALLERS:
            return None
        found: set[tuple[str, str]] = set()
        sure = 1.0
        for path, site in sites:
            given = self._evaluation.results.given_for(Value("parameter", function, name), site.call)
            value = self._evaluation.value(Place(path, site.scope, site.line), given)
            if value is not None and value.kind in TELLING:
                found.add((value.kind, value.of))
                sure = min(sure, value.confidence)
        if len(found) != 1:
            return None
        kind, of = found.pop()
        value = Value(kind, of, confidence=round(sure * FROM_CALLERS, 3))
        return self._evaluation.bound.settled(value, Value("object", function.rpartition(".")[0]))

    def _called(self, name: str) -> Mapping[str, list[tuple[str, CallSite]]]:
        """The calls of this last name by the function that they reach, found once for all functions of that name."""
        if name not in self._reaching:
            reaching: dict[str, list[tuple[str, CallSite]]] = defaultdict(list)
            for path, site in self._sites.get(name, ()):
                callee = self._callees.of(path, site.scope, site.call)
                if callee is not None:
                    reaching[callee].append((path, site))
            self._reaching[name] = reaching
        return self._reaching[name]

    def _may_run(self, function: str, called: str) -> bool:
        """Whether a call runs a function: it is the one called, or overrides it."""
        if called == function:
            return True
        owner, _, name = function.rpartition(".")
        above, _, same = called.rpartition(".")
        known = self._evaluation.classes.get(owner)
        return name == same != "__init__" and known is not None and above in known.bases
