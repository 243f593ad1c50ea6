from datetime import date

import pytest

from hearth.lib.errors import Invalid
from hearth.services import pricing
from hearth.tasks import run_one


def test_list_price_is_the_ceiling(shop):
    variant = shop.variant("PAN-24")
    pricing.set_price(variant, 6000)
    assert pricing.unit_price(variant) == 4990


def test_trade_price_needs_a_business_and_three_pieces(shop):
    variant = shop.variant("PAN-24")
    pricing.set_price(variant, 3990, "trade")
    assert pricing.unit_price(variant, 3, shop.bistro) == 3990
    assert pricing.unit_price(variant, 2, shop.bistro) == 4990
    assert pricing.unit_price(variant, 3, shop.anna) == 4990


def test_quantity_breaks_are_listed_once(shop):
    variant = shop.variant("PAN-24")
    pricing.set_price(variant, 4590, from_quantity=4)
    assert pricing.price_table(variant) == [
        {"from_quantity": 1, "unit_price_cents": 4990},
        {"from_quantity": 4, "unit_price_cents": 4590},
    ]


def test_new_price_ends_the_old_one(shop):
    variant = shop.variant("PAN-24")
    old = pricing.set_price(variant, 4500, valid_from=date(2025, 1, 1))
    pricing.set_price(variant, 4700, valid_from=date(2025, 3, 1))
    assert old.valid_to == date(2025, 2, 28)


@pytest.mark.parametrize("cents, charming", [(499, 499), (1234, 1290), (1290, 1290), (1291, 1390)])
def test_charm_prices_end_in_ninety(cents, charming):
    assert pricing.charm(cents) == charming


def test_price_below_the_margin_is_refused(shop):
    with pytest.raises(Invalid):
        pricing.set_price(shop.variant("PAN-24"), 2400, cost_cents=2000)


def test_planned_change_is_applied_on_its_day(shop):
    from hearth.lib import helpers

    variant = shop.variant("PAN-24")
    pricing.plan_change(variant, 5400, date(2025, 3, 5), shop.boss)
    assert run_one("catalog.apply_price_changes") == 0
    helpers.freeze(helpers.utcnow().replace(day=5))
    assert run_one("catalog.apply_price_changes") == 1
    assert variant.list_price_cents == 5490
    assert "PAN-24" in shop.mails_to("sortiment@hearthside.example")[0].body
