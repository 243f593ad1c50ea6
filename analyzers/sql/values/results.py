"""A call at a place of the program → what it yields: a named model, what its argument makes, what a function returns."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ...python.facts import Call, Definition, Expression, Group
from ...python.names.descriptors import is_property
from ..scopes import argument, constant, last_name
from ..text.names import table_name
from ..vocabulary import QUERIES, SESSION_NAMES
from .conversions import FORM_SETS, RETURNS_ARGUMENT, as_kind
from .interfaces import ASKS
from .named_models import named_model
from .texts import joined
from .values import BOUND, FORM, MADE, OWN, Link, Place, Value
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
            return self._attribute(place, value, link.name) if value.kind in {"object", "instance"} else None
        if value.kind == "text" and value.text is not None and link.name == "join" and call.arguments:
            text = joined(value.text, call.arguments[0], lambda each: self._evaluation.value(place.deeper(), each))
            return Value("text", text=text) if text is not None else None
        if value.kind == "function" and link.name == "get_model":
            return self._named(place, link.name, call)
        if value.kind == "function" and link.name == "()":
            return self._of_function(place, value.of, call)
        if value.kind == "function" and value.of in self._evaluation.classes:
            return self._given_back(place, self._of_class(place, value.of, link.name), call)
        if value.kind == "rows" and link.name not in QUERIES:
            return self._of_manager(place, value, link.name)
        if value.kind in {"object", "instance", "class"} and link.name not in {"()", "[]"}:
            method = self._evaluation.method(value.of, link.name)
            found = self._given_back(place, self.returned(method, place.depth) if method else None, call)
            found = self._evaluation.bound.settled(found, value) if found is not None else None
            return found or (self._evaluation.bound.called(value.of, link.name) if value.kind == "object" else None)
        return None

    def _of_class(self, place: Place, owner: str, name: str) -> Value | None:
        """What a method yields that is called on a class: `Orders.from_session(session)` is one of Orders if it is one of
        the ancestor that has the method, and of Orders' mapped class if it is of any."""
        method = self._evaluation.method(owner, name)
        found = self.returned(method, place.depth) if method else None
        if found is None:
            return None
        if found.kind == "object" and found.of in self._evaluation.families.line(owner):
            return replace(found, of=owner)
        return self._evaluation.bound.settled(found, Value("object", owner))

    def above(self, place: Place, owner: str, name: str) -> Value | None:
        """What `super().name()` yields in a class; of a mixin it is what comes behind it in all of its heirs."""
        families = self._evaluation.families
        behind = families.method(owner, name, owner)
        found = {behind} if behind else {families.method(heir, name, owner) for heir in families.heirs(owner)}
        method = found.pop() if len(found) == 1 else ""
        value = self.returned(method, place.depth) if method else None
        is_base = value is not None and value.of == BOUND + method.rpartition(".")[0]
        return replace(value, of=BOUND + owner) if is_base and value is not None else value

    def _of_manager(self, place: Place, value: Value, name: str) -> Value | None:
        """One row, where that is what a method says or does that a manager of the tree has: `Order.objects.of(user)`."""
        method = self._evaluation.managed.method(value.of, name)
        found = self.returned(method, place.depth) if method else None
        return found if found is not None and found.kind == "instance" else None

    def _attribute(self, place: Place, value: Value, name: str) -> Value | None:
        """`order.first_line` that is a property, `form.order` that its class assigns."""
        method = self._evaluation.method(value.of, name)
        if method is not None:
            path, _, qualified = method.partition("::")
            module = self._evaluation.scopes[path]
            is_read = is_property(module.definition(module.index_of[qualified]))
            return self.returned(method, place.depth) if is_read else None
        if value.kind == "instance" and not value.of.startswith(OWN):
            return None
        if value.kind == "object" and value.through and self._evaluation.bound.generic.holds(value.of, name):
            return Value("instance", value.through, confidence=value.confidence)
        return self._evaluation.meanings.attribute(value.of.removeprefix(OWN), name, place.depth + 1)

    def _of_function(self, place: Place, reference: str, call: Call) -> Value | None:
        name = reference.rpartition(".")[2].rpartition("::")[2]
        if reference.startswith((FORM, MADE)):
            return Value("object", reference)
        if name in ASKS and reference.startswith("external:zope."):
            asked = self._evaluation.value(place.deeper(), argument(call, ASKS[name], "interface"))
            return self._implemented(asked.of if asked is not None else "")
        if self._evaluation.interfaces.is_interface(reference):
            return self._implemented(reference)
        if reference in self._evaluation.classes:
            managed = self._evaluation.managed.model_of(reference)
            if managed:
                return Value("rows", managed)
            return Value(
                "object",
                reference,
                through=self._evaluation.bound.generic.given(place.path, place.scope, reference, call),
            )
        if name in FORM_SETS:
            made = self._evaluation.value(place.deeper(), argument(call, *FORM_SETS[name]))
            return Value("forms", made.of, confidence=made.confidence) if made is not None and made.of else None
        if name == "table" and reference.startswith("external:sqlalchemy"):
            named = constant(call.arguments[0]) if call.arguments else None
            return Value("table", table_name(named)) if named else None
        if name in {"get_model", "get_user_model"}:
            return self._named(place, name, call)
        if name in RETURNS_ARGUMENT:
            first = self._evaluation.value(place.deeper(), call.arguments[0]) if call.arguments else None
            kind = RETURNS_ARGUMENT[name]
            made = as_kind(first, kind)
            if kind == "statement" and (made is None or made.kind == kind):  # `select(func.count())` is of no class yet
                of = made.of if made is not None else ""
                return Value(kind, of, name, of if first is not None and first.kind == "table" else "")
            return made
        found = self._made_of_given(place, reference, call) or self.returned(reference, place.depth)
        return self._given_back(place, found, call)

    def _given_back(self, place: Place, found: Value | None, call: Call) -> Value | None:
        """What a call gives for a parameter, if that is what the function returns."""
        if found is None or found.kind != "parameter":
            return found
        return as_kind(self._evaluation.value(place.deeper(), self.given_for(found, call)), found.through)

    def _made_of_given(self, place: Place, reference: str, call: Call) -> Value | None:
        """An object of the class that a function is given and returns one of: `_only(_BOOK, BookRepository)`."""
        path, _, name = reference.partition("::")
        module = self._evaluation.scopes.get(path)
        index = module.index_of.get(name) if module else None
        if module is None or index is None:
            return None
        for use in module.returns(index):
            bound = module.assigned(index, use.expression) if isinstance(use.expression, str) else []
            for made in (use.expression, *(each.value for each in bound)):
                if (
                    isinstance(made, Call)
                    and isinstance(made.function, str)
                    and made.function in module.parameters(index)
                ):
                    given = self.given_for(Value("parameter", reference, made.function), call)
                    value = self._evaluation.value(place.deeper(), given)
                    if value is not None and value.kind == "function" and value.of in self._evaluation.classes:
                        return Value("object", value.of, confidence=value.confidence)
        return None

    def _named(self, place: Place, name: str, call: Call) -> Value | None:
        """The model that `get_model` is asked for by its name."""
        schema = self._evaluation.schema
        return named_model(schema, name, call, lambda each: self._evaluation.value(place.deeper(), each))

    def _implemented(self, interface: str) -> Value | None:
        """An object of the class that implements an interface."""
        return self._evaluation.instance_of(self._evaluation.interfaces.implementer(interface))

    def given_for(self, parameter: Value, call: Call) -> Expression:
        """What a call of a function gives for one of its parameters, by name or by position.

        `self` does not count; where a call gives too little, a decorator gives the first parameters.
        """
        path, _, function = parameter.of.partition("::")
        module = self._evaluation.scopes[path]
        definition = module.definition(module.index_of[function])
        names = [each.name for each in definition.parameters]
        if names and names[0] in {"self", "cls"}:
            names = names[1:]
        if any(each not in {"staticmethod", "classmethod"} for each in definition.decorators):
            names = names[_given_by_decorators(definition, names, call) :]
        for key, value in call.keywords:
            if key == parameter.name:
                return value
        at = names.index(parameter.name) if parameter.name in names else len(call.arguments)
        return call.arguments[at] if at < len(call.arguments) else None

    def returned(self, reference: str, depth: int) -> Value | None:
        """What a function of the tree says it returns, or does in its first return that is evident."""
        if reference in self._returns or depth > DEEPEST:
            self._evaluation.cut += reference not in self._returns
            return self._returns.get(reference)
        cut = self._evaluation.cut
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
        if cut == self._evaluation.cut or depth == 0:  # else whoever asks from nearer may learn more
            self._returns[reference] = found
        else:
            del self._returns[reference]
        return found


def _given_by_decorators(definition: Definition, names: list[str], call: Call) -> int:
    """How many of the first parameters a call leaves to decorators, as `@with_session` gives the session."""
    if any(key == "**" for key, _ in call.keywords) or any(isinstance(each, Group) for each in call.arguments):
        return 0
    named = {key for key, _ in call.keywords}
    defaults = {each.name for each in definition.parameters if each.default is not None}
    needed = [name for name in names if not name.startswith("*") and name not in defaults and name not in named]
    missing = max(0, len(needed) - len(call.arguments))
    first = last_name(call.arguments[0]) if call.arguments else ""
    return max(missing, int(names[:1] != [] and _is_session(names[0]) and not _is_session(first)))


def _is_session(name: str) -> bool:
    """Whether something is called as sessions are."""
    return any(word in name.lower() for word in SESSION_NAMES)
