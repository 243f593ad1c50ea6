"""The life of an order after it was placed."""

from hearth import db
from hearth.lib import helpers, mailer
from hearth.lib.errors import Conflict, NotFound
from hearth.lib.order_numbers import is_order_number
from hearth.models.core import Order
from hearth.models.ordering import OrderEvent
from hearth.tasks import enqueue

TRANSITIONS = {
    "placed": {"paid", "picking", "cancelled"},
    "paid": {"picking", "cancelled"},
    "picking": {"shipped", "placed"},
    "shipped": {"completed", "returned"},
    "completed": {"returned"},
}
RELEASED_ON = {"invoice": {"placed", "paid"}, "card": {"paid"}, "paypal": {"paid"}}


def by_number(number):
    if not is_order_number(number):
        raise NotFound(f"{number} is not an order number")
    order = Order.query.filter_by(number=number.strip().upper()).one_or_none()
    if order is None:
        raise NotFound(f"no order {number}")
    return order


def note_event(order, kind, note="", user=None):
    event = OrderEvent(at=helpers.utcnow(), kind=kind, note=note, user_id=user.id if user else None)
    order.events.append(event)
    return event


def move(order, state, note="", user=None):
    """Change the state if the state machine has such an arrow; the caller commits."""
    if state not in TRANSITIONS.get(order.state, set()):
        raise Conflict(f"an order that is {order.state} cannot become {state}")
    order.state = state
    note_event(order, state, note, user)
    return order


def mark_paid(order):
    """Called by billing when the invoice is settled; later states stay what they are."""
    if order.state == "placed":
        move(order, "paid")
    else:
        note_event(order, "payment_received")


def can_be_picked(order):
    return order.state in RELEASED_ON[order.payment_method] and not order.customer.blocked


def mark_shipped(order, carrier, codes):
    if order.open_quantity == 0:
        move(order, "shipped", f"{carrier} {', '.join(codes)}")
    else:
        note_event(order, "partly_shipped", f"{carrier} {', '.join(codes)}")
    mailer.send(
        order.customer.email,
        f"Your order {order.number} is on its way",
        f"{carrier} brings it: {', '.join(codes)}",
    )


def cancel(order, reason, user=None):
    """Only until it is being picked. Reservation, invoice and points go back as well."""
    # here and not above: billing.invoices imports this module
    from hearth.billing import invoices
    from hearth.warehouse import reservations

    move(order, "cancelled", reason, user)
    order.cancelled_at = helpers.utcnow()
    for line in order.lines:
        reservations.release(line.id)
    for invoice in order.invoices:
        if invoice.state == "open":
            invoices.cancel_invoice(invoice, "order cancelled")
    db.session.commit()
    enqueue("loyalty.take_back", order_id=order.id)
    mailer.send(order.customer.email, f"Order {order.number} is cancelled", f"Reason: {reason}")
    return order


def complete_delivered(days=14):
    """Delivered long enough ago that a return is unlikely."""
    limit = helpers.utcnow().timestamp() - days * 86400
    done = []
    for order in Order.query.filter_by(state="shipped").all():
        delivered = [s.delivered_at for s in order.shipments]
        if delivered and all(d is not None and d.timestamp() < limit for d in delivered):
            move(order, "completed")
            done.append(order.number)
    db.session.commit()
    return done


def timeline(order):
    return [{"at": e.at.isoformat(), "kind": e.kind, "note": e.note} for e in order.events]
