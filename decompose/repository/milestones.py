"""From history to a few commits that stand for its periods: the newest of each week, month, quarter or year."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from decompose.repository.history import Commit, History

LAST_SECOND = 253_402_300_799
"""Of the year 9999; dates of commits can be anything."""

PERIODS: dict[str, Callable[[date], object]] = {
    "week": lambda day: day - timedelta(days=day.weekday()) if day.toordinal() > day.weekday() else day,
    "month": lambda day: (day.year, day.month),
    "quarter": lambda day: (day.year, (day.month - 1) // 3),
    "year": lambda day: day.year,
}


def day_of(time: int) -> str:
    """The day in ISO form, of absurd times the first or last one that there is a name for."""
    return _date(time).isoformat()


def milestones(history: History, every: str, most: int) -> tuple[Commit, ...]:
    """The last commit of each of the last `most` periods before that of the newest commit, oldest first.

    Only the main line counts (first parents): what was merged later was not there yet. Periods without a commit of their
    own have none here. `every` is a key of PERIODS.
    """
    period_of = PERIODS[every]
    found: list[Commit] = []
    line = main_line(history)
    period = period_of(_date(next(line).time)) if history.commits else None
    for commit in line:
        before = period_of(_date(commit.time))
        if before != period:
            period = before
            found.append(commit)
            if len(found) == most:
                break
    return tuple(reversed(found))


def main_line(history: History) -> Iterator[Commit]:
    """The newest commit, its first parent, and so on as far as the history goes."""
    by_id = {commit.id: commit for commit in history.commits}
    commit = history.commits[0] if history.commits else None
    while commit:
        yield commit
        commit = by_id.get(commit.parents[0]) if commit.parents else None


def _date(time: int) -> date:
    return datetime.fromtimestamp(min(max(time, 0), LAST_SECOND), UTC).date()
