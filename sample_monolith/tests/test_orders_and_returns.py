import pytest

from hearth.billing import invoices
from hearth.lib import helpers
from hearth.lib.errors import Conflict, Invalid
from hearth.services import orders, returns, shipping
from hearth.tasks import run_pending


@pytest.fixture
def shipped(shop):
    order = shop.order(PAN_24=2)
    run_pending()
    shipping.hand_over(shipping.pack(order, shop.kassel.id))
    return order


def test_cancel_gives_everything_back(shop):
    order = shop.order(PAN_24=2)
    run_pending()
    orders.cancel(order, "too slow", shop.boss)
    run_pending()
    assert order.state == "cancelled" and order.invoices[0].state == "cancelled"
    assert shop.stock("PAN-24").reserved == 0
    assert [e["kind"] for e in orders.timeline(order)] == ["placed", "cancelled"]


def test_shipped_order_cannot_be_cancelled(shop, shipped):
    with pytest.raises(Conflict):
        orders.cancel(shipped, "changed my mind")


def test_return_of_used_goods_refunds_seventy_percent(shop, shipped):
    return_ = returns.announce(shipped, "changed_mind", {1: 1})
    returns.unpack(return_, {1: "used"}, shop.kassel.id)
    assert return_.refund_cents == 3493
    assert shop.stock("PAN-24").on_hand == 8


def test_damaged_on_arrival_is_refunded_in_full_with_shipping(shop):
    order = shop.order(PAN_24=1)
    shipping.hand_over(shipping.pack(order, shop.kassel.id))
    return_ = returns.announce(order, "damaged", {1: 1})
    returns.unpack(return_, {1: "damaged"}, shop.kassel.id)
    assert return_.refund_cents == 4990 + 490


def test_as_new_goes_back_on_the_shelf(shop, shipped):
    return_ = returns.announce(shipped, "does_not_fit", {1: 2})
    returns.unpack(return_, {1: "as_new"}, shop.kassel.id)
    assert shop.stock("PAN-24").on_hand == 10


def test_accepted_return_writes_credit_note_and_order_together(shop, shipped):
    invoices.settle(shipped.invoices[0], 9980, "paypal")
    return_ = returns.announce(shipped, "does_not_fit", {1: 2})
    returns.unpack(return_, {1: "as_new"}, shop.kassel.id)
    returns.accept(return_, shop.boss)
    assert [p.amount_cents for p in shipped.invoices[0].payments] == [9980, -9980]
    assert return_.credit_note.gross_cents == 9980
    assert shipped.state == "returned" and shipped.invoices[0].open_cents == 0


def test_nothing_is_written_when_the_credit_is_too_high(shop, shipped):
    return_ = returns.announce(shipped, "does_not_fit", {1: 2})
    returns.unpack(return_, {1: "as_new"}, shop.kassel.id)
    return_.refund_cents = 999999
    with pytest.raises(Conflict):
        returns.accept(return_)
    assert return_.state == "arrived" and return_.credit_note_id is None


def test_return_window_closes_unless_it_is_our_fault(shop, shipped):
    helpers.freeze(helpers.utcnow().replace(month=5))
    with pytest.raises(Conflict):
        returns.announce(shipped, "changed_mind", {1: 1})
    assert returns.announce(shipped, "not_as_described", {1: 1}).state == "announced"


def test_cannot_return_more_than_came(shop, shipped):
    with pytest.raises(Invalid):
        returns.announce(shipped, "damaged", {1: 3})
    with pytest.raises(Invalid):
        returns.announce(shipped, "boredom", {1: 1})


def test_refused_return_tells_the_customer(shop, shipped):
    return_ = returns.announce(shipped, "changed_mind", {1: 1})
    with pytest.raises(Conflict):
        returns.refuse(return_, "why", shop.boss)
    returns.unpack(return_, {1: "damaged"}, shop.kassel.id)
    returns.refuse(return_, "burnt", shop.boss)
    assert shop.mails_to("anna@mail.example")[-1].body == "burnt"


def test_delivered_orders_are_completed_later(shop, shipped):
    shipping.delivered(shipped.shipments[0].parcels[0].tracking_code)
    assert orders.complete_delivered() == []
    helpers.freeze(helpers.utcnow().replace(day=25))
    assert orders.complete_delivered() == [shipped.number]
