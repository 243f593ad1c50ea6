import pytest

from hearth import db
from hearth.lib import helpers, order_numbers
from hearth.lib.errors import Conflict, Forbidden, Invalid, OutOfStock
from hearth.models import Invoice, Order, Reservation
from hearth.services import cart as carts
from hearth.services import checkout, gift_registry, vouchers
from hearth.tasks import run_one, run_pending


def test_checkout_writes_order_invoice_and_reservation_together(shop):
    order = shop.order(PAN_24=2)
    assert order.total_cents == 9980 and order.state == "placed"
    assert [i.gross_cents for i in order.invoices] == [9980]
    assert order.invoices[0].tax_cents == 1593
    assert shop.stock("PAN-24").reserved == 2
    assert Reservation.query.one().order_line_id == order.lines[0].id


def test_nothing_is_written_when_stock_is_short(shop):
    with pytest.raises(OutOfStock):
        shop.order(PAN_24=15, method="card")
    assert Order.query.count() == Invoice.query.count() == Reservation.query.count() == 0
    assert shop.stock("PAN-24").reserved == 0


def test_order_is_taken_from_two_warehouses_the_nearest_first(shop):
    shop.order(PAN_24=12, method="card")
    assert (shop.stock("PAN-24").reserved, shop.stock("PAN-24", "GRZ").reserved) == (10, 2)


def test_small_order_pays_shipping_and_a_table_its_surcharge(shop):
    assert shop.order(PAN_24=1).shipping_cents == 490
    assert shop.order(TAB_01=1, method="card").shipping_cents == 2900


def test_tax_of_a_mixed_cart_is_per_line(shop):
    order = shop.order(PAN_24=1, BOOK_1=3)
    rates = {line.title: line.tax_rate for line in order.invoices[0].lines}
    assert rates == {"Cast iron skillet 24 cm": "19", "One pot": "7"}


def test_business_abroad_pays_no_tax(shop):
    invoice = shop.order(shop.bistro, PAN_24=3).invoices[0]
    assert invoice.reverse_charge and invoice.tax_cents == 0


def test_big_first_order_is_not_on_invoice(shop):
    with pytest.raises(Conflict):
        shop.order(TAB_01=1)


def test_blocked_customer_cannot_order(shop):
    shop.anna.block("does not pay")
    db.session.commit()
    with pytest.raises(Forbidden):
        shop.order(PAN_24=1)


def test_empty_cart_and_foreign_address_are_refused(shop):
    cart = carts.new_cart(shop.anna)
    with pytest.raises(Invalid):
        checkout.place_order(cart, shop.anna, shop.anna.addresses[0].id)
    with pytest.raises(Invalid):
        checkout.place_order(cart, shop.anna, shop.bistro.addresses[0].id)


def test_voucher_is_redeemed_once(shop):
    voucher = vouchers.create("SPRING", helpers.today(), percent=10)
    order = shop.order(PAN_24=2, voucher="SPRING")
    assert order.discount_cents == 998 and order.total_cents == 8982
    assert vouchers.cost(voucher) == 998
    assert shop.order(PAN_24=2, voucher="SPRING").discount_cents == 0


def test_order_mail_and_points_come_from_the_queue(shop):
    shop.order(PAN_24=2)
    assert run_pending() == 2
    assert "R2025-00001" in shop.mails_to("anna@mail.example")[0].subject
    assert db.scalar("SELECT SUM(points) FROM loyalty_entries") == 99


def test_order_numbers_have_a_check_digit(shop):
    number = shop.order(PAN_24=1).number
    assert order_numbers.is_order_number(number)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not order_numbers.is_order_number(wrong)
    assert order_numbers.find_order_numbers(f"order {number.replace('-', ' ')} please") == [number]


def test_carts_merge_by_the_larger_quantity(shop):
    guest, own = carts.new_cart(), carts.new_cart(shop.anna)
    carts.put(guest, "PAN-24", 3)
    carts.put(own, "PAN-24", 1)
    carts.put(guest, "BOOK-1", 1)
    carts.merge(guest, own)
    assert {line.variant.sku: line.quantity for line in own.lines} == {"PAN-24": 3, "BOOK-1": 1}
    assert guest.state == "expired"


def test_cart_line_goes_with_quantity_zero(shop):
    cart = carts.put(carts.new_cart(), "PAN-24", 2)
    assert carts.put(cart, "PAN-24", 0).lines == []
    with pytest.raises(Invalid):
        carts.put(cart, "PAN-24", 51)


def test_unpaid_card_order_is_cancelled_after_a_day(shop):
    order = shop.order(PAN_24=1, method="card")
    assert run_one("ordering.cancel_unpaid") == []
    helpers.freeze(helpers.utcnow().replace(day=6))
    assert run_one("ordering.cancel_unpaid") == [order.number]
    assert order.invoices[0].state == "cancelled"
    assert shop.stock("PAN-24").reserved == 0


def test_old_carts_expire_and_are_purged(shop):
    carts.put(carts.new_cart(), "PAN-24", 1)
    helpers.freeze(helpers.utcnow().replace(month=4, day=10))
    assert run_one("ordering.expire_carts") == 1
    helpers.freeze(helpers.utcnow().replace(month=8))
    assert run_one("ordering.purge_carts") == 1
    assert db.scalar("SELECT COUNT(*) FROM cart_lines") == 0


def test_gift_list_counts_what_is_left(shop):
    wishes = gift_registry.GiftList(shop.anna, "wedding", helpers.today())
    wishes.wish("PAN-24", 2)
    gift_registry.cart_for(wishes, shop.bistro, "PAN-24", 1)
    assert wishes.left("PAN-24") == 1
    with pytest.raises(Conflict):
        wishes.give("PAN-24", 2)
