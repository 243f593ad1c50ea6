"""Invoices for customers, payments for the gateway, the desk of the accountant."""

from flask import Blueprint, Response, jsonify, request

from hearth import db
from hearth.billing import invoices, ledger
from hearth.lib import helpers
from hearth.lib.auth import audit, current_user, login_required, permission_required
from hearth.lib.errors import NotFound
from hearth.models.core import Customer, Invoice
from hearth.reports import vat_return
from hearth.services import orders, payments, refunds

bp = Blueprint("billing", __name__)


def invoice_data(invoice):
    return {
        "number": invoice.number,
        "order": invoice.order.number if invoice.order else None,
        "issued_on": invoice.issued_on.isoformat(),
        "due_on": invoice.due_on.isoformat(),
        "state": invoice.state,
        "gross_cents": invoice.gross_cents,
        "open_cents": invoice.open_cents,
    }


@bp.get("/invoices")
@login_required
def index():
    found = Invoice.query.filter_by(customer_id=current_user().customer.id).order_by(Invoice.id).all()
    return jsonify(invoices=[invoice_data(i) for i in found])


@bp.get("/invoices/<number>.txt")
@login_required
def download(number):
    invoice = invoices.by_number(number)
    if invoice.customer_id != current_user().customer.id:
        raise NotFound(f"no invoice {number}")
    return Response(invoices.render(invoice), mimetype="text/plain")


@bp.post("/payments/webhook")
def webhook():
    payment = payments.handle_webhook(request.get_json())
    return jsonify(state=payment.state)


@bp.post("/staff/invoices")
@permission_required("billing.edit")
def create():
    payload = request.get_json()
    customer_id, items = helpers.require(payload, "customer_id", "items")
    customer = db.get_or_404(Customer, int(customer_id))
    parts = [(i["title"], int(i["quantity"]), int(i["gross_cents"]), i.get("tax_class", "standard")) for i in items]
    return jsonify(invoice_data(invoices.manual_invoice(customer, parts))), 201


@bp.post("/staff/invoices/<number>/settle")
@permission_required("billing.edit")
def settle(number):
    invoice = invoices.by_number(number)
    amount, = helpers.require(request.get_json(), "amount_cents")
    invoices.settle(invoice, int(amount), "transfer", "by hand")
    audit("invoice.settle", invoice, current_user())
    db.session.commit()
    return jsonify(invoice_data(invoice))


@bp.post("/staff/invoices/<number>/extend")
@permission_required("billing.edit")
def extend(number):
    invoice = invoices.by_number(number)
    invoice.extend(int(request.get_json()["days"]))
    db.session.commit()
    return jsonify(invoice_data(invoice))


@bp.post("/staff/orders/<number>/goodwill")
@permission_required("support.goodwill")
def goodwill(number):
    payload = request.get_json()
    cents, why = helpers.require(payload, "cents", "why")
    note, _payment = refunds.goodwill(orders.by_number(number), int(cents), why, current_user())
    return jsonify(credit_note=note.number), 201


@bp.get("/staff/vat/<int:year>/<int:month>")
@permission_required("billing.report")
def vat(year, month):
    return jsonify(vat_return.vat_return(year, month))


@bp.get("/staff/ledger/<account>")
@permission_required("billing.report")
def account(account):
    return jsonify(account=account, balance_cents=ledger.balance(account))
