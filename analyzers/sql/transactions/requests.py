"""`ATOMIC_REQUESTS` in the settings of a program → a transaction around each handler of a request."""

from collections.abc import Iterable, Iterator, Mapping

from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.transaction import TransactionKind

from ...python.facts import Call, Expression, Group, Subscript
from ..scopes import Scopes, constant, last_name, parts_of
from .region import Region

_SETTING = "ATOMIC_REQUESTS"
_EXEMPT = "non_atomic_requests"


def is_set(modules: Iterable[Scopes]) -> bool:
    """Whether a database of the settings has every request in a transaction."""
    return any(
        _sets(assignment.value) or (assignment.value == "True" and any(map(_names, assignment.targets)))
        for module in modules
        for assignment in module.facts.assignments
    )


def _sets(value: Expression) -> bool:
    """Whether `"ATOMIC_REQUESTS": True` stands anywhere within."""
    waiting = [value] if isinstance(value, Group | Call) else []
    while waiting:
        current = waiting.pop()
        if isinstance(current, Group) and current.kind == "pair" and constant(current.items[0]) == _SETTING:
            return current.items[1] == "True"
        waiting.extend(part for part in parts_of(current) if isinstance(part, Group | Call))
    return False


def _names(target: Expression) -> bool:
    return isinstance(target, Subscript) and any(constant(item) == _SETTING for item in target.items)


def request_regions(scopes: Mapping[str, Scopes], evidence: Iterable[Evidence]) -> Iterator[Region]:
    """Each function, or method of a class, that a route leads to, unless it is exempt."""
    handlers = sorted(
        {
            piece.target
            for piece in evidence
            if piece.kind is EvidenceKind.ROUTES and _is_http(piece.source) and "::" in piece.target
        }
    )
    for handler in handlers:
        path, _, name = handler.partition("::")
        module = scopes.get(path)
        index = module.index_of.get(name) if module else None
        if module is None or index is None or _is_exempt(module, index):
            continue
        inside = [index] if module.definition(index).kind == "function" else module.methods(index)
        for scope in inside:
            each = module.definition(scope)
            if not _is_exempt(module, scope):
                yield Region(path, scope, each.line, each.end_line, each.line, TransactionKind.REQUEST)


def _is_http(entry: str) -> bool:
    """Whether an entry point is a request: its unit is `entry:METHOD /path`."""
    kind = entry.removeprefix("entry:").partition(" ")[0]
    return kind.isupper() or kind in {"http", "route", "graphql"}


def _is_exempt(module: Scopes, scope: int) -> bool:
    """`@transaction.non_atomic_requests`, also as `@method_decorator(transaction.non_atomic_requests, name="dispatch")`."""
    for decorator in module.definition(scope).decorators:
        named = decorator.function if isinstance(decorator, Call) else decorator
        given = decorator.arguments if isinstance(decorator, Call) else ()
        if any(last_name(each.function if isinstance(each, Call) else each) == _EXEMPT for each in (named, *given)):
            return True
    return False
