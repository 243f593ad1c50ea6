"""The back office: one page per morning question, so it touches everything."""

from flask import Blueprint, Response, jsonify, request

from hearth import db
from hearth.billing import ledger
from hearth.lib import helpers
from hearth.lib.auth import audit, current_user, permission_required
from hearth.models.core import Customer, Invoice, Order, Product, Variant
from hearth.models.marketing import Campaign
from hearth.models.support import Ticket
from hearth.models.user import AuditLog
from hearth.reports import assortment, board_pack, runner
from hearth.services import newsletters, orders, pricing, shipping, sla, tickets
from hearth.tasks import enqueue

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("/")
@permission_required("admin.read")
def dashboard():
    return jsonify(
        orders_to_pack=len(shipping.ready_to_pack()),
        overdue_invoices=Invoice.query.filter(Invoice.state == "open", Invoice.due_on < helpers.today()).count(),
        late_tickets=len(sla.breached()),
        unpublished=Product.query.filter_by(published=False).count(),
        due_campaigns=[c.code for c in newsletters.due_campaigns()],
        receivables_cents=ledger.balance("receivables"),
    )


@bp.get("/find")
@permission_required("admin.read")
def find():
    """One box for everything: order number, invoice number, SKU, mail address."""
    text = request.args["q"].strip()
    order = Order.query.filter_by(number=text.upper()).one_or_none()
    invoice = Invoice.query.filter_by(number=text.upper()).one_or_none()
    variant = Variant.query.filter_by(sku=text.upper()).one_or_none()
    customers = Customer.query.filter_by(email=text.lower()).all()
    return jsonify(
        order=order.number if order else None,
        invoice={"number": invoice.number, "open_cents": invoice.open_cents} if invoice else None,
        variant={"sku": variant.sku, "price_cents": pricing.unit_price(variant)} if variant else None,
        customers=[{"number": c.number, "blocked": c.blocked} for c in customers],
    )


@bp.post("/orders/<number>/cancel")
@permission_required("admin.orders")
def cancel_order(number):
    """Cancel for the customer, and tell support why."""
    reason, = helpers.require(request.get_json(), "reason")
    order = orders.cancel(orders.by_number(number), reason, current_user())
    tickets.open_ticket(f"Cancelled {number}", reason, order.customer, order, "invoice")
    audit("order.cancel", order, current_user())
    db.session.commit()
    return jsonify(number=order.number, state=order.state)


@bp.post("/customers/<int:customer_id>/<any(block, unblock):action>")
@permission_required("admin.customers")
def block(customer_id, action):
    customer = db.get_or_404(Customer, customer_id)
    if action == "block":
        customer.block(request.get_json()["reason"])
    else:
        customer.unblock()
    audit("customer." + action, customer, current_user())
    db.session.commit()
    return jsonify(number=customer.number, blocked=customer.blocked)


@bp.get("/board-pack/<int:year>/<int:month>")
@permission_required("admin.reports")
def board(year, month):
    return jsonify(board_pack.board_pack(year, month))


@bp.get("/reports/<name>.csv")
@permission_required("admin.reports")
def report(name):
    return Response(runner.run(name), mimetype="text/csv")


@bp.get("/dust")
@permission_required("admin.read")
def dust():
    return jsonify(slow_movers=assortment.slow_movers(), never_reviewed=assortment.never_reviewed())


@bp.post("/nightly")
@permission_required("admin.jobs")
def nightly():
    enqueue("nightly.run")
    return "", 202


@bp.get("/activity")
@permission_required("admin.read")
def activity():
    lines = helpers.paginate(AuditLog.query.order_by(AuditLog.id.desc()), request.args.get("page", 1))
    return jsonify(
        lines=[{"at": line.at.isoformat(), "action": line.action, "subject": line.subject} for line in lines],
        open_tickets=Ticket.query.filter(Ticket.state != "closed").count(),
        campaigns=Campaign.query.count(),
    )
