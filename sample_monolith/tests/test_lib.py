from datetime import date

import pytest

from hearth import tasks
from hearth.lib import helpers, mailer, money, xmlrpc_bridge
from hearth.lib.errors import Invalid


@pytest.mark.parametrize("text, cents", [("12,90", 1290), ("12.90", 1290), ("1.234,50", 123450), ("7", 700)])
def test_amounts_as_people_write_them(text, cents):
    assert money.to_cents(text) == cents


def test_parts_sum_up_to_the_whole():
    assert money.spread(100, [1, 1, 1]) == [34, 33, 33]
    assert money.spread(100, [0, 0]) == [50, 50]
    assert money.spread(5, []) == []


def test_amounts_are_shown_the_german_way():
    assert money.format_cents(-123456) == "-1.234,56 EUR"


def test_slug_and_dates():
    assert helpers.slugify("Große Bräter & Töpfe") == "grosse-brater-topfe"
    assert helpers.parse_date("31.12.2024") == helpers.parse_date("2024-12-31") == date(2024, 12, 31)
    assert helpers.month_bounds(2024, 12) == (date(2024, 12, 1), date(2025, 1, 1))
    assert helpers.add_workdays(date(2025, 3, 7), 1) == date(2025, 3, 10)
    with pytest.raises(Invalid):
        helpers.parse_date("soon")


def test_mask_and_chunks():
    assert helpers.mask("DE12345", 2) == "DE*****"
    assert list(helpers.chunked(range(5), 2)) == [[0, 1], [2, 3], [4]]


def test_task_names_are_unique():
    @tasks.task("test.once")
    def once():
        return 1

    def other():
        return 2

    other.__module__ = "elsewhere"
    with pytest.raises(ValueError):
        tasks.task("test.once")(other)
    del tasks.REGISTRY["test.once"]


def test_failing_task_is_tried_three_times():
    calls = []

    @tasks.task("test.fails")
    def fails():
        calls.append(1)
        raise RuntimeError("no")

    tasks.enqueue("test.fails")
    with pytest.raises(RuntimeError):
        tasks.run_pending()
    assert len(calls) == 3
    del tasks.REGISTRY["test.fails"]


def test_unknown_task_is_an_error():
    with pytest.raises(tasks.UnknownTask):
        tasks.run_one("no.such.task")


def test_erased_customers_get_no_mail():
    assert mailer.send("customer-1@deleted.invalid", "x", "y") is None


def test_till_prices_become_cents():
    assert xmlrpc_bridge.translate({"default_code": "A", "list_price": 1.5, "x": 1}) == {"sku": "A", "price_cents": 150}
