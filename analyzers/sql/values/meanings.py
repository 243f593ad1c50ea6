"""A name at a place of the program → what it evidently is: a parameter, `self`, a variable, or what an import brings."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ...python.facts import Expression
from ...python.names.program import is_external
from ..schema.declared import lineage
from ..schema.django.models import contrib_model
from ..scopes import MODULE, Scopes
from ..vocabulary import DELETES, SESSION_BULK, SESSION_GETS, SESSION_RUNS, SESSION_WRITES, SHORTCUTS, TAKES_ITS_FORM
from .by_use import told_by_use
from .conversions import RETURNS_ARGUMENT, SESSION_STEPS
from .guessing import KEEPS_ITSELF, Guesses
from .named_models import user_model
from .values import OWN, Link, Place, Value
from .variables import is_as_given

if TYPE_CHECKING:
    from .evaluation import Evaluation

_SPEAKS_OF_TABLES = re.compile(
    r"external:(?:sqlalchemy|sqlmodel|flask_sqlalchemy|peewee|playhouse|django\.(?:shortcuts|apps|contrib|db)|.*\bget_model$"
    r"|.*\bget_user_model$)|external:[\w.]*\bmodels\b"
)
_USERS = {
    "request": (("user",),),
    "self": (("request", "user"),),
    "info": (("context", "user"),),
    "context": (("user",),),
}
"""Where Django and what stands on it keep the user who asks: first names, and the attributes behind them."""

REQUESTED = 0.9
"""Confidence that the user of a request is one of the tree's users (chosen: it may be nobody)."""

LAST_LINE = 1_000_000_000
"""A line behind every other: what a name is in the end."""


OF_SESSIONS = SESSION_WRITES | SESSION_BULK | SESSION_GETS | SESSION_RUNS | DELETES | SESSION_STEPS.keys()
"""Calls whose arguments tell what a session does, whatever class the session is of."""


_MODULES = ("external:django.shortcuts", "external:sqlalchemy", "external:sqlmodel")
_FUNCTIONS = SHORTCUTS.keys() | RETURNS_ARGUMENT.keys()


class Meanings:
    """The names of one program; what was found for a parameter is kept until something new is learned."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._arguments: dict[tuple[str, int, str], Value | None] = {}
        self._resolved: dict[tuple[str, int, str], str | None] = {}
        self._guesses = Guesses(evaluation.schema, _standing_in(evaluation))
        self._imported: dict[str, frozenset[str]] = {}
        self._looking: set[tuple[str, int, str]] = set()
        self.asked: set[tuple[str, str]] = set()
        self.given: dict[tuple[str, str], Value] = {}

    def learn(self, given: Mapping[tuple[str, str], Value]) -> None:
        """Takes what callers evidently give for parameters."""
        self.given.update(given)
        self._arguments.clear()

    def of(self, place: Place, name: str, links: list[Link]) -> tuple[Value | None, int]:
        """What a chain that begins with a name starts with, and how many of its steps belong to that start."""
        for rest in _USERS.get(name, ()):
            if len(links) >= len(rest) and all(
                link.name == part and link.call is None for link, part in zip(links, rest, strict=False)
            ):
                user = user_model(self._evaluation.schema)
                return (replace(user, kind="instance", confidence=REQUESTED), len(rest)) if user else (None, 0)
        local = self._local(place, name)
        if local is None:
            return self._outside(place, name, links)
        if local.kind == "object" and links and links[0].call is None and name in {"self", "cls"}:
            attribute = self._attribute(place, links[0].name)
            if attribute is not None:
                return attribute, 1
        return local, 0

    def guess(self, path: str, name: str) -> Value | None:
        """What a name of a module tells by itself."""
        return self._guesses.of(
            name, lambda written: self.resolved(path, MODULE, written), lambda module: self._imports(path, module)
        )

    def _imports(self, path: str, module: str) -> bool:
        if path not in self._imported:
            bound = {each.bound for each in self._evaluation.scopes[path].facts.imports}
            named = {self.resolved(path, MODULE, name) or "" for name in sorted(bound)}
            self._imported[path] = frozenset(each.partition("::")[0] for each in named) | {path}
        return module in self._imported[path]

    def resolved(self, path: str, scope: int, name: str) -> str | None:
        """What a name refers to in the program, remembered."""
        scope = self._evaluation.scopes[path].outermost(scope, name.partition(".")[0])
        key = (path, scope, name)
        if key not in self._resolved:
            self._resolved[key] = self._evaluation.program.resolve(path, scope, name)
        return self._resolved[key]

    def is_foreign(self, path: str, scope: int, name: str) -> bool:
        """Whether a name comes from outside the tree and from no library that speaks of tables, or from nowhere."""
        module = self._evaluation.scopes[path]
        if name in {"self", "cls", "super", "type", "next"} or module.is_bound_around(scope, name):
            return False
        reference = self.resolved(path, scope, name)
        if reference is None:
            return not module.assigned(scope, name)
        return reference.startswith("external:") and not _SPEAKS_OF_TABLES.match(reference)

    # -- names from outside the function

    def _outside(self, place: Place, start: str, links: list[Link]) -> tuple[Value | None, int]:
        if start == "super" and links and links[0].call is not None:
            return self._itself(self._evaluation.scopes[place.path], place.scope, "self"), 1
        dotted, used = start, 0
        while True:
            reference = self.resolved(place.path, place.scope, dotted)
            value = self._referred(reference, place.depth) if reference else None
            if value is not None and not _holds_function(value, links[used : used + 1]):
                return value, used
            if reference is None or used == len(links) or not links[used].name.isidentifier():
                return None, used
            if (used and links[used - 1].call is not None) or used > 4:
                return None, used
            dotted = f"{dotted}.{links[used].name}"
            is_variable = "::" in reference and not is_external(reference)
            if is_variable and links[used].call is not None and links[used].name in OF_SESSIONS:
                return None, used  # a session that a module holds, of whatever class: what it is given tells
            if links[used].call is not None:
                return self._called(place, dotted, used, links)
            used += 1

    def _called(self, place: Place, dotted: str, used: int, links: list[Link]) -> tuple[Value | None, int]:
        """`models.Order(…)`: the name of the last step belongs to the start, its call does not."""
        reference = self.resolved(place.path, place.scope, dotted) or ""
        is_known = reference and not reference.startswith("external:builtins.")  # `session = object()` tells nothing
        value = self._referred(reference, place.depth) if is_known else None
        if value is None:
            return None, used
        links[used] = Link("()", links[used].call)
        return value, used

    def _referred(self, reference: str, depth: int) -> Value | None:
        evaluation = self._evaluation
        if reference in evaluation.schema.models or contrib_model(reference):
            return Value("class", reference)
        if reference in evaluation.schema.table_variables:
            return Value("table", evaluation.schema.table_variables[reference])
        if reference.startswith("external:") or evaluation.program.definition(reference) is not None:
            return Value("function", reference)
        path, _, name = reference.partition("::")
        if not name or path not in evaluation.scopes:
            return None
        return evaluation.variables.value(Place(path, MODULE, LAST_LINE, depth + 1), name)

    # -- names of the function

    def _local(self, place: Place, name: str) -> Value | None:
        module = self._evaluation.scopes[place.path]
        if name in {"self", "cls"} and not module.assigned(place.scope, name):
            itself = self._itself(module, place.scope, name)
            if itself is not None:
                return itself
        for function in module.enclosing_functions(place.scope):
            annotation = module.parameters(function).get(name)
            if module.assigned(function, name):
                found = self._evaluation.variables.value(place.within(function), name)
                if found is not None or annotation is None or not is_as_given(module, function, name, place.line):
                    return found
            if annotation is not None:
                return self._parameter(place.path, function, name, annotation)
        in_class = place.scope != MODULE and module.definition(place.scope).kind == "class"
        if in_class and module.assigned(place.scope, name):
            return self._evaluation.variables.value(place.deeper(), name)
        return None

    def _itself(self, module: Scopes, scope: int, name: str) -> Value | None:
        """`self` and `cls`: of a model, of a manager or queryset (rows of its model), or of any other class."""
        owner = module.enclosing_class(scope)
        if owner is None:
            return None
        reference = module.reference(owner)
        managed = self._evaluation.managed.model_of(reference)
        if managed:
            return Value("rows", managed)
        heirs = self._evaluation.heirs
        reference = heirs.settled(reference)
        if heirs.are_many(reference):
            return Value("class" if name == "cls" else "instance", OWN + reference)
        if heirs.model(reference) is None:
            return Value("object", reference)
        return Value("class" if name == "cls" else "instance", reference, confidence=heirs.confidence(reference))

    def _attribute(self, place: Place, name: str) -> Value | None:
        """`self.name` of a class that is no model."""
        module = self._evaluation.scopes[place.path]
        owner = module.enclosing_class(place.scope)
        return self.attribute(module.reference(owner), name, place.depth) if owner is not None else None

    def attribute(self, owner: str, name: str, depth: int) -> Value | None:
        """What any method of a class, or the body of the class, assigns to an attribute; of its ancestors if it does not."""
        evaluation = self._evaluation
        for facts in lineage(evaluation.classes, owner):
            method = evaluation.scopes[facts.path].method_that_sets(facts.scope, name)
            if method is not None:
                value = evaluation.variables.value(Place(facts.path, method, LAST_LINE, depth + 1), f"self.{name}")
                given = (
                    evaluation.bound.member(owner, name) if value is not None and value.kind == "parameter" else None
                )
                if given is not None and given.kind == "class":
                    return given
                if value is not None:
                    return value
            field = facts.fields.get(name)
            if field is not None:
                value = evaluation.value(Place(field.path, field.scope, field.line, depth + 1), field.value)
                return value or evaluation.bound.member(owner, name)
        return evaluation.bound.member(owner, name)

    def _parameter(self, path: str, function: int, name: str, annotation: Expression) -> Value | None:
        key = (path, function, name)
        if key not in self._arguments:
            self._arguments[key] = self._argument(path, function, name, annotation)
        return self._arguments[key]

    def _argument(self, path: str, function: int, name: str, annotation: Expression) -> Value | None:
        if annotation is not None and annotation != "":
            found = self._evaluation.annotated(Place(path, function, 0), annotation)
            if found is not None:
                return found
        given = self._form_given(path, function, name)
        if given is not None:
            return given
        reference = self._evaluation.scopes[path].reference(function)
        self.asked.add((reference, name))
        if (reference, name) in self.given:
            return self.given[(reference, name)]
        found = self._used(path, function, name) or self._evaluation.bound.named(path, function, name)
        return found or self.guess(path, name) or Value("parameter", reference, name)

    def _used(self, path: str, function: int, name: str) -> Value | None:
        """What the uses of a parameter say that it is; while that is looked for, nothing."""
        key = (path, function, name)
        if key in self._looking or name in {"self", "cls"}:
            return None
        self._looking.add(key)
        found = told_by_use(self._evaluation, path, function, name)
        self._looking.discard(key)
        return found

    def _form_given(self, path: str, function: int, name: str) -> Value | None:
        """`form` of `form_valid(self, form)`: what the library makes of the form or serializer that the class names."""
        module = self._evaluation.scopes[path]
        definition = module.definition(function)
        if definition.name.rpartition(".")[2] not in TAKES_ITS_FORM or len(definition.parameters) < 2:
            return None
        owner = module.enclosing_class(function)
        if owner is None or definition.parameters[1].name != name:
            return None
        return self._evaluation.bound.member(module.reference(owner), "get_form")


def _holds_function(value: Value, links: list[Link]) -> bool:
    """Whether a name is a library's module of which a function is called: `sa` of `sa.select(…)`."""
    return value.of.startswith(_MODULES) and bool(links) and links[0].call is not None and links[0].name in _FUNCTIONS


def _standing_in(evaluation: "Evaluation") -> Iterator[str]:
    """The classes of the tree that are no models, nor bases of any, and have a method of their own that keeps their objects."""
    known = (evaluation.classes.get(reference) for reference in evaluation.schema.models)
    bases = {base for each in known if each is not None for base in each.bases}
    for reference in sorted(evaluation.classes.keys() - evaluation.schema.models.keys() - bases):
        path, _, name = reference.partition("::")
        if any(f"{name}.{method}" in evaluation.scopes[path].index_of for method in KEEPS_ITSELF):
            yield reference
