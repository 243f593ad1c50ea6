"""Functions that are handed to what runs them in a transaction → the transactions that they are."""

from collections.abc import Iterator, Mapping

from decompose.evidence.transaction import TransactionKind

from ..access.notes import Seen
from ..scopes import Scopes, last_name
from ..values.callees import Callees
from ..values.values import Place
from .region import Region
from .words import INTERACTIONS


def interaction_regions(seen: Mapping[str, Seen], scopes: Mapping[str, Scopes], callees: Callees) -> Iterator[Region]:
    """`pool.runInteraction(close, order)`, `client.run_in_transaction(close)`: `close`, once for all who hand it over."""
    known: set[str] = set()
    for path in sorted(seen):
        for site in seen[path].calls:
            if last_name(site.call.function) not in INTERACTIONS:
                continue
            given = (
                one for one in (*site.call.arguments, *(value for _, value in site.call.keywords)) if one is not None
            )
            for function in (callees.named(Place(path, site.scope, site.line), one) for one in given):
                if function is not None and function not in known:
                    known.add(function)
                    yield _region(function, scopes)


def _region(function: str, scopes: Mapping[str, Scopes]) -> Region:
    path, _, name = function.partition("::")
    scope = scopes[path].index_of[name]
    definition = scopes[path].definition(scope)
    return Region(path, scope, definition.line, definition.end_line, definition.line, TransactionKind.FUNCTION)
