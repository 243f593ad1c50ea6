"""Carts nobody will come back for, and card orders nobody paid."""

import logging
from datetime import timedelta

from hearth import db
from hearth.lib import helpers
from hearth.models.core import Order
from hearth.models.ordering import Cart, CartLine
from hearth.services import orders
from hearth.tasks import task

log = logging.getLogger(__name__)

KEEP_EXPIRED_DAYS = 90
UNPAID_HOURS = 24


@task("ordering.expire_carts")
def expire_carts():
    expired = [cart for cart in Cart.query.filter_by(state="open").all() if cart.expired]
    for cart in expired:
        cart.state = "expired"
    db.session.commit()
    return len(expired)


@task("ordering.purge_carts")
def purge_carts():
    """Expired and old: gone for good, lines first."""
    limit = helpers.utcnow() - timedelta(days=KEEP_EXPIRED_DAYS)
    old = [
        cart_id for cart_id, in db.session.query(Cart.id)
        .filter(Cart.state == "expired", Cart.touched_at < limit)
    ]
    for part in helpers.chunked(old, 500):
        CartLine.query.filter(CartLine.cart_id.in_(part)).delete(synchronize_session=False)
        Cart.query.filter(Cart.id.in_(part)).delete(synchronize_session=False)
    db.session.commit()
    log.info("purged %d carts", len(old))
    return len(old)


@task("ordering.cancel_unpaid")
def cancel_unpaid():
    limit = helpers.utcnow() - timedelta(hours=UNPAID_HOURS)
    unpaid = Order.query.filter(
        Order.state == "placed", Order.payment_method.in_(["card", "paypal"]), Order.placed_at < limit
    ).all()
    for order in unpaid:
        orders.cancel(order, "not paid in time")
    return [order.number for order in unpaid]
