"""From a handler looked up by the verb of a request, `getattr(self, request.method.lower())`, to the methods it may be."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..facts import Call, Expression
from ..parts import last_name, owner

if TYPE_CHECKING:
    from .names import Names
    from .tree import Tree

VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")


class Verbs:
    """The variables that hold the method of `self` for a verb, by module, found when first asked for."""

    def __init__(self, tree: "Tree") -> None:
        self.tree = tree
        self._held: dict[str, frozenset[tuple[int, Expression]]] = {}

    def is_handler(self, path: str, scope: int, function: Expression) -> bool:
        """Whether what is called is such a variable."""
        if not isinstance(function, str):
            return False
        held = self._held.get(path)
        if held is None:
            held = self._held[path] = frozenset(self._holding(path))
        return bool(held) and (scope, function) in held

    def _holding(self, path: str) -> Iterator[tuple[int, Expression]]:
        for one in self.tree.facts[path].assignments:
            if isinstance(one.value, Call) and _looks_up(self.tree, path, one.scope, one.value):
                yield from ((one.scope, target) for target in one.targets if isinstance(target, str))


def _looks_up(tree: "Tree", path: str, scope: int, value: Call) -> bool:
    if value.function != "getattr" or len(value.arguments) < 2:
        return False
    on, verb = value.arguments[:2]
    lowered = isinstance(verb, Call) and last_name(verb.function) == "lower"
    return (
        isinstance(on, str)
        and tree.own_class(path, scope, on) is not None
        and lowered
        and isinstance(verb, Call)
        and last_name(owner(verb.function)) == "method"
    )


def handlers(names: "Names", reference: str) -> Iterator[str]:
    """The methods for verbs of a class, or the first ones of its heirs where it has none."""
    for verb in VERBS:
        found = names.members.of(reference, verb)
        if found and names.tree.definition(found):
            yield found
        else:
            yield from names.dispatch.in_heirs(reference, verb)
