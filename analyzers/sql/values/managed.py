"""Classes that are managers or querysets → the one model whose rows each of them gives."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...python.facts import Call, Expression, Subscript
from ..schema.declared import ClassFacts, lineage
from ..scopes import constant, parts_of

if TYPE_CHECKING:
    from .evaluation import Evaluation


class Managed:
    """The managers and querysets of one program."""

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._models: dict[str, str] = {}
        self._managers: dict[str, tuple[str, ...]] = {}
        users: dict[str, set[str]] = {}
        for owner in evaluation.schema.models:
            self._managers[owner] = tuple(dict.fromkeys(self._managers_of(owner)))
            for reference in self._managers[owner]:
                users.setdefault(reference, set()).add(owner)
        for reference, facts in evaluation.classes.items():
            if is_manager_class(facts):
                found = self._declared(facts) or self._only(users.get(reference, set()))
                if found:
                    self._models[reference] = found

    def model_of(self, reference: str) -> str:
        """The model whose rows a manager or queryset gives; "" where it is no such class or serves several models."""
        return self._models.get(reference, "")

    def method(self, model: str, name: str) -> str:
        """The method of the tree that a name means for the rows of a model; "" if none of its managers has one."""
        methods = (self._evaluation.families.method(each, name) for each in self._managers.get(model, ()))
        return next((each for each in methods if each), "")

    def _only(self, users: set[str]) -> str:
        """The model that all users are, or inherit from."""
        classes = self._evaluation.classes
        roots = [each for each in sorted(users) if not any(other in users for other in classes[each].bases)]
        return roots[0] if len(roots) == 1 else ""

    def _declared(self, facts: ClassFacts) -> str:
        """`class OrderQuerySet(models.QuerySet["Order"])`: the model that the base is of."""
        for base in facts.definition.bases:
            if isinstance(base, Subscript) and base.items:
                written = constant(base.items[0]) or base.items[0]
                if isinstance(written, str):
                    reference = self._evaluation.program.resolve(facts.path, facts.scope, written)
                    return reference if reference and reference in self._evaluation.schema.models else ""
        return ""

    def _managers_of(self, owner: str) -> Iterator[str]:
        """The managers that a model has, and the querysets that these are made from, ancestors of both included."""
        for facts in lineage(self._evaluation.classes, owner):
            for field in facts.fields.values():
                if isinstance(field.value, Call):
                    yield from self._named(field.path, field.scope, field.value, set())

    def _named(self, path: str, scope: int, expression: Expression, seen: set[str]) -> Iterator[str]:
        """Every manager and queryset that an expression names, and those that they name."""
        waiting = [expression]
        while waiting:
            current = waiting.pop()
            waiting.extend(parts_of(current))
            reference = self._class_named(path, scope, current) if isinstance(current, str) else ""
            if reference in self._evaluation.classes and is_manager_class(self._evaluation.classes[reference]):
                yield from self._with_parts(reference, seen)
            elif reference and reference not in seen:
                seen.add(reference)
                for value in self._evaluation.program.values(reference):
                    yield from self._named(reference.partition("::")[0], 0, value, seen)

    def _class_named(self, path: str, scope: int, name: str) -> str:
        """`Orders` of `Orders`, of `Orders.as_manager` and of `Orders.from_queryset`."""
        owner = name.removesuffix(".as_manager").removesuffix(".from_queryset")
        reference = self._evaluation.program.resolve(path, scope, owner) or ""
        return "" if reference.startswith("external:") else reference

    def _with_parts(self, reference: str, seen: set[str]) -> Iterator[str]:
        """A manager, its ancestors, and the querysets that its `get_queryset` makes."""
        if reference in seen:
            return
        seen.add(reference)
        yield reference
        facts = self._evaluation.classes[reference]
        for base in facts.definition.bases:
            yield from self._named(facts.path, facts.scope, base, seen)
        module = self._evaluation.scopes[facts.path]
        index = module.index_of.get(f"{reference.partition('::')[2]}.get_queryset")
        for use in module.returns(index) if index is not None else ():
            yield from self._named(facts.path, index or 0, use.expression, seen)


def is_manager_class(facts: ClassFacts) -> bool:
    """Whether a class is a manager or queryset of Django, by its ancestors."""
    return any(
        base.startswith("external:") and base.endswith(("Manager", "QuerySet", ".from_queryset"))
        for base in facts.bases
    ) or any(_is_made(base) for base in facts.definition.bases)


def _is_made(base: Expression) -> bool:
    """`models.Manager.from_queryset(Orders)` as a base."""
    return isinstance(base, Call) and isinstance(base.function, str) and base.function.endswith(".from_queryset")
