"""Numbers in the HTML report: short, comparable, and never rounded to all or nothing of what is neither."""

import pytest

from decompose.reports.html.formats import figure, grade, share


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0%"),
        (0.0004, "<0.1%"),
        (0.004, "0.4%"),
        (0.18, "18%"),
        (0.996, "99.6%"),
        (0.9998, ">99.9%"),
        (1.0, "100%"),
    ],
)
def test_no_share_is_rounded_to_all_or_nothing(value: float, said: str) -> None:
    assert share(value) == said


@pytest.mark.parametrize(
    ("value", "said"), [(-0.001, "0"), (0.41, "0.41"), (8.5, "8.5"), (63.35, "63.4"), (100, "100"), (1204.4, "1,204")]
)
def test_a_figure_has_about_three_digits(value: float, said: str) -> None:
    assert figure(value) == said


def test_grades_stand_in_one_column() -> None:
    assert [grade(value) for value in (0.2, 0.19, 1)] == ["0.20", "0.19", "1.00"]
