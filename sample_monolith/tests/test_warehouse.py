import sqlite3

import pytest

from hearth import db
from hearth.billing import ledger
from hearth.lib import helpers
from hearth.lib.errors import Conflict, Invalid
from hearth.models import StockMovement, Ticket
from hearth.services import carriers, purchasing, shipping
from hearth.tasks import run_one, run_pending
from hearth.warehouse import reservations, stock


def test_receipt_changes_the_average_cost(shop):
    level = shop.stock("PAN-24")
    stock.move(level, 10, "receipt", unit_cost_cents=3000)
    assert (level.on_hand, level.average_cost_cents) == (20, 2500)


def test_stock_never_goes_below_zero(shop):
    with pytest.raises(Conflict):
        stock.move(shop.stock("PAN-24"), -11, "scrap")


def test_transfer_takes_its_cost_along(shop):
    _source, target = stock.transfer(shop.variant("PAN-24").id, shop.kassel.id, shop.graz.id, 4)
    assert (target.on_hand, target.average_cost_cents) == (8, 2050)


def test_promised_goods_are_neither_moved_nor_scrapped(shop):
    shop.order(PAN_24=9)
    with pytest.raises(Conflict):
        stock.transfer(shop.variant("PAN-24").id, shop.kassel.id, shop.graz.id, 2)
    with pytest.raises(Conflict):
        stock.scrap(shop.stock("PAN-24"), 2, "rust", shop.boss)


def test_large_difference_is_for_the_manager(shop):
    level = shop.stock("PAN-24")
    with pytest.raises(Conflict):
        stock.count(level, 5, shop.agent)
    assert stock.count(level, 5, shop.boss) == -5
    assert StockMovement.query.filter_by(kind="count").one().quantity == -5


def test_packing_picks_what_is_held_and_prints_a_label(shop):
    order = shop.order(PAN_24=2)
    shipment = shipping.pack(order, shop.kassel.id)
    level = shop.stock("PAN-24")
    assert (level.on_hand, level.reserved) == (8, 0)
    assert shipment.carrier == "parcelpost" and shipment.weight_grams == 4380
    assert "34117 Kassel" in shipment.parcels[0].label
    assert run_one("warehouse.check_reserved") == []


def test_two_warehouses_make_two_shipments(shop):
    order = shop.order(PAN_24=12, method="card")
    order.state = "paid"
    shipping.hand_over(shipping.pack(order, shop.kassel.id))
    assert order.state == "picking"
    shipping.hand_over(shipping.pack(order, shop.graz.id))
    assert order.state == "shipped" and order.open_quantity == 0


def test_card_order_is_not_packed_before_it_is_paid(shop):
    with pytest.raises(Conflict):
        shipping.pack(shop.order(PAN_24=1, method="card"), shop.kassel.id)


def test_unpaid_reservation_ends_after_a_while(shop):
    shop.order(PAN_24=3, method="card")
    shop.order(PAN_24=1)
    helpers.freeze(helpers.utcnow().replace(hour=12))
    assert run_one("warehouse.release_expired") == 1
    assert shop.stock("PAN-24").reserved == 1


def test_pick_list_is_in_the_order_of_the_orders(shop):
    first, second = shop.order(PAN_24=1), shop.order(BOOK_1=2)
    assert [r["number"] for r in reservations.pick_list(shop.kassel.id)] == [first.number, second.number]


@pytest.mark.parametrize("weight, country, bulky, code", [
    (2000, "DE", False, "parcelpost"), (40000, "DE", False, "freight"), (9000, "AT", True, "freight"),
    (40000, "CH", False, None),
])
def test_cheapest_carrier_that_takes_it(shop, weight, country, bulky, code):
    found = carriers.cheapest(weight, country, bulky)
    assert (found.code if found else None) == code


def test_express_is_the_courier_or_nobody(shop):
    assert carriers.cheapest(3000, "DE", express=True).code == "blitz"
    assert carriers.cheapest(3000, "AT", express=True) is None


def test_lost_parcel_opens_a_ticket(shop):
    order = shop.order(PAN_24=1)
    run_pending()
    shipping.hand_over(shipping.pack(order, shop.kassel.id))
    helpers.freeze(helpers.utcnow().replace(day=20))
    assert run_one("shipping.find_lost") == 1
    run_pending()
    assert Ticket.query.one().subject == "Parcel lost?"


def test_goods_receipt_writes_stock_and_ledger_together(shop):
    order = purchasing.draft(shop.supplier, shop.kassel.id, [(shop.variant("PAN-24").id, 12, 1800)], shop.boss)
    purchasing.send(order)
    line = order.lines[0].id
    assert purchasing.receive_goods(order.id, {line: 5}) == {"state": "partial", "value_cents": 9000}
    assert ledger.balance("goods_received") == 9000
    db.session.commit()
    assert shop.stock("PAN-24").on_hand == 15
    db.session.commit()
    with pytest.raises(Invalid):
        purchasing.receive_goods(order.id, {line: 8})
    assert ledger.balance("goods_received") == 9000


def test_order_below_the_minimum_is_not_sent(shop):
    shop.supplier.minimum_order_cents = 100000
    order = purchasing.draft(shop.supplier, shop.kassel.id, [(shop.variant("PAN-24").id, 1, 1800)])
    with pytest.raises(Invalid):
        purchasing.send(order)


def test_replenishment_drafts_full_cartons_once(shop):
    shop.stock("PAN-24").reorder_point = 10
    db.session.commit()
    assert run_one("warehouse.replenish") == 1
    assert run_one("warehouse.replenish") == 0
    quantities = db.rows("SELECT quantity FROM purchase_order_lines")
    assert all(row["quantity"] % 6 == 0 for row in quantities)


def test_late_supplier_is_reminded(shop):
    order = purchasing.draft(shop.supplier, shop.kassel.id, [(shop.variant("PAN-24").id, 6, 1800)])
    purchasing.send(order)
    helpers.freeze(helpers.utcnow().replace(month=4))
    run_one("warehouse.remind_suppliers")
    assert shop.mails_to("orders@gussmann.example")[-1].subject == f"Where is {order.number}?"


def test_recount_script_repairs_levels(tmp_path):
    import importlib.util
    import pathlib

    path = pathlib.Path(__file__).parents[1] / "scripts" / "recount.py"
    spec = importlib.util.spec_from_file_location("recount", path)
    recount = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recount)
    connection = sqlite3.connect(tmp_path / "x.db")
    connection.executescript("""
        CREATE TABLE warehouses (id, code); INSERT INTO warehouses VALUES (1, 'KAS');
        CREATE TABLE variants (id, sku); INSERT INTO variants VALUES (1, 'PAN-24');
        CREATE TABLE stock_levels (id, warehouse_id, variant_id, on_hand);
        INSERT INTO stock_levels VALUES (1, 1, 1, 9);
        CREATE TABLE stock_movements (warehouse_id, variant_id, quantity);
        INSERT INTO stock_movements VALUES (1, 1, 10), (1, 1, -2);
    """)
    recount.repair(connection, recount.differences(connection))
    assert recount.differences(connection) == []
    connection.close()
