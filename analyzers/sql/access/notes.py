"""What the visit of one module has found so far: accesses, joins, calls, statements, and what stayed opaque."""

from typing import NamedTuple

from ...python.facts import Call
from ..text.names import pair
from ..text.statement import Statement
from ..values.cascades import IF_ROWS
from ..values.evaluation import Evaluation, tables_of
from ..values.values import OWN, Value, is_of_heirs
from .effects import Access, Joined, OwnAccess
from .sql_in_code import accesses_of, joins_of


class CallSite(NamedTuple):
    """A call in a scope of a module."""

    scope: int
    line: int
    call: Call


class ParameterUse(NamedTuple):
    """What a function does to the table, class or text it is given for a parameter."""

    function: str
    parameter: str
    effect: str  # read, write, delete, sql, or a statement in which it names a table (`left_open`)
    line: int = 0


class Seen(NamedTuple):
    """Everything found in one module.

    `opaque` are accesses whose table is not evident, `called` the routines of the database that a statement may call, with
    scope and line.
    """

    accesses: list[Access]
    joins: list[Joined]
    calls: list[CallSite]
    statements: list[tuple[int, Statement]]
    opaque: list[tuple[int, str]]
    parameters: set[ParameterUse]
    own: list[OwnAccess]
    called: list[tuple[int, int, tuple[str, ...]]]


UNGUARDED = "._raw_delete()"
"""What has Django delete rows by one statement, without what hangs on them."""


class Notes:
    """Takes down what is found, with the tables behind values looked up."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self.seen = Seen([], [], [], [], [], set(), [], [])

    def statement(self, statement: Statement, scope: int, line: int, confidence: float = 1.0) -> None:
        """A statement that runs at a place; what is in the body of a routine only runs when that does."""
        self.seen.statements.append((line, statement))
        if statement.calls and not statement.inside:
            self.seen.called.append((scope, line, statement.calls))
        self.seen.accesses.extend(accesses_of(statement, scope, line, confidence))
        self.seen.joins.extend(joins_of(statement, scope, line, confidence))

    def access(
        self,
        scope: int,
        line: int,
        value: Value,
        writes: bool,
        flags: tuple[str, ...],
        detail: str,
        confidence: float = 1.0,
        columns: tuple[str, ...] = (),
    ) -> None:
        """A table behind a value is read or written; for a parameter, by whoever gives it."""
        if value.kind == "parameter":
            effect = "delete" if "delete" in flags else "write" if writes else "read"
            self.seen.parameters.add(ParameterUse(value.of, value.name, effect, line))
            return
        sure = round(value.confidence * confidence, 3)
        if is_of_heirs(value.of):
            self.seen.own.append(OwnAccess(scope, line, value.of, writes, flags, sure, detail))
            return
        own = value.kind != "table" and self._evaluation.heirs.are_several(value.of)
        if own:
            self.seen.own.append(OwnAccess(scope, line, OWN + value.of, writes, flags, confidence, detail))
        is_many = "delete" in flags and value.kind in {"rows", "statement", "class"}
        in_bulk = is_many and (detail.endswith(UNGUARDED) or self._is_alchemy(value))
        if "delete" in flags and value.kind != "table" and not in_bulk:
            self._cascade(scope, line, value, detail, confidence)
        if writes and value.kind == "instance" and not columns:
            self._as_an_heir(scope, line, value, flags, detail, confidence)
        tables = tables_of(value, self._evaluation)
        for table in tables[:1] if in_bulk else tables:
            self.seen.accesses.append(Access(scope, line, table, writes, (*flags, "orm"), sure, detail, own, columns))

    def _is_alchemy(self, value: Value) -> bool:
        """Whether a model is SQLAlchemy's, which deletes many rows at once by their own table alone."""
        model = self._evaluation.model(value.of)
        return model is not None and model.framework == "sqlalchemy"

    def _cascade(self, scope: int, line: int, value: Value, detail: str, confidence: float) -> None:
        """What Django does besides when it deletes rows."""
        for effect in self._evaluation.cascades.of(value.of):
            table = Value("table", effect.table, confidence=value.confidence)
            flags = ("cascade", *effect.flags)
            self.access(scope, line, table, effect.writes, flags, detail, confidence * effect.confidence)

    def _as_an_heir(
        self, scope: int, line: int, value: Value, flags: tuple[str, ...], detail: str, confidence: float
    ) -> None:
        """What is written besides if a row is of a class that inherits from the one it seems to be of."""
        for name in self._evaluation.heirs.joined(value.of):
            table = Value("table", name, confidence=value.confidence)
            self.access(scope, line, table, True, ("cascade", *flags), detail, confidence * IF_ROWS)

    def join(self, scope: int, line: int, one: str, other: str, detail: str) -> None:
        """A query brings two tables together."""
        if one and other and one != other:
            self.seen.joins.append(Joined(scope, line, *pair(one, other), ("orm",), 1.0, detail))
