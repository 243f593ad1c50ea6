"""A function that writes rows of the classes it is given → what it writes for each of its callers, a transaction for each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from decompose.evidence.transaction import Written

from ..access.notes import Seen
from ..access.parameters import THROUGH_PARAMETER
from ..values.evaluation import Evaluation, table_of
from ..values.values import Place, Value
from .pending import Pending

MOST_CALLERS = 40
"""Calls of a function that are looked at; what more of them give says little of any."""


class Given:
    """What the functions of a program write of what they are given."""

    def __init__(self, seen: Mapping[str, Seen], evaluation: Evaluation, pending: Pending) -> None:
        self._evaluation = evaluation
        self._pending = pending
        self._written: dict[str, set[tuple[int, str]]] = defaultdict(set)
        for each in seen.values():
            for use in each.parameters:
                if use.effect in {"write", "delete"}:
                    self._written[use.function].add((use.line, use.parameter))

    def writes(self, function: str, lines: range) -> list[tuple[Written, ...]]:
        """What some lines of a function write for each of its callers; callers that give the same count once."""
        parameters = sorted({name for line, name in self._written.get(function, ()) if line in lines})
        calls = list(self._pending.calling(function)) if parameters else []
        found: dict[tuple[str, ...], tuple[Written, ...]] = {}
        for (path, scope), site in calls if len(calls) <= MOST_CALLERS else ():
            given = [
                self._evaluation.results.given_for(Value("parameter", function, each), site.call) for each in parameters
            ]
            values = [self._evaluation.value(Place(path, scope, site.line), each) for each in given]
            told = tuple(self._tables(values))
            if told:
                found.setdefault(tuple(each.table for each in told), told)
        return [found[tables] for tables in sorted(found)]

    def _tables(self, values: list[Value | None]) -> Iterator[Written]:
        tables: dict[str, float] = {}
        for value in values:
            table = table_of(value, self._evaluation) if value is not None else ""
            if value is not None and table:
                tables[table] = max(tables.get(table, 0.0), round(value.confidence * THROUGH_PARAMETER, 3))
        yield from (Written(table, sure) for table, sure in sorted(tables.items()))
