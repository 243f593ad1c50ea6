"""Giving money back: for a return, or out of goodwill."""

from hearth import db
from hearth.billing import invoices, ledger
from hearth.billing.models import Payment
from hearth.lib import helpers, mailer, money
from hearth.lib.errors import Conflict, Invalid
from hearth.models.ordering import OrderEvent
from hearth.tasks import enqueue

GOODWILL_LIMIT_CENTS = 5000


def invoice_of(order):
    found = [i for i in order.invoices if i.state in ("open", "paid")]
    if not found:
        raise Conflict(f"order {order.number} has no invoice to credit")
    return found[0]


def pay_back(invoice, cents, reference):
    """A payment with a minus, the way the customer paid. Nothing if nothing was paid yet."""
    cents = min(cents, invoice.paid_cents)
    if cents <= 0:
        return None
    paid_by = next((p.method for p in invoice.payments if p.state == "settled"), "transfer")
    payment = Payment(
        invoice=invoice, order=invoice.order, method=paid_by, amount_cents=-cents, reference=reference,
        state="settled", created_at=helpers.utcnow(), settled_at=helpers.utcnow(),
    )
    db.session.add(payment)
    db.session.flush()
    invoice.paid_cents -= cents
    ledger.post_payment(payment)
    return payment


def refund_return(return_, user=None):
    """Accept a return: credit note, payment and the state of return and order, all or nothing."""
    order = return_.order
    invoice = invoice_of(order)
    try:
        if return_.refund_cents:
            note = invoices.credit(invoice, return_.refund_cents, "return " + order.number)
            return_.credit_note = note
            pay_back(invoice, return_.refund_cents, note.number)
        return_.state = "accepted"
        if all(line.returned_quantity >= line.quantity for line in order.lines):
            order.state = "returned"
        db.session.add(OrderEvent(
            order=order, at=helpers.utcnow(), kind="refunded",
            note=money.format_cents(return_.refund_cents), user_id=user.id if user else None,
        ))
        db.session.commit()
    except Exception:
        db.session.rollback()
        raise
    enqueue("loyalty.take_back", order_id=order.id, cents=return_.refund_cents)
    mailer.send(
        order.customer.email, f"Your return for {order.number}",
        f"We have credited {money.format_cents(return_.refund_cents)}.",
    )
    return return_


def goodwill(order, cents, why, user):
    """Support may give a little without asking anybody."""
    if cents <= 0:
        raise Invalid("how much?")
    if cents > GOODWILL_LIMIT_CENTS and not user.may("billing.refund"):
        raise Conflict("ask the accountant", limit_cents=GOODWILL_LIMIT_CENTS)
    invoice = invoice_of(order)
    note = invoices.credit(invoice, cents, "goodwill: " + why[:45])
    payment = pay_back(invoice, cents, note.number)
    db.session.add(OrderEvent(order=order, at=helpers.utcnow(), kind="goodwill", note=why, user_id=user.id))
    db.session.commit()
    return note, payment
