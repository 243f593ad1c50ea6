"""Card and PayPal payments through the gateway, and matching bank transfers to invoices."""

import hashlib
import hmac
import re

from hearth import db
from hearth.billing import invoices
from hearth.billing.models import Payment
from hearth.lib import helpers, money
from hearth.lib.errors import Conflict, Forbidden, NotFound, PaymentFailed
from hearth.lib.order_numbers import find_order_numbers
from hearth.models.core import Invoice, Order

GATEWAY = "https://pay.gateway.example/"
GATEWAY_FEES = {"card": (25, "1.4"), "paypal": (35, "2.49")}  # fixed cents, percent
INVOICE_NUMBER = re.compile(r"R(20\d\d)[-\s]?(\d{5})")


def start(order, method):
    """Open a payment for what is still to be paid of an order."""
    invoice = next((i for i in order.invoices if i.state == "open"), None)
    if invoice is None:
        raise Conflict("there is nothing to pay")
    payment = Payment(
        invoice=invoice, order=order, method=method, amount_cents=invoice.open_cents,
        reference=order.number, created_at=helpers.utcnow(),
        gateway_id=helpers.token_for(order.number, method, len(invoice.payments)),
    )
    db.session.add(payment)
    db.session.commit()
    return payment


def gateway_url(payment):
    return f"{GATEWAY}{payment.method}/{payment.gateway_id}?amount={payment.amount_cents}"


def signature(payload):
    secret = helpers.setting("SECRET_KEY").encode()
    text = "|".join(str(payload.get(name, "")) for name in ("gateway_id", "status", "amount_cents"))
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def handle_webhook(payload):
    """The gateway tells how a payment ended. It tells so more than once."""
    if not hmac.compare_digest(signature(payload), payload.get("signature", "")):
        raise Forbidden("wrong signature")
    payment = Payment.query.filter_by(gateway_id=payload["gateway_id"]).one_or_none()
    if payment is None:
        raise NotFound("unknown payment")
    if payment.state != "pending":
        return payment
    if payload["status"] != "settled":
        payment.state = "failed"
        db.session.commit()
        return payment
    if int(payload["amount_cents"]) != payment.amount_cents:
        raise PaymentFailed("amount differs", expected=payment.amount_cents)
    payment.state = "settled"
    payment.settled_at = helpers.utcnow()
    return invoices.register(payment)


def fee(payment):
    fixed, percent = GATEWAY_FEES.get(payment.method, (0, "0"))
    return fixed + money.percent_of(payment.amount_cents, percent)


def match_transfer(text, amount_cents):
    """The invoice a transfer is meant for, or None when a human must look.

    First by invoice number, then by order number, at last by an amount only one open invoice has.
    """
    for year, running in INVOICE_NUMBER.findall(text):
        invoice = Invoice.query.filter_by(number=f"R{year}-{running}").one_or_none()
        if invoice is not None and invoice.state == "open":
            return invoice
    for number in find_order_numbers(text):
        found = Invoice.query.join(Order).filter(Order.number == number, Invoice.state == "open").all()
        if len(found) == 1:
            return found[0]
    same_amount = [i for i in Invoice.query.filter_by(state="open").all() if i.open_cents == amount_cents]
    return same_amount[0] if len(same_amount) == 1 else None
