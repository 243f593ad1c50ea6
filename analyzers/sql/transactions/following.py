"""A function of the tree, or some lines of it → the functions of the tree that run because of it before it returns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings

from ...python.entry_points.tasks import SURE as TASK_CALLS
from ...python.facts import Attribute, Call, Expression, Subscript
from ..access.notes import CallSite
from ..scopes import argument, constant, last_name
from ..values.callees import Callees
from ..values.evaluation import Evaluation
from ..values.values import BOUND, FORM, MADE, OWN, Place
from .afterwards import Afterwards
from .callbacks import CALLS_BACK, SAVES_ITS_FORM
from .computed import Computed, matching

SENDS = frozenset(("send", "send_robust", "asend", "asend_robust"))
"""Methods of a signal that have its receivers run."""

GOES_THROUGH = frozenset(("list", "tuple", "set", "frozenset", "sorted", "sum", "any", "all", "next", "iter", "dict"))
"""Functions of Python that have an object yield its elements."""

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
        self._computed = Computed(evaluation)
        self._library: dict[tuple[str, str], tuple[Running, ...]] = {}
        self._likely: dict[tuple[str, int], tuple[Running, ...]] = {}
        self._passages: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._receivers: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for passage in told.runs:
            self._passages[passage.source].append((passage.line, passage.target))
        tasks = {row.target for row in told.evidence if row.kind is EvidenceKind.ROUTES and _is_task(row.source)}
        for row in told.evidence:
            if row.kind is EvidenceKind.TRIGGERS and row.detail not in TASK_CALLS and row.target not in tasks:
                if row.source in evaluation.schema.models:
                    self._receivers[row.source].add((row.target, _occasion(row)))
                elif row.location is not None:
                    self._passages[row.source].append((row.location.line, row.target))

    def of_function(self, running: Running) -> Iterator[Running]:
        """What runs because of a whole function."""
        return self._from(running, None)

    def of_lines(self, running: Running, first: int, last: int) -> Iterator[Running]:
        """What runs because of some lines of a function."""
        return self._from(running, range(first, last + 1))

    def of_rows(self, model: str, how: str) -> Iterator[Running]:
        """What the framework runs when a row of a mapped class changes: its `save`, and the receivers of the signals that
        it then sends."""
        yield from self._receiving(model, "delete" if how == "delete()" else "save")
        method = self._evaluation.families.method(model, "save") if how != "delete()" else ""
        if method:
            yield Running(method, model)

    def _from(self, running: Running, lines: range | None) -> Iterator[Running]:
        path, scope = self.key(running.function)
        found: set[str] = set()
        guessed: set[tuple[int, str]] = set()
        for site in self._calls.get((path, scope), ()):
            if (lines is None or site.line in lines) and not self._afterwards.is_outside(site.call):
                reached = list(self._called(path, site, running))
                if not reached:
                    reached = list(self._guessed(path, site, running))
                    guessed.update((site.line, _last(each.function)) for each in reached)
                found.update(each.function for each in reached)
                yield from reached
        outside = self._afterwards.lines(path, scope)
        later = set(self._afterwards.all_of(path, scope))
        for line, target in self._passages.get(running.function, ()):
            is_within = (
                (lines is None or line in lines) and line not in outside and (line, _last(target)) not in guessed
            )
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
        if site.call.function in GOES_THROUGH and site.call.arguments:
            yield from self._gone_through(path, site, running)
        if _may_be_computed(site.call.function):
            yield from self._by_name(path, site, running)
        kind, name = _way(site.call.function)
        if name in SENDS:
            yield from self._sent(path, site, running)
        if kind and running.of:
            defining = self._defining(path, site.scope) if kind == "super" else ""
            method = families.method(running.of, name, defining)
            yield from (Running(method, running.of),) if method else ()
            if not method or (kind == "self" and name in CALLS_BACK and families.is_behind_library(running.of, method)):
                yield from self._called_back(running.of, name)
            if name in SAVES_ITS_FORM and not method:
                yield from self._method(self._evaluation.bound.form(running.of), "save")
            return
        function, owner = self._callees.with_owner(path, site.scope, site.call)
        if owner.startswith((BOUND, FORM)):
            bound = self._evaluation.bound
            of = bound.of(running.of) if owner.startswith(BOUND) else bound.form(running.of)
            yield from self._method(of, name)
        elif owner.startswith(MADE):
            yield from self._method(self._evaluation.bound.made(running.of, owner.split(":")[1]), name)
        elif function is not None:
            yield Running(function, running.of if owner.startswith(OWN) else owner)
        elif owner:
            yield from self._called_back(owner, name)

    def _guessed(self, path: str, site: CallSite, running: Running) -> tuple[Running, ...]:
        """The methods that a call most likely means of an object of which nothing else is known."""
        kind, name = _way(site.call.function)
        if not name or site.call.function == name or (kind and running.of):
            return ()
        key = (path, id(site.call))
        if key not in self._likely:
            unknown = self._callees.with_owner(path, site.scope, site.call) == (None, "")
            families = self._evaluation.families
            likely = families.likely(name, site.call, _word(site.call.function)) if unknown else ()
            self._likely[key] = tuple(Running(each, each.rpartition(".")[0]) for each in likely)
        return self._likely[key]

    def _sent(self, path: str, site: CallSite, running: Running) -> Iterator[Running]:
        """The receivers of what the framework signals of a model, where the program signals it by itself."""
        evaluation = self._evaluation
        signal = _owner(site.call.function)
        resolved = evaluation.meanings.resolved(path, site.scope, signal) if isinstance(signal, str) else None
        if not (resolved or "").startswith("external:django.db.models.signals."):
            return
        sender = argument(site.call, 0, "sender")
        is_own = sender == "self.__class__" or (isinstance(sender, Call) and sender.function == "type")
        value = None if is_own else evaluation.value(Place(path, site.scope, site.line), sender)
        model = evaluation.heirs.settled(running.of if is_own else value.of if value is not None else "")
        yield from self._receiving(model, (resolved or "").rpartition("_")[2])

    def _receiving(self, model: str, occasion: str) -> Iterator[Running]:
        """The receivers of what is signalled of a model when its rows are saved, or when they are deleted."""
        for receiver, awaited in sorted(self._receivers.get(model, ())):
            if awaited in {"", occasion} and self.is_known(receiver):
                yield Running(receiver)

    def _by_name(self, path: str, site: CallSite, running: Running) -> Iterator[Running]:
        """The methods that `getattr(order, action)` may be."""
        place = Place(path, site.scope, site.line)
        # whoever looks a method up and hands it on has it run
        found = self._computed.looked_up(place, site.call if site.call.function == "getattr" else site.call.function)
        if found is None:
            return
        expression, names = found
        value = self._evaluation.value(place, expression)
        of = running.of if expression == "self" and running.of else value.of if value is not None else ""
        if of.startswith(BOUND):
            of = self._evaluation.bound.of(running.of)
        elif of.startswith((OWN, FORM)):
            of = running.of
        for name in matching(names, self._evaluation.families.methods(of)):
            yield Running(self._evaluation.families.method(of, name), of)

    def _gone_through(self, path: str, site: CallSite, running: Running) -> Iterator[Running]:
        """What `list(steps)` runs of an object of the tree that yields its elements itself."""
        given = site.call.arguments[0]
        value = self._evaluation.value(Place(path, site.scope, site.line), given) if given != "self" else None
        of = running.of if given == "self" else value.of if value is not None and value.kind == "object" else ""
        for name in ("__iter__", "__next__"):
            method = self._evaluation.families.method(of, name) if of else ""
            if method:
                yield Running(method, of)

    def _method(self, of: str, name: str) -> Iterator[Running]:
        """A method of an object of this class, or what the library calls that has it."""
        method = self._evaluation.families.method(of, name) if of else ""
        if method:
            yield Running(method, of)
        elif of:
            yield from self._called_back(of, name)

    def _called_back(self, of: str, name: str) -> tuple[Running, ...]:
        """The methods that a library calls behind one of its own, through others of its own."""
        if name not in CALLS_BACK:
            return ()
        if (of, name) not in self._library:
            self._library[of, name] = tuple(self._behind(of, name))
        return self._library[of, name]

    def _behind(self, of: str, name: str) -> Iterator[Running]:
        waiting, known = [name], {name}
        while waiting:
            for each in sorted(CALLS_BACK.get(waiting.pop(), frozenset()) - known):
                known.add(each)
                method = self._evaluation.families.method(of, each)
                if method:
                    yield Running(method, of)
                else:
                    waiting.append(each)

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


def _occasion(row: Evidence) -> str:
    """What a receiver of a model's signals waits for, save or delete; "" for others, and where it has several."""
    before, _, occasion = row.detail.rpartition("_")
    return occasion if row.count == 1 and before in {"pre", "post"} and occasion in {"save", "delete"} else ""


def _last(reference: str) -> str:
    return reference.rpartition("::")[2].rpartition(".")[2]


def _owner(function: Expression) -> Expression:
    """`order` of `order.save`."""
    if isinstance(function, Attribute):
        names = function.name.rpartition(".")[0]
        return Attribute(function.value, names) if names else function.value
    return function.rpartition(".")[0] if isinstance(function, str) else None


def _word(function: Expression) -> str:
    """What the object is called whose method is called: `step` of `step.done`, `offer` of `found["offer"].close`."""
    owner = _owner(function)
    if isinstance(owner, Subscript):
        owner = constant(owner.items[0]) if owner.items else None
    name = last_name(owner.function if isinstance(owner, Call) else owner)
    return name.removeprefix("get_").strip("_").lower()


def _may_be_computed(function: Expression) -> bool:
    """Whether a method may be called that is looked up by a name: `getattr(order, action)()`, `method()`."""
    return isinstance(function, Call) or (isinstance(function, str) and "." not in function)


def _is_task(entry: str) -> bool:
    return entry.startswith("entry:task ")
