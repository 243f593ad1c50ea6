"""From commits to changes: what one person or ticket needed several commits for is one change of all their modules.

A window of time for the commits of one author is how changes were told before commits held several files (Zimmermann and
Weißgerber, "Preprocessing CVS data for fine-grained analysis", 2004); tickets are what later work adds to it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from decompose.evidence.options import Mining
from decompose.repository.history import Commit

from .periods import DAY

TICKET = re.compile(r"(?<![\w&/])#[1-9][0-9]{0,6}\b|\b[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,6}\b")

NO_PROJECTS = frozenset(
    {
        "AES",
        "CP",
        "CVE",
        "CWE",
        "EN",
        "GPT",
        "HTTP",
        "IEC",
        "ISO",
        "MD",
        "PEP",
        "PY",
        "RFC",
        "SHA",
        "TLS",
        "US",
        "UTC",
        "UTF",
    }
)
"""What stands before a hyphen and a number without being a tracker's project."""

TICKET_DAYS = 30
"""Days between two commits that name the same ticket beyond which the later one is new work; chosen."""

Used = tuple[Commit, tuple[str, ...]]
"""A commit with the modules of today that it changed, sorted."""


class ChangeSet(Struct, frozen=True):
    """Commits that make up one change, newest first, each with its modules; `modules` are those of all, sorted."""

    parts: tuple[Used, ...]
    modules: tuple[str, ...]

    @property
    def time(self) -> int:
        """When the change was complete, in Unix seconds."""
        return self.parts[0][0].time


def change_sets(used: Sequence[Used], mining: Mining) -> list[ChangeSet]:
    """The changes in the order of their newest commits; what together is too large to be one change stays apart."""
    groups = _Groups(len(used))
    if mining.tickets:
        groups.join(_same_ticket(used))
    if mining.minutes:
        groups.join(_same_author(used, mining.minutes * 60))
    found: list[tuple[int, ChangeSet]] = []
    for group in groups.members():
        whole = _change_set([used[at] for at in group])
        if len(whole.modules) > mining.largest:
            found += [(at, _change_set([used[at]])) for at in group]
        else:
            found.append((group[0], whole))
    return [change for _, change in sorted(found, key=lambda pair: pair[0])]


def tickets_of(subject: str) -> list[str]:
    """The tickets that a subject names: `#12`, `SHOP-12`; not `UTF-8` and its like."""
    return [ticket for ticket in TICKET.findall(subject) if ticket.partition("-")[0] not in NO_PROJECTS]


def _change_set(parts: list[Used]) -> ChangeSet:
    return ChangeSet(tuple(parts), tuple(sorted({module for _, modules in parts for module in modules})))


def _same_ticket(used: Sequence[Used]) -> Iterator[tuple[int, int]]:
    keys = [(ticket, commit.time, at) for at, (commit, _) in enumerate(used) for ticket in tickets_of(commit.subject)]
    return _neighbours(keys, TICKET_DAYS * DAY)


def _same_author(used: Sequence[Used], seconds: int) -> Iterator[tuple[int, int]]:
    return _neighbours([(commit.author, commit.time, at) for at, (commit, _) in enumerate(used)], seconds)


def _neighbours(keys: list[tuple[str, int, int]], seconds: int) -> Iterator[tuple[int, int]]:
    """Positions of commits with the same key that follow each other within so many seconds."""
    keys.sort()
    for (one, before, at), (other, after, then) in pairwise(keys):
        if one == other and after - before <= seconds:
            yield at, then


class _Groups:
    """Disjoint sets of positions, joined pair by pair."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def join(self, pairs: Iterable[tuple[int, int]]) -> None:
        for one, other in pairs:
            first, second = sorted((self._top(one), self._top(other)))
            self._above[second] = first

    def members(self) -> Iterator[list[int]]:
        """Each set in order, sets by their first member."""
        groups: dict[int, list[int]] = {}
        for position in range(len(self._above)):
            groups.setdefault(self._top(position), []).append(position)
        return iter(groups.values())

    def _top(self, position: int) -> int:
        while self._above[position] != position:
            self._above[position] = self._above[self._above[position]]
            position = self._above[position]
        return position
