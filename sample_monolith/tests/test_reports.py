from datetime import timedelta

from hearth import db
from hearth.billing import invoices
from hearth.lib import helpers
from hearth.models import Campaign
from hearth.reports import (
    assortment,
    board_pack,
    campaign_roi,
    runner,
    sales,
    stock_value,
    support_load,
    vat_return,
)
from hearth.services import returns, shipping, tickets
from hearth.tasks import run_one, run_pending


def test_sales_by_day(shop, march):
    shop.order(PAN_24=2)
    shop.order(BOOK_1=1)
    assert sales.by_day(*march) == [{"day": "2025-03-04", "orders": 2, "pieces": 3, "goods_cents": 12120}]
    assert sales.conversion(*march) == {"carts": 2, "ordered": 2, "rate": 1.0}


def test_returns_by_brand(shop):
    order = shop.order(PAN_24=2)
    shipping.hand_over(shipping.pack(order, shop.kassel.id))
    returns.announce(order, "damaged", {1: 1})
    assert sales.return_rate_by_brand(2025, 3) == [
        {"brand": "Gussmann", "reason": "damaged", "returned": 1, "shipped": 2}
    ]


def test_vat_return_by_rate(shop):
    shop.order(PAN_24=2)
    shop.order(shop.bistro, PAN_24=4)
    report = vat_return.vat_return(2025, 3)
    assert [(f["rate"], f["field"], f["tax_cents"]) for f in report["fields"]] == [("0", "21", 0), ("19", "81", 1593)]
    assert report["due_cents"] == 1593
    assert vat_return.deliveries_abroad(2025, 3)[0]["country"] == "AT"


def test_open_items_view(shop):
    order = shop.order(PAN_24=2)
    invoices.settle(order.invoices[0], 1000, "transfer")
    assert [(r["order_number"], r["open_cents"]) for r in vat_return.open_items()] == [(order.number, 8980)]


def test_slow_movers_and_margin(shop):
    assert [r["sku"] for r in assortment.slow_movers()] == ["BOOK-1", "PAN-24", "TAB-01"]
    shop.order(PAN_24=2)
    row = assortment.margin_by_category(2025, 3)[0]
    assert row["category"] == "Pans" and row["margin_percent"] == 51.1 and not row["below_target"]
    assert [r["slug"] for r in assortment.never_reviewed()] == ["cast-iron-skillet", "oak-table", "one-pot"]


def test_stock_value(shop):
    assert stock_value.by_warehouse()[1]["value_cents"] == 62 * 2000
    assert stock_value.by_supplier()[0]["value_cents"] == 104000
    assert stock_value.year_end()["total_cents"] == (62 * 2000 + 4 * 2100) * 40 // 100


def test_support_load(shop):
    ticket = tickets.open_ticket("Parcel", "delivery is late", shop.anna)
    tickets.answer(ticket, "soon", shop.agent)
    assert support_load.by_topic()[0]["topic"] == "delivery"
    assert sum(row["answers"] for row in support_load.by_agent()) <= 1
    shipping.pack(shop.order(PAN_24=1), shop.kassel.id)
    assert support_load.contact_rate(2025, 3) == [
        {"carrier": "parcelpost", "orders": 1, "tickets": 0, "per_hundred": 0.0}
    ]


def test_campaign_return_on_investment(shop, march):
    db.session.add(Campaign(
        code="spring", subject="s", body="b", send_at=helpers.utcnow(), sent_at=helpers.utcnow(), budget_cents=1000,
    ))
    db.session.commit()
    order = shop.order(PAN_24=2)
    order.utm_campaign, order.utm_source = "spring", "newsletter"
    db.session.commit()
    row = campaign_roi.by_campaign()[0]
    assert (row["orders"], row["profit_cents"], row["roi"]) == (1, 2193, 2.19)
    assert campaign_roi.by_source(*march)[0]["source"] == "newsletter"


def test_board_pack_has_a_bit_of_everything(shop):
    order = shop.order(PAN_24=2)
    tickets.open_ticket("Hello", "hello", shop.anna, order)
    pack = board_pack.board_pack(2025, 3)
    assert pack["figures"]["orders"] == 1 and pack["figures"]["tickets_per_100_orders"] == 100.0
    assert pack["top_customers"][0]["name"] == "Anna Amsel"
    assert pack["overdue"]["invoices"] == 1


def test_reports_by_name(shop):
    shop.order(PAN_24=2)
    run_pending()
    assert runner.run("ledger").splitlines()[1].startswith("R2025-00001;2025-03-04;1200;9980")
    assert runner.run("stock-value").startswith("sku;on_hand")
    assert runner.run("campaigns").startswith("campaign;sends")


def test_quiet_night_reports_nothing(shop):
    shop.order(PAN_24=2)
    run_pending()
    assert run_one("nightly.run") == []


def test_night_finds_what_does_not_add_up(shop):
    order = shop.order(PAN_24=2)
    order.total_cents += 1
    db.session.commit()
    helpers.freeze(helpers.utcnow() + timedelta(hours=12))
    assert run_one("nightly.run") == [f"order {order.number} is invoiced over 9980"]
