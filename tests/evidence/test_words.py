"""Numbers, lists and unit ids in sentences are short, and never say more than is known."""

import pytest

from decompose.evidence import words


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0, "0%"),
        (1e-9, "<1%"),
        (0.004, "<1%"),
        (0.006, "1%"),
        (0.5, "50%"),
        (0.994, "99%"),
        (0.996, ">99%"),
        (1, "100%"),
    ],
)
def test_a_share_is_none_or_all_only_if_it_is(part: float, said: str) -> None:
    assert words.percent(part) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (3, "3"),
        (3.10, "3.1"),
        (1234.5, "1,234.5"),
        (2 / 3, "0.67"),
        (0.0123, "0.012"),
        (-0.5, "-0.5"),
        (100, "100"),
    ],
)
def test_a_number_is_short_and_loses_nothing_small(value: float, said: str) -> None:
    assert words.number(value) == said


def test_counts_agree_with_their_nouns() -> None:
    assert words.amount(0, "cut") == "no cuts"
    assert words.amount(1, "cut") == "1 cut"
    assert words.amount(1200, "cut") == "1,200 cuts"
    assert words.amount(2, "pair of modules", "pairs of modules") == "2 pairs of modules"


def test_a_list_tells_how_many_it_leaves_out() -> None:
    assert words.listed(()) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(("a", "b", "c")) == "a, b and c"
    assert words.listed("abcd") == "a, b, c and 1 more"
    assert words.listed("abcd", 0) == "a, b, c and d"


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("src/shop/orders.py::Order", "shop.orders.Order"),
        ("shop/orders.py::Order.save", "shop.orders.Order.save"),
        ("shop/__init__.py", "shop"),
        ("table:orders", "orders"),
    ],
)
def test_a_unit_is_said_as_people_write_it(unit: str, said: str) -> None:
    assert words.said(unit) == said
