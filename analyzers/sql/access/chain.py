"""One chain of steps while it is read: where it stands, the rows it has asked for, and what it has told so far."""

from typing import NamedTuple

from ...python.facts import Call, Expression
from ..scopes import constant
from ..values.evaluation import Evaluation, table_of
from ..values.values import ALONE, RETURNED, Link, Place, Value
from ..vocabulary import CHANGES, CREATES, DELETES
from .notes import Notes

IMPLIED = 0.8
"""Confidence that a manager asks for more tables than its model's whenever it is used (chosen)."""


WITHOUT_ROWS = frozenset({"count", "with_entities", "add_columns", "scalar_subquery", "subquery"})
"""Steps of a query whose rows are not those of the model, so that nothing is loaded with them."""


class Asked(NamedTuple):
    """Rows that a chain asks for, of the rows of an `owner`; whether they are read is known at its end (`.update(…)` does
    not)."""

    value: Value
    line: int
    detail: str
    owner: str = ""


class Chain:
    """`Order.objects.filter(…).update(…)` as its steps are taken one by one."""

    def __init__(
        self, notes: Notes, evaluation: Evaluation, place: Place, start: Expression, links: list[Link]
    ) -> None:
        self.notes = notes
        self.evaluation = evaluation
        self.place = place
        self.links = links
        self.start = start
        self.asked: Asked | None = None

    def before(self, link: Link) -> str:
        """The name that stands before a step."""
        at = next(index for index, each in enumerate(self.links) if each is link)
        return self.links[at - 1].name if at else self.start if isinstance(self.start, str) else ""

    def given(self, expression: Expression) -> Value | None:
        """What an expression within the chain evidently is."""
        return self.evaluation.value(self.place, expression)

    def note(
        self,
        value: Value,
        writes: bool,
        flags: tuple[str, ...],
        detail: str,
        confidence: float = 1.0,
        columns: tuple[str, ...] = (),
    ) -> None:
        """The table behind a value is read or written."""
        self.notes.access(self.place.scope, self.place.line, value, writes, flags, detail, confidence, columns)

    def ask(self, value: Value, detail: str, owner: str = "") -> None:
        """Rows are asked for."""
        if value.name != RETURNED:
            self.asked = Asked(value, self.place.line, detail, owner)

    def ask_or_change(self, value: Value, detail: str = "") -> None:
        """Rows are asked for, or changed by the last step, of what stands for a class: a parameter, whose callers know it."""
        self.ask(value, detail)
        last = self.links[-1]
        if last.name in CREATES | DELETES | CHANGES and last.call is not None:
            self.note(value, True, ("delete",) if last.name in DELETES else (), detail)
            self.asked = None

    def answer(self) -> None:
        """The rows that were asked for, and those that relate them, are read."""
        if self.asked is None:
            return
        value, line, detail, owner = self.asked
        self.notes.access(self.place.scope, line, value, False, (), detail)
        if not any(link.name in WITHOUT_ROWS and link.call is not None for link in self.links):
            self.implied(value, detail, owner)
        if value.through:
            through = Value("table", value.through, confidence=value.confidence)
            self.notes.access(self.place.scope, line, through, False, (), detail)

    def implied(self, value: Value, detail: str, owner: str = "") -> None:
        """What is read whenever rows of a model are."""
        for step in self.evaluation.implied.steps(value.of, owner) if value.name != ALONE else ():
            for table in (step.through, step.table):
                if table:
                    self.note(Value("table", table, confidence=value.confidence), False, (), detail, IMPLIED)
            self.join(step.base, step.through or step.table, detail)
            if step.through:
                self.join(step.through, step.table, detail)

    def join(self, one: str, other: str, detail: str) -> None:
        """A query brings two tables together."""
        self.notes.join(self.place.scope, self.place.line, one, other, detail)

    def bring(self, base: str, found: Value, detail: str) -> None:
        """Another table is read and joined to the one that the chain is about."""
        table = table_of(found, self.evaluation) if found.kind != "parameter" else ""
        if table and table != base:
            self.note(found, False, (), detail)
            self.join(base, table, detail)


def short(reference: str) -> str:
    """The last name of a reference, as people know it."""
    return reference.rpartition("::")[2].rpartition(".")[2]


def is_false(call: Call, name: str) -> bool:
    """Whether a call gives False for a keyword."""
    return any(key == name and (value == "False" or constant(value) == "False") for key, value in call.keywords)
