from datetime import UTC, datetime

import pytest

from decompose.repository.history import Commit, History
from decompose.repository.milestones import day_of, main_line, milestones


def commit(id: str, day: str, *parents: str) -> Commit:
    return Commit(id, parents, int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()), "Ann <a@b>", "work")


def told(every: str, most: int, *commits: Commit) -> list[str]:
    return [found.id for found in milestones(History("git", commits), every, most)]


LINE = (
    commit("g", "2024-05-20", "f"),
    commit("f", "2024-05-02", "e"),
    commit("e", "2024-04-30", "d"),
    commit("d", "2024-04-29", "c"),
    commit("c", "2024-03-31", "b"),
    commit("b", "2023-12-31", "a"),
    commit("a", "2023-12-30"),
)


@pytest.mark.parametrize(
    ("every", "found"),
    [("week", ["b", "c", "f"]), ("month", ["b", "c", "e"]), ("quarter", ["b", "c"]), ("year", ["b"])],
)
def test_each_period_before_todays_is_its_last_commit(every: str, found: list[str]) -> None:
    assert told(every, 10, *LINE) == found


def test_the_newest_periods_are_told_where_there_are_too_many() -> None:
    assert told("week", 2, *LINE) == ["c", "f"]


def test_a_branch_that_was_merged_later_is_no_tree_of_the_past() -> None:
    merged = (
        commit("m", "2024-05-20", "k", "side"),
        commit("side", "2024-04-20", "k"),
        commit("k", "2024-03-20"),
    )
    assert told("month", 9, *merged) == ["k"]
    assert [found.id for found in main_line(History("git", merged))] == ["m", "k"]


def test_a_history_without_commits_has_none() -> None:
    assert told("month", 9) == []


def test_absurd_times_have_a_day() -> None:
    assert day_of(-5) == "1970-01-01"
    assert day_of(1 << 62) == "9999-12-31"
    assert told("week", 9, commit("b", "1970-01-02", "a"), Commit("a", (), -1, "", "")) == []
