"""From the times of commits to how many fell into each quarter before the newest one."""

from collections.abc import Sequence

DAY = 86_400
YEAR = 365 * DAY
QUARTER = YEAR // 4
"""Seconds."""

QUARTERS = 8
"""How many are told: a year, and the one before to compare it with."""


def covered(newest: int, oldest: int) -> int:
    """How many quarters before the newest commit lie wholly in a history, at least one: of others little can be said."""
    return min(QUARTERS, max(1, (newest - oldest) // QUARTER))


def by_quarter(times: Sequence[int], newest: int, quarters: int) -> tuple[int, ...]:
    """How many of the times fall into each of the last quarters, the oldest first; the last one ends with `newest`."""
    counts = [0] * quarters
    for time in times:
        back = max(0, newest - time) // QUARTER
        if back < quarters:
            counts[quarters - 1 - back] += 1
    return tuple(counts)
