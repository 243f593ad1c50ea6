"""What is said of a trend."""

import pytest

from decompose.design.past.trend import PairCoupling, Snapshot, Trend
from decompose.result.trend import bars, courses, sentences_of


def snapshot(crossing: int, day: str = "2024-01-31", *pairs: PairCoupling, uses: int = 100, **more: int) -> Snapshot:
    told = {"modules": 9, "placed": 9, "unread": 0, "contested": 2, "foreign": 7, **more}
    return Snapshot("c" * 40, day, lines=900, uses=uses, crossing=crossing, pairs=pairs, **told)


def said(*snapshots: Snapshot, **more: object) -> str:
    return " ".join(sentences_of(Trend("month", snapshots, **more)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("then", "now", "direction"), [(40, 30, "Nearer"), (30, 40, "Further away"), (30, 30, "Neither nearer nor further")]
)
def test_the_share_of_uses_that_cross_says_whether_it_comes_nearer(then: int, now: int, direction: str) -> None:
    assert said(snapshot(then), snapshot(now, "2024-05-31")).startswith(f"{direction} since 2024-01-31: {then}%")


def test_a_system_that_doubled_with_the_same_share_came_no_nearer() -> None:
    assert said(snapshot(30), snapshot(60, uses=200)).startswith("Neither")


def test_what_makes_the_figures_doubtful_is_told() -> None:
    text = said(
        snapshot(30, placed=6),
        snapshot(30, "2024-05-31", unread=2),
        gaps=(("2023-12-31", "holds no Python."),),
        cut=True,
    )
    assert "Of the modules of 2024-01-31, 3 are in no context" in text
    assert "could not be read or understood: 2 of 2024-05-31" in text
    assert "2023-12-31 is left out: holds no Python." in text
    assert "History is cut" in text


def test_modules_that_were_split_up_are_no_drift() -> None:
    split = said(snapshot(30, modules=9), snapshot(60, "2024-05-31", modules=14, uses=200))
    assert "9 modules became 14, of 900 lines then and 900 now" in split
    assert "became" not in said(snapshot(30, modules=9), snapshot(60, "2024-05-31", modules=13, uses=200))


def test_scattered_changes_are_compared_where_there_were_changes() -> None:
    assert "Changes that touched" not in said(snapshot(1), snapshot(1, changes=4, scattered=1))
    text = said(snapshot(1, changes=4, scattered=2), snapshot(1, "2024-05-31", changes=4, scattered=1))
    assert "50% in the month to 2024-01-31, 25% in the month to 2024-05-31" in text


def test_a_pair_that_is_new_or_gone_has_a_course_from_or_to_none() -> None:
    trend = Trend(
        "month",
        (snapshot(1, "2024-01-31", PairCoupling("a", "b", 4)), snapshot(1, "2024-05-31", PairCoupling("b", "a", 9))),
    )
    assert [(each.from_context, each.uses, each.change) for each in courses(trend)] == [
        ("b", (0, 9), 9),
        ("a", (4, 0), -4),
    ]


def test_bars_rise_from_none_to_the_largest() -> None:
    assert bars((0, 1, 2)) == "▁▄█"
    assert bars((0, 0)) == "▁▁"
