"""A call at a place of the program → what it yields: a named model, what its argument makes, what a function returns."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..python.facts import Call, Expression
from .conversions import RETURNS_ARGUMENT, as_kind
from .named_models import named_model
from .texts import joined
from .values import Link, Place, Value
from .variables import DEEPEST

if TYPE_CHECKING:
    from .evaluation import Evaluation


class Results:
    """The calls of one program; what a function returns is kept until something new is learned."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._returns: dict[str, Value | None] = {}

    def forget(self) -> None:
        """Drops what was concluded."""
        self._returns.clear()

    def of_step(self, place: Place, value: Value, link: Link) -> Value | None:
        """What a call of `.name(…)` or `(…)` on a value yields, unless the libraries alone decide it."""
        call = link.call
        if call is None:
            return None
        if value.kind == "text" and value.text is not None and link.name == "join" and call.arguments:
            text = joined(value.text, call.arguments[0], lambda each: self._evaluation.value(place.deeper(), each))
            return Value("text", text=text) if text is not None else None
        if value.kind == "function" and link.name == "get_model":
            return named_model(self._evaluation.schema, link.name, call)
        if value.kind == "function" and link.name == "()":
            return self._of_function(place, value.of, call)
        if value.kind in {"object", "instance"} and link.name not in {"()", "[]"}:
            method = self._evaluation.method(value.of, link.name)
            found = self.returned(method, place.depth) if method else None
            return found or (self._evaluation.bound.member(value.of, link.name) if value.kind == "object" else None)
        return None

    def _of_function(self, place: Place, reference: str, call: Call) -> Value | None:
        name = reference.rpartition(".")[2].rpartition("::")[2]
        if reference in self._evaluation.classes:
            managed = self._evaluation.managed.model_of(reference)
            return Value("rows", managed) if managed else Value("object", reference)
        if name in {"get_model", "get_user_model"}:
            return named_model(self._evaluation.schema, name, call)
        if name in RETURNS_ARGUMENT:
            first = self._evaluation.value(place.deeper(), call.arguments[0]) if call.arguments else None
            made = as_kind(first, RETURNS_ARGUMENT[name])
            return replace(made, name=name) if made is not None and made.kind == "statement" else made
        found = self.returned(reference, place.depth)
        if found is None or found.kind != "parameter":
            return found
        return as_kind(self._evaluation.value(place.deeper(), self.given_for(found, call)), found.through)

    def given_for(self, parameter: Value, call: Call) -> Expression:
        """What a call of a function gives for one of its parameters, by name or by position (`self` not counted)."""
        path, _, function = parameter.of.partition("::")
        module = self._evaluation.scopes[path]
        names = [each.name for each in module.definition(module.index_of[function]).parameters]
        if names and names[0] in {"self", "cls"}:
            names = names[1:]
        for key, value in call.keywords:
            if key == parameter.name:
                return value
        at = names.index(parameter.name) if parameter.name in names else len(call.arguments)
        return call.arguments[at] if at < len(call.arguments) else None

    def returned(self, reference: str, depth: int) -> Value | None:
        """What a function of the tree says it returns, or does in its first return that is evident."""
        if reference in self._returns or depth > DEEPEST:
            return self._returns.get(reference)
        self._returns[reference] = None  # a function that returns itself returns nothing evident
        path, _, name = reference.partition("::")
        module = self._evaluation.scopes.get(path)
        index = module.index_of.get(name) if module else None
        if module is None or index is None:
            return None
        said = module.definition(index).returns
        found = self._evaluation.annotated(Place(path, index, 0), said) if said else None
        for use in module.returns(index):
            if found is not None:
                break
            found = self._evaluation.value(Place(path, index, use.line, depth + 1), use.expression)
        self._returns[reference] = found
        return found
