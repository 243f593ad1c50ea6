"""From a handler looked up by the verb of a request, `getattr(self, request.method.lower())`, to the methods it may be."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .bindings import Value
from .facts import Call, Expression
from .parts import last_name, owner

if TYPE_CHECKING:
    from .names import Names
    from .tree import Tree

VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")


def is_handler(tree: "Tree", path: str, scope: int, function: Expression) -> bool:
    """Whether what is called is a variable that holds the method of `self` for a verb."""
    if not isinstance(function, str) or "." in function:
        return False
    bound = tree.bindings(path).scopes[scope].names.get(function, ())
    return any(isinstance(one, Value) and _looks_up(tree, path, scope, one.value) for one in bound)


def _looks_up(tree: "Tree", path: str, scope: int, value: Expression) -> bool:
    if not isinstance(value, Call) or value.function != "getattr" or len(value.arguments) < 2:
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
