"""From all commits and the reasons against some of them to how much history stands behind co-change."""

from collections import Counter
from datetime import UTC, datetime

from decompose.evidence.findings import HistorySummary
from decompose.repository.history import History

LAST_SECOND = 253_402_300_799
"""Of the year 9999; dates of commits can be anything."""


def summary(history: History, left_out: Counter[str], used: int) -> HistorySummary:
    """Commits read, used and left out by reason, the days of the oldest and newest, and what limits the history."""
    times = [commit.time for commit in history.commits]
    return HistorySummary(
        source=history.source,
        commits=len(history.commits),
        used=used,
        left_out=tuple(sorted(left_out.items())),
        first=_day(min(times)) if times else "",
        last=_day(max(times)) if times else "",
        limits=history.limits,
    )


def _day(time: int) -> str:
    return datetime.fromtimestamp(min(max(time, 0), LAST_SECOND), UTC).date().isoformat()
