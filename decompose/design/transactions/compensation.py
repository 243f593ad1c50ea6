"""Compensation: for a function that changes a table, the functions beside it that do the opposite today."""

import re
from collections.abc import Iterable, Mapping

from decompose.design.cuts.crossing import TABLE
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.unit import module_of

# Verbs and what takes them back, as English names functions; each pair is read in both directions.
OPPOSITES = (
    "create delete", "create cancel", "create remove", "add remove", "insert delete", "make cancel", "place cancel",
    "book cancel", "book unbook", "order cancel", "confirm cancel", "schedule cancel", "start stop", "start cancel",
    "reserve release", "reserve cancel", "allocate deallocate", "allocate release", "assign unassign", "lock unlock",
    "charge refund", "capture refund", "capture void", "authorize void", "pay refund", "debit credit", "withdraw deposit",
    "issue revoke", "issue void", "grant revoke", "activate deactivate", "enable disable", "open close", "open reopen",
    "close reopen", "publish unpublish", "attach detach", "link unlink", "register unregister", "register cancel",
    "subscribe unsubscribe", "ship return", "receive return", "archive restore", "delete restore", "remove restore",
    "apply revert", "increase decrease", "increment decrement", "redeem restore", "redeem release", "use restore",
)  # fmt: skip
MOST = 2

_FILLERS = frozenset(("to", "from", "for", "of", "in", "on", "by", "with", "and", "all", "a", "the", "task"))

_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


class Opposites:
    """Who could take back what: the functions that write each table, by the module they are in."""

    def __init__(self, evidence: Iterable[Evidence], context_of: Mapping[str, str]) -> None:
        self._context_of = context_of
        self._writers: dict[str, dict[str, set[str]]] = {}
        for piece in evidence:
            if piece.kind is EvidenceKind.WRITES and "::" in piece.source:
                writers = self._writers.setdefault(piece.target.removeprefix(TABLE), {})
                writers.setdefault(piece.source, set()).update(piece.flags)
        self._opposites: dict[str, set[str]] = {}
        for pair in OPPOSITES:
            one, other = pair.split()
            self._opposites.setdefault(one, set()).add(other)
            self._opposites.setdefault(other, set()).add(one)

    def of(self, function: str, table: str, context: str) -> tuple[str, ...]:
        """Functions of the context that write the table too and whose names say the opposite of the same thing.

        At most two, nearest first.
        """
        wanted = self._opposites.get(_verb(function), set())
        found = [
            other
            for other in self._writers.get(table, ())
            if other != function
            and self._context_of.get(module_of(other), "") == context
            and _verb(other) in wanted
            and _same_thing(function, other, table)
        ]
        return tuple(sorted(found, key=lambda other: (module_of(other) != module_of(function), other))[:MOST])


def _same_thing(function: str, other: str, table: str) -> bool:
    """Whether two names speak of one thing: who adds a gift card is not undone by who removes a voucher.

    A name that is nothing but its verb speaks of the table, as one does that has a word of it.
    """
    named, meant = _things(function), _things(other)
    rows = {_singular(word) for word in table.lower().replace(".", "_").split("_")}
    return bool(named & meant) or (_of_rows(named, rows) and _of_rows(meant, rows))


def _of_rows(named: set[str], rows: set[str]) -> bool:
    return not named or bool(named & rows)


def _verb(function: str) -> str:
    """The first word of a function's own name: `place` of `shop.py::Orders.place_order`."""
    words = _words(function)
    return words[0] if words else ""


def _things(function: str) -> set[str]:
    """What the name of a function speaks of besides its verb, in the singular."""
    return {_singular(word) for word in _words(function)[1:]} - _FILLERS


def _words(function: str) -> list[str]:
    return [part.lower() for part in _PARTS.findall(function.rpartition("::")[2].rpartition(".")[2])]


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
