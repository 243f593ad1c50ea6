"""Quarters count back from the newest commit, and only those that a history covers are told."""

import pytest

from decompose.analyzers.git.periods import QUARTER, QUARTERS, YEAR, by_quarter, covered

NOW = 1_600_000_000


@pytest.mark.parametrize(
    ("age", "quarters"),
    [(0, 1), (QUARTER - 1, 1), (2 * QUARTER - 1, 1), (2 * QUARTER, 2), (YEAR, 4), (9 * YEAR, QUARTERS)],
)
def test_a_quarter_that_began_before_the_history_is_not_told(age: int, quarters: int) -> None:
    assert covered(NOW, NOW - age) == quarters


def test_the_last_quarter_ends_with_the_newest_commit() -> None:
    times = [NOW, NOW - QUARTER + 1, NOW - QUARTER, NOW - 3 * QUARTER, NOW + 5]
    assert by_quarter(times, NOW, 3) == (0, 1, 3)


def test_four_quarters_are_a_year() -> None:
    assert sum(by_quarter([NOW - YEAR + 1, NOW - YEAR], NOW, 4)) == 1
