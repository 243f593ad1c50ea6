"""Classes written once for all mapped classes (repositories, services) → the one that an heir or an object works for.

`class Orders(Repository[Order])`, `super().__init__(Order)` in an heir, `orders = Repository(session, Order)` and
`entity = Order` in its body all say it; in the text of the base it is `self.model`, whatever that is called there.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ...python.facts import Attribute, Call, Expression, Subscript
from ..schema.declared import ClassFacts, lineage
from ..scopes import calls_in, constant, last_name
from .managed import is_manager_class
from .values import Value

if TYPE_CHECKING:
    from .evaluation import Evaluation

Sites = dict[str, list[tuple[str, int, Call]]]

_CLASS_NAME = re.compile(r"_*(?:(?:orm|db|sa|sql)_)?(?:model|entity)(?:_(?:class|cls|klass|type))?_*")
"""How attributes and parameters are called that hold a mapped class."""

_CLASSES = frozenset({"type", "Type"})


class GenericClasses:
    """The classes of one program that work for a mapped class which their text does not name."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._kept: dict[str, dict[str, str]] = {}
        self._served: dict[str, tuple[str, ...]] = {}
        self._models: dict[str, tuple[int, Value, str] | None] = {}

    def model(self, facts: ClassFacts) -> tuple[int, Value, str] | None:
        """The mapped class that a class says it works for, with the line and what says so; what its ancestors say does
        not count."""
        if facts.reference not in self._models:
            self._models[facts.reference] = None
            found = self._of_base(facts) or self._of_constructor(facts) or self._of_body(facts) or self._of_sites(facts)
            line = facts.definition.line
            self._models[facts.reference] = (line, Value("class", found[0]), found[1]) if found else None
        return self._models[facts.reference]

    def keeps(self, reference: str, name: str) -> bool:
        """Whether `self.name` of a class is the mapped class that it works for."""
        return any(
            name in self._kept_by(facts.reference).values() or self._is_annotated(facts, name)
            for facts in lineage(self._evaluation.classes, reference)
        ) or bool(_CLASS_NAME.fullmatch(name))

    def holds(self, reference: str, name: str) -> bool:
        """Whether `context.node` of an object is a row of the mapped class that it was made for: `node: T`."""
        for facts in lineage(self._evaluation.classes, reference):
            said = field.annotation if (field := facts.fields.get(name)) is not None else None
            if isinstance(said, str) and said.isidentifier():
                resolved = self._evaluation.meanings.resolved(facts.path, facts.scope, said)
                return self.is_variable(reference, said, resolved)
        return False

    def serves(self, reference: str) -> bool:
        """Whether objects of a class, which itself names none, are made for mapped classes."""
        return bool(self.served(reference))

    def served(self, reference: str) -> tuple[str, ...]:
        """The mapped classes that objects of a class are made for, as far as calls of the class say it; sorted."""
        if reference not in self._served:
            facts = self._evaluation.classes.get(reference)
            self._served[reference] = tuple(sorted({*self._made(facts)} - {""})) if facts is not None else ()
        return self._served[reference]

    def given(self, path: str, scope: int, reference: str, call: Call) -> str:
        """The mapped class that a call which makes an object gives it to work for; "" if none."""
        if isinstance(call.function, Subscript):
            return next(self._mapped(path, scope, call.function.items), "")
        method = self._evaluation.families.method(reference, "__init__")
        kept = self._kept_by(method.rpartition(".")[0]) if method and method[0] != "." else {}
        asked = (self._evaluation.results.given_for(Value("parameter", method, name), call) for name in kept)
        found = next(self._mapped(path, scope, tuple(asked)), "")
        if found:
            return found
        ancestry = lineage(self._evaluation.classes, reference)
        named = (value for name, value in call.keywords if any(self._is_annotated(each, name) for each in ancestry))
        return next(self._mapped(path, scope, tuple(named)), "")

    def is_variable(self, of: str, name: str, reference: str | None) -> bool:
        """Whether a name in an annotation is a type variable of a class (`Generic[T]`); of those in Python 3.12's brackets
        nothing is known at all."""
        if reference is None:
            return True
        bases = (base for facts in lineage(self._evaluation.classes, of) for base in facts.definition.bases)
        if not any(isinstance(each, Subscript) and name in each.items for each in bases):
            return False
        values = () if reference.startswith("external:") else self._evaluation.program.values(reference)
        return any(isinstance(each, Call) and last_name(each.function) == "TypeVar" for each in values)

    # -- what says it

    def _of_base(self, facts: ClassFacts) -> tuple[str, str] | None:
        """`class Orders(Repository[Order])`."""
        for base in () if is_manager_class(facts) else facts.definition.bases:
            found = next(self._mapped(facts.path, facts.scope, base.items), "") if isinstance(base, Subscript) else ""
            if found:
                return found, last_name(base)
        return None

    def _of_constructor(self, facts: ClassFacts) -> tuple[str, str] | None:
        """`super().__init__(session, Order)` in its `__init__`."""
        for call, above in self._passed_on(facts):
            kept = self._kept_by(above.rpartition(".")[0])
            asked = (self._evaluation.results.given_for(Value("parameter", above, name), call) for name in kept)
            for found in self._mapped(facts.path, facts.scope, tuple(asked)):
                return found, "__init__"
        return None

    def _of_body(self, facts: ClassFacts) -> tuple[str, str] | None:
        """`entity = Order`."""
        for name, field in facts.fields.items():
            if isinstance(field.value, str) and _CLASS_NAME.fullmatch(name):
                for found in self._mapped(field.path, field.scope, (field.value,)):
                    return found, name
        return None

    def _of_sites(self, facts: ClassFacts) -> tuple[str, str] | None:
        """`orders = Orders(Order)`, where that is all that objects of the class are made with."""
        made = set(self._made(facts))
        return (made.pop(), "__init__") if len(made) == 1 and "" not in made else None

    def _made(self, facts: ClassFacts) -> Iterator[str]:
        """What each call of a class gives it to work for; "" where that is not evident."""
        for path, scope, call in self._sites.get(facts.name, ()) if self._has_kept(facts.reference) else ():
            if self._evaluation.meanings.resolved(path, scope, _written(call)) == facts.reference:
                yield self.given(path, scope, facts.reference, call)

    def _mapped(self, path: str, scope: int, written: tuple[Expression, ...]) -> Iterator[str]:
        for each in written:
            name = constant(each) or each
            if isinstance(name, str) and name.replace(".", "").isidentifier():
                reference = self._evaluation.meanings.resolved(path, scope, name)
                if reference is not None and reference in self._evaluation.schema.models:
                    yield reference

    # -- what keeps it

    def _is_annotated(self, facts: ClassFacts, name: str) -> bool:
        """`model: type[T]`."""
        field = facts.fields.get(name)
        return field is not None and _is_class(field.annotation)

    def _has_kept(self, reference: str) -> bool:
        return any(self._kept_by(each.reference) for each in lineage(self._evaluation.classes, reference))

    def _kept_by(self, reference: str) -> dict[str, str]:
        """The parameters of the constructor that a class has itself which are mapped classes, and the attributes that keep
        them: `self.model = model`, or those of an ancestor that they are passed on to."""
        if reference not in self._kept:
            self._kept[reference] = {}
            facts = self._evaluation.classes.get(reference)
            if facts is not None:
                self._kept[reference] = dict(self._keeping(facts))
        return self._kept[reference]

    def _keeping(self, facts: ClassFacts) -> Iterator[tuple[str, str]]:
        module = self._evaluation.scopes[facts.path]
        scope = module.index_of.get(f"{facts.definition.name}.__init__")
        if scope is None:
            return
        for parameter in module.definition(scope).parameters[1:]:
            for attribute in module.attributes_keeping(scope, parameter.name):
                if _is_class(parameter.annotation) or any(map(_CLASS_NAME.fullmatch, (parameter.name, attribute))):
                    yield parameter.name, attribute
        for call, above in self._passed_on(facts):
            for name, attribute in self._kept_by(above.rpartition(".")[0]).items():
                given = self._evaluation.results.given_for(Value("parameter", above, name), call)
                if isinstance(given, str) and given in module.parameters(scope):
                    yield given, attribute

    def _passed_on(self, facts: ClassFacts) -> Iterator[tuple[Call, str]]:
        """The calls of `super().__init__(…)` in a class's own constructor, with the method that they reach."""
        module = self._evaluation.scopes[facts.path]
        scope = module.index_of.get(f"{facts.definition.name}.__init__")
        above = self._evaluation.families.method(facts.reference, "__init__", facts.reference)
        for call in module.calls(scope) if scope is not None and above else ():
            function = call.function
            owner = function.value if isinstance(function, Attribute) and function.name == "__init__" else None
            if isinstance(owner, Call) and owner.function == "super":
                yield call, above

    @cached_property
    def _sites(self) -> Sites:
        """The calls that make objects of classes which are given a mapped class, by the name of the class."""
        classes = self._evaluation.classes
        made = [facts for facts in classes.values() if self._has_kept(facts.reference)]
        wanted = {facts.name for facts in made}
        said = wanted | {"*"} | {PurePosixPath(facts.path).stem for facts in made}
        found: Sites = {}
        for path, module in self._evaluation.scopes.items() if wanted else ():
            if said.isdisjoint((*(each.bound for each in module.facts.imports), *module.index_of)):
                continue
            for scope, expression in module.expressions():
                for call in calls_in(expression):
                    if (name := last_name(call.function)) in wanted:
                        found.setdefault(name, []).append((path, scope, call))
        return found


def _is_class(annotation: Expression) -> bool:
    """`type[Order]`, `Type[T]`."""
    return isinstance(annotation, Subscript) and last_name(annotation.value) in _CLASSES


def _written(call: Call) -> str:
    """`Repository` of `Repository(Order)` and of `Repository[Order]()`."""
    function = call.function.value if isinstance(call.function, Subscript) else call.function
    return function if isinstance(function, str) else ""
