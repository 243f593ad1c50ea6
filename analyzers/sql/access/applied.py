"""The calls of a module → each function that they run with what it is given, also one that is handed on with its arguments."""

from collections.abc import Container, Iterator

from msgspec import Struct

from ...python.facts import Call, Expression
from ..scopes import last_name
from ..values.callees import Callees
from ..values.evaluation import Evaluation
from ..values.values import Place
from .notes import CallSite, Seen

NOTHING_BEFORE = frozenset(
    ("partial", "submit", "run_in_executor", "to_thread", "call_soon", "call_later", "deferToThread")
)
"""What hands a function nothing but what follows it; others may put a connection or a cursor before that."""


class Applied(Struct, frozen=True):
    """A function of the tree that a call runs, and the call as if it named that function itself."""

    function: str
    site: CallSite


def applied(
    path: str, seen: Seen, names: Container[str], evaluation: Evaluation, callees: Callees
) -> Iterator[Applied]:
    """`insert(txn, "orders")` and `run("closing", insert, "orders")` alike, for functions with one of these last names."""
    for site in seen.calls:
        if last_name(site.call.function) in names:
            function = callees.of(path, site.scope, site.call)
            if function is not None:
                yield Applied(function, site)
        for at, given in enumerate(site.call.arguments):
            if last_name(given) in names:
                function = callees.named(Place(path, site.scope, site.line), given)
                if function is not None:
                    call = _as_if_called(site.call, at, given, _parameters(evaluation, function))
                    yield Applied(function, CallSite(site.scope, site.line, call))


def _as_if_called(call: Call, at: int, function: Expression, names: list[str]) -> Call:
    """The call of what is handed over with what follows it, behind what the runner gives first if there is room for that."""
    following = call.arguments[at + 1 :]
    is_given_more = len(following) < len(names) and last_name(call.function) not in NOTHING_BEFORE
    return Call(function, (*names[:1], *following) if is_given_more else following, call.keywords, call.line)


def _parameters(evaluation: Evaluation, function: str) -> list[str]:
    """The names of what a function takes, `self` left out."""
    path, _, name = function.partition("::")
    module = evaluation.scopes[path]
    names = [each.name for each in module.definition(module.index_of[name]).parameters]
    return names[names[:1] in (["self"], ["cls"]) :]
