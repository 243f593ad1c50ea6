"""A function of the tree, or some lines of it → the functions of the tree that run because of it before it returns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings

from ...python.facts import Attribute, Call, Expression
from ...python.tasks import SURE as TASK_CALLS
from ..callees import Callees
from ..evaluation import Evaluation
from ..notes import CallSite
from ..values import BOUND, FORM, OWN
from .afterwards import Afterwards
from .callbacks import CALLS_BACK, SAVES_ITS_FORM

Key = tuple[str, int]


class Running(NamedTuple):
    """A function that runs, and the class that `self` is of in it; "" where that is not known."""

    function: str
    of: str = ""


class Following:
    """The ways of a program that stay within a transaction.

    They are what its calls evidently mean, `self` and `super()` as the class has it that runs them, what libraries call
    back, the passages that the names of the program tell (properties, constructors, functions handed to others), and the
    receivers of the signals that it sends; tasks run on their own.
    """

    def __init__(
        self,
        calls: Mapping[Key, list[CallSite]],
        callees: Callees,
        evaluation: Evaluation,
        afterwards: Afterwards,
        told: Findings,
    ) -> None:
        self._calls = calls
        self._callees = callees
        self._evaluation = evaluation
        self._afterwards = afterwards
        self._passages: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._receivers: dict[str, set[str]] = defaultdict(set)
        for passage in told.runs:
            self._passages[passage.source].append((passage.line, passage.target))
        tasks = {row.target for row in told.evidence if row.kind is EvidenceKind.ROUTES and _is_task(row.source)}
        for row in told.evidence:
            if row.kind is EvidenceKind.TRIGGERS and row.detail not in TASK_CALLS and row.target not in tasks:
                if row.source in evaluation.schema.models:
                    self._receivers[row.source].add(row.target)
                elif row.location is not None:
                    self._passages[row.source].append((row.location.line, row.target))

    def of_function(self, running: Running) -> Iterator[Running]:
        """What runs because of a whole function."""
        return self._from(running, None)

    def of_lines(self, running: Running, first: int, last: int) -> Iterator[Running]:
        """What runs because of some lines of a function."""
        return self._from(running, range(first, last + 1))

    def of_rows(self, model: str, how: str) -> Iterator[Running]:
        """What the framework runs when a row of a mapped class changes: its `save`, and the receivers of its signals."""
        yield from (Running(receiver) for receiver in self._receivers.get(model, ()) if self.is_known(receiver))
        method = self._evaluation.families.method(model, "save") if how != "delete()" else ""
        if method:
            yield Running(method, model)

    def _from(self, running: Running, lines: range | None) -> Iterator[Running]:
        path, scope = self.key(running.function)
        found: set[str] = set()
        for site in self._calls.get((path, scope), ()):
            if (lines is None or site.line in lines) and not self._afterwards.is_outside(site.call):
                for each in self._called(path, site, running):
                    found.add(each.function)
                    yield each
        outside = self._afterwards.lines(path, scope)
        later = set(self._afterwards.all_of(path, scope))
        for line, target in self._passages.get(running.function, ()):
            is_within = (lines is None or line in lines) and line not in outside
            if is_within and target not in found and target not in later and self.is_known(target):
                yield self._passed(target, running)

    def _passed(self, target: str, running: Running) -> Running:
        """A passage, with the class that `self` is of behind it."""
        if target.startswith(running.function + "."):
            return Running(target, running.of)
        if target in self._evaluation.classes:
            return Running(target, target)
        owner, _, name = target.rpartition(".")
        if owner not in self._evaluation.classes:
            return Running(target)
        families = self._evaluation.families
        if running.of and owner in families.line(running.of):
            return Running(families.method(running.of, name), running.of)
        return Running(target, owner)

    def _called(self, path: str, site: CallSite, running: Running) -> Iterator[Running]:
        """The functions of the tree behind one call."""
        families = self._evaluation.families
        kind, name = _way(site.call.function)
        if kind and running.of:
            defining = self._defining(path, site.scope) if kind == "super" else ""
            method = families.method(running.of, name, defining)
            yield from (Running(method, running.of),) if method else self._called_back(running.of, name)
            if name in SAVES_ITS_FORM and not method:
                yield from self._method(self._evaluation.bound.form(running.of), "save")
            return
        function, owner = self._callees.with_owner(path, site.scope, site.call)
        if owner.startswith((BOUND, FORM)):
            bound = self._evaluation.bound
            of = bound.of(running.of) if owner.startswith(BOUND) else bound.form(running.of)
            yield from self._method(of, name)
        elif function is not None:
            yield Running(function, running.of if owner.startswith(OWN) else owner)
        elif owner:
            yield from self._called_back(owner, name)
        elif name and site.call.function != name:
            only = self._evaluation.families.only(name)
            yield from (Running(only),) if only else ()

    def _method(self, of: str, name: str) -> Iterator[Running]:
        """A method of an object of this class, or what the library calls that has it."""
        method = self._evaluation.families.method(of, name) if of else ""
        if method:
            yield Running(method, of)
        elif of:
            yield from self._called_back(of, name)

    def _called_back(self, of: str, name: str) -> Iterator[Running]:
        for each in sorted(CALLS_BACK.get(name, ())):
            method = self._evaluation.families.method(of, each)
            if method:
                yield Running(method, of)

    def _defining(self, path: str, scope: int) -> str:
        module = self._evaluation.scopes[path]
        owner = module.enclosing_class(scope)
        return module.reference(owner) if owner is not None else ""

    def key(self, function: str) -> Key:
        """The path and the scope of a function or class."""
        path, _, name = function.partition("::")
        return path, self._evaluation.scopes[path].index_of[name]

    def is_known(self, function: str) -> bool:
        """Whether a reference is a function or class of the tree."""
        path, _, name = function.partition("::")
        return path in self._evaluation.scopes and name in self._evaluation.scopes[path].index_of


def _way(function: Expression) -> tuple[str, str]:
    """`self` and `save` of `self.save`, `super` and `save` of `super().save`; of any other call only the name, if it has one."""
    if isinstance(function, str):
        owner, _, name = function.rpartition(".")
        return ("self" if owner in {"self", "cls"} else "", name)
    if isinstance(function, Attribute):
        is_super = isinstance(function.value, Call) and function.value.function == "super" and "." not in function.name
        return ("super" if is_super else "", function.name.rpartition(".")[2])
    return "", ""


def _is_task(entry: str) -> bool:
    return entry.startswith("entry:task ")
