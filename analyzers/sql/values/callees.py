"""A call at a place of the program → the function or method of the tree that it calls, where that is evident."""

from ...python.facts import Attribute, Call, Expression
from .evaluation import Evaluation
from .values import Place, Value


class Callees:
    """The functions behind calls, each looked up once."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._known: dict[tuple[str, int, int], tuple[str | None, str]] = {}

    def of(self, path: str, scope: int, call: Call) -> str | None:
        """The reference of the function that a call reaches; for a class, of its `__init__`; None if not evident."""
        return self.with_owner(path, scope, call)[0]

    def with_owner(self, path: str, scope: int, call: Call) -> tuple[str | None, str]:
        """The function as by `of`, and the class of the object whose method it is, as of a Value; "" if that is not evident."""
        key = (path, scope, id(call))
        if key not in self._known:
            self._known[key] = self._of(path, scope, call.function, call.line)
        return self._known[key]

    def owner(self, path: str, scope: int, call: Call) -> Value | None:
        """The object or class whose method a call reaches, as far as that is evident."""
        owner, name = _parted(call.function)
        value = self._evaluation.value(Place(path, scope, call.line), owner) if name else None
        return value if value is not None and value.kind in {"object", "instance", "class"} else None

    def named(self, place: Place, function: Expression) -> str | None:
        """The function that a name or attribute means, called or not."""
        return self._of(place.path, place.scope, function, place.line)[0]

    def scope_of(self, path: str, name: str) -> int:
        """The scope of a function of the tree by its name in its module."""
        return self._evaluation.scopes[path].index_of[name]

    def _of(self, path: str, scope: int, function: Expression, line: int) -> tuple[str | None, str]:
        evaluation = self._evaluation
        if isinstance(function, str) and "." not in function:
            return self._in_tree(evaluation.meanings.resolved(path, scope, function))
        owner, name = _parted(function)
        of = ""
        if name:
            value = evaluation.value(Place(path, scope, line), owner)
            if value is not None and value.kind in {"instance", "class", "object", "function"}:
                method = evaluation.method(value.of, name)
                if method is not None:
                    return method, value.of
                of = value.of if value.kind != "function" else ""
        if not isinstance(function, str):
            return None, of
        found, owner_of = self._in_tree(evaluation.meanings.resolved(path, scope, function))
        return found, owner_of or of

    def _in_tree(self, reference: str | None) -> tuple[str | None, str]:
        if not reference or reference.startswith("external:"):
            return None, ""
        if reference in self._evaluation.classes:
            return self._evaluation.method(reference, "__init__"), reference
        path, _, name = reference.partition("::")
        module = self._evaluation.scopes.get(path)
        if module is None or name not in module.index_of:
            return None, ""
        owner = reference.rpartition(".")[0]
        return reference, owner if owner in self._evaluation.classes else ""


def _parted(function: Expression) -> tuple[Expression, str]:
    """`a.b.c` as `a.b` and `c`."""
    if isinstance(function, str):
        owner, _, name = function.rpartition(".")
        return owner, name
    if isinstance(function, Attribute):
        names, _, name = function.name.rpartition(".")
        return (Attribute(function.value, names) if names else function.value), name
    return None, ""
