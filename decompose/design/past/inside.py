"""Inside a module: from the changes that touched its parts to the contexts that each part changes with.

A module that two contexts share couples all of both. Which of its functions and classes go with which is told by the
commits that touched them: what else those changed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import fsum

from msgspec import Struct

ENOUGH = 3
"""Changes of a part below which nothing is said of whom it goes with; chosen."""

MOST = 0.5
"""Of a part's ties from which on they go to one context; chosen: more than half."""


class Touch(Struct, frozen=True):
    """One change of a module: the parts that it touched ("" for what lies outside of all), and what changed along."""

    parts: frozenset[str]
    others: tuple[str, ...]


class PartTies(Struct, frozen=True, order=True):
    """One part of a module: how many changes touched it, how many of those nothing else, and by context the share of what
    changed along, the largest first; each change counts once, however many modules it had. "" stands for no context.
    """

    part: str
    changes: int
    alone: int
    ties: tuple[tuple[str, float], ...] = ()

    def goes_with(self) -> str:
        """The context that it changes with more than with all others, "" if none or history is too short to tell."""
        if self.changes - self.alone < ENOUGH or not self.ties or self.ties[0][1] <= MOST:
            return ""
        return self.ties[0][0]


class Inside(Struct, frozen=True):
    """The parts of a module that are there today, most often changed first; `changes` could be looked into, `unread` not."""

    module: str
    parts: tuple[PartTies, ...]
    changes: int
    unread: int = 0


def inside_of(
    module: str, today: Iterable[str], touches: Iterable[Touch], context_of: Mapping[str, str], unread: int
) -> Inside:
    """What the changes of a module say of the parts that it has today."""
    touches = tuple(touches)
    changes: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    ties: dict[str, dict[str, float]] = {}
    for touch in touches:
        shares = Counter(context_of.get(other, "") for other in touch.others)
        for part in touch.parts:
            changes[part] += 1
            alone[part] += not shares
            for context, count in shares.items():
                found = ties.setdefault(part, {})
                found[context] = found.get(context, 0.0) + count / len(touch.others)
    known = {*today, ""} & changes.keys()
    parts = (PartTies(part, changes[part], alone[part], _shares(ties.get(part, {}))) for part in known)
    return Inside(module, tuple(sorted(parts, key=lambda part: (-part.changes, part.part))), len(touches), unread)


def _shares(ties: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    total = fsum(ties[context] for context in sorted(ties))
    return tuple((context, ties[context] / total) for context in sorted(ties, key=lambda each: (-ties[each], each)))
