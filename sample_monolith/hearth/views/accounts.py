"""The customer's own account."""

from flask import Blueprint, jsonify, request

from hearth import db
from hearth.accounts import profiles
from hearth.lib import helpers
from hearth.lib.auth import current_user, login_required, permission_required
from hearth.models.core import Customer
from hearth.models.support import PrivacyRequest
from hearth.services import loyalty, privacy

bp = Blueprint("accounts", __name__)


def address_data(address):
    return {"id": address.id, "kind": address.kind, "lines": address.lines(), "default": address.is_default}


@bp.post("/accounts")
def sign_up():
    payload = request.get_json()
    email, password, name = helpers.require(payload, "email", "password", "name")
    customer = profiles.sign_up(
        email, password, name, payload.get("kind", "private"), payload.get("vat_id"), payload.get("country", "DE")
    )
    return jsonify(number=customer.number), 201


@bp.get("/account")
@login_required
def show():
    customer = current_user().customer
    return jsonify(
        number=customer.number,
        name=customer.name,
        email=customer.email,
        points=loyalty.balance(customer),
        addresses=[address_data(a) for a in customer.addresses if not a.archived],
    )


@bp.post("/account/addresses")
@login_required
def add_address():
    payload = request.get_json()
    recipient, street, postcode, city = helpers.require(payload, "recipient", "street", "postcode", "city")
    address = profiles.add_address(
        current_user().customer, recipient, street, postcode, city, payload.get("country", "DE")
    )
    return jsonify(address_data(address)), 201


@bp.delete("/account/addresses/<int:address_id>")
@login_required
def remove_address(address_id):
    profiles.remove_address(current_user().customer, address_id)
    return "", 204


@bp.post("/account/privacy")
@login_required
def privacy_request():
    kind, = helpers.require(request.get_json(), "kind")
    customer = current_user().customer
    received = privacy.receive(customer, kind)
    if kind == "access":
        return jsonify(id=received.id, known=privacy.collect(customer)), 201
    return jsonify(id=received.id, due_at=received.due_at.isoformat()), 201


@bp.post("/staff/privacy/<int:request_id>/erase")
@permission_required("privacy.erase")
def erase(request_id):
    done = privacy.erase(db.get_or_404(PrivacyRequest, request_id), current_user())
    return jsonify(id=done.id, done_at=done.done_at.isoformat())


@bp.get("/staff/customers/<int:customer_id>")
@permission_required("support.read")
def customer(customer_id):
    found = db.get_or_404(Customer, customer_id)
    return jsonify(
        number=found.number,
        name=found.name,
        blocked=found.blocked,
        orders=[order.number for order in found.orders],
        open_cents=sum(invoice.open_cents for invoice in found.invoices if invoice.state == "open"),
        duplicates=[c.number for c in profiles.likely_duplicates(found)],
    )


@bp.post("/staff/customers/<int:customer_id>/merge/<int:other_id>")
@permission_required("support.merge")
def merge(customer_id, other_id):
    kept = profiles.merge(
        db.get_or_404(Customer, customer_id), db.get_or_404(Customer, other_id), current_user()
    )
    return jsonify(number=kept.number)


@bp.post("/staff/customers/<int:customer_id>/notes")
@permission_required("support.read")
def note(customer_id):
    payload = request.get_json()
    text, = helpers.require(payload, "text")
    written = profiles.add_note(
        db.get_or_404(Customer, customer_id), text, current_user(), bool(payload.get("pinned"))
    )
    return jsonify(id=written.id), 201
