"""A function that commits → what its callers have written before they call it, which the commit makes last too.

A session collects what is added and changed until somebody commits: whoever does, does it for all of the chain of calls.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from ..access.effects import Access
from ..access.notes import CallSite
from ..scopes import last_name
from ..values.callees import Callees

Key = tuple[str, int]

MOST_CALLERS = 8
"""Functions that call one that commits; what more of them leave to it says nothing of it."""

DEEPEST = 3
"""Callers of callers that are looked at."""


class Pending:
    """The calls of a program by the last name of what they call, and what stands before each.

    `committed` are the lines of a function on which it, or what it calls, commits.
    """

    def __init__(
        self,
        calls: Mapping[Key, list[CallSite]],
        callees: Callees,
        committed: Callable[[Key], list[int]],
        written: Callable[[Key], list[tuple[int, Access]]],
        reference: Callable[[Key], str],
    ) -> None:
        self._calls = calls
        self._callees = callees
        self._committed = committed
        self._written = written
        self._reference = reference
        self._sites: dict[str, list[tuple[Key, CallSite]]] | None = None

    def before(self, function: str, of: str = "", depth: int = 0) -> Iterator[Access]:
        """What is written, and not committed, by those who call a function, up to their call.

        `of` is the class of whose objects it is called, if only those are meant.
        """
        callers = [(key, site) for key, site in self._named(function) if self._means(key, site, function, of)]
        if depth == DEEPEST or len({key for key, _ in callers}) > MOST_CALLERS:
            return
        for key, site in callers:
            committed = max((line for line in self._committed(key) if line < site.line), default=0)
            for line, access in self._written(key):
                if committed < line <= site.line and "orm" in access.flags and "cascade" not in access.flags:
                    yield access
            if not committed:
                yield from self.before(self._reference(key), depth=depth + 1)

    def calling(self, function: str) -> Iterator[tuple[Key, CallSite]]:
        """The calls that evidently mean a function."""
        return ((key, site) for key, site in self._named(function) if self._means(key, site, function, ""))

    def _named(self, function: str) -> list[tuple[Key, CallSite]]:
        if self._sites is None:
            self._sites = defaultdict(list)
            for key, sites in self._calls.items():
                for site in sites:
                    self._sites[last_name(site.call.function)].append((key, site))
        return self._sites.get(function.rpartition("::")[2].rpartition(".")[2], [])

    def _means(self, key: Key, site: CallSite, function: str, of: str) -> bool:
        called, owner = self._callees.with_owner(key[0], key[1], site.call)
        return self._reference(key) != function and called == function and (not of or owner in ("", of))
