"""Calls of `commit()` → the transactions that they end, each from the commit before it."""

from collections.abc import Iterator, Mapping

from decompose.evidence.transaction import TransactionKind

from ...python.facts import Call
from ..access.notes import CallSite
from ..scopes import Scopes, last_name
from .region import Region
from .words import COMMITS

EXIT = 2
"""Lines behind a commit within which a `return` or `raise` makes it a way out, behind which nothing is committed yet."""


class Commits:
    """The commits of a program by function."""

    def __init__(self, calls: Mapping[tuple[str, int], list[CallSite]]) -> None:
        self._calls = calls
        self._lines: dict[tuple[str, int], list[int]] = {}
        for key, sites in calls.items():
            found = [site.line for site in sites if _commits(site.call)]
            if found:
                self._lines[key] = sorted(found)
        self.any = bool(self._lines)
        """Whether a session is committed at all."""

    def lines(self, path: str, scope: int) -> list[int]:
        """Lines of `….commit()` in a scope, in order."""
        return self._lines.get((path, scope), [])

    def of(self, module: Scopes, scope: int, covered: set[int]) -> Iterator[Region]:
        """The transactions of a function that end in a commit outside of the lines that other transactions cover.

        What is behind the last commit is left to whoever calls.
        """
        definition = module.definition(scope)
        commits = [line for line in dict.fromkeys(self.lines(module.path, scope)) if line not in covered]
        first = definition.line
        for line in commits:
            marks = ("two-phase",) if self._is_prepared(module.path, scope, first, line) else ()
            yield Region(module.path, scope, first, line, line, TransactionKind.COMMIT, joins=False, marks=marks)
            if not self._leaves(module, scope, line):
                first = line + 1

    def _leaves(self, module: Scopes, scope: int, line: int) -> bool:
        return any(
            use.scope == scope and use.kind in {"return", "raise"} and line <= use.line <= line + EXIT
            for use in module.facts.uses
        )

    def _is_prepared(self, path: str, scope: int, first: int, last: int) -> bool:
        return any(
            first <= site.line <= last and last_name(site.call.function) in {"prepare", "begin_twophase", "tpc_begin"}
            and not site.call.arguments
            for site in self._calls.get((path, scope), ())
        )  # fmt: skip


def _commits(call: Call) -> bool:
    return last_name(call.function) in COMMITS and call.function not in COMMITS
