"""Orders and returns, as the customer and as support see them."""

from flask import Blueprint, jsonify, request

from hearth import db
from hearth.lib import helpers
from hearth.lib.auth import audit, current_user, login_required, permission_required
from hearth.lib.errors import NotFound
from hearth.models.core import Order
from hearth.models.ordering import Return
from hearth.reports import sales
from hearth.services import orders, returns

bp = Blueprint("orders", __name__)


def order_data(order):
    return {
        "number": order.number,
        "state": order.state,
        "placed_at": order.placed_at.isoformat(),
        "total_cents": order.total_cents,
        "lines": [
            {"position": line.position, "title": line.title, "quantity": line.quantity,
             "shipped": line.shipped_quantity, "returned": line.returned_quantity}
            for line in order.lines
        ],
        "invoices": [invoice.number for invoice in order.invoices],
        "tracking": [parcel.tracking_code for shipment in order.shipments for parcel in shipment.parcels],
    }


def own_order(number):
    order = orders.by_number(number)
    if order.customer_id != current_user().customer.id:
        raise NotFound(f"no order {number}")
    return order


@bp.get("/orders")
@login_required
def index():
    query = Order.query.filter_by(customer_id=current_user().customer.id).order_by(Order.placed_at.desc())
    return jsonify(orders=[order_data(o) for o in helpers.paginate(query, request.args.get("page", 1))])


@bp.get("/orders/<number>")
@login_required
def show(number):
    order = own_order(number)
    return jsonify({**order_data(order), "timeline": orders.timeline(order)})


@bp.post("/orders/<number>/cancel")
@login_required
def cancel(number):
    order = orders.cancel(own_order(number), "by the customer", current_user())
    return jsonify(order_data(order))


@bp.post("/orders/<number>/returns")
@login_required
def announce_return(number):
    payload = request.get_json()
    reason, lines = helpers.require(payload, "reason", "lines")
    quantities = {int(position): int(quantity) for position, quantity in lines.items()}
    return_ = returns.announce(own_order(number), reason, quantities)
    return jsonify(id=return_.id, state=return_.state), 201


@bp.post("/staff/returns/<int:return_id>/unpack")
@permission_required("returns.unpack")
def unpack(return_id):
    payload = request.get_json()
    conditions = {int(position): word for position, word in payload["conditions"].items()}
    return_ = returns.unpack(
        db.get_or_404(Return, return_id), conditions, int(payload["warehouse_id"]), current_user()
    )
    return jsonify(id=return_.id, refund_cents=return_.refund_cents)


@bp.post("/staff/returns/<int:return_id>/<any(accept, refuse):decision>")
@permission_required("returns.decide")
def decide(return_id, decision):
    return_ = db.get_or_404(Return, return_id)
    audit("return." + decision, return_, current_user())
    if decision == "accept":
        returns.accept(return_, current_user())
    else:
        returns.refuse(return_, request.get_json()["why"], current_user())
    return jsonify(id=return_.id, state=return_.state, refund_cents=return_.refund_cents)


@bp.get("/staff/sales")
@permission_required("orders.report")
def sales_report():
    day = helpers.parse_date(request.args["from"])
    return jsonify(days=sales.by_day(day, helpers.parse_date(request.args["to"])))
