"""Tickets, for customers and for the agents."""

from flask import Blueprint, jsonify, request

from hearth import db
from hearth.lib import helpers
from hearth.lib.auth import current_user, login_required, permission_required
from hearth.lib.errors import NotFound
from hearth.models.support import Macro, Ticket
from hearth.reports import support_load
from hearth.services import orders, tickets

bp = Blueprint("support", __name__)


def ticket_data(ticket, internal=False):
    return {
        "id": ticket.id,
        "subject": ticket.subject,
        "topic": ticket.topic,
        "priority": ticket.priority,
        "state": ticket.state,
        "order": ticket.order.number if ticket.order else None,
        "assignee": ticket.assignee.name if ticket.assignee else None,
        "messages": [m.body for m in ticket.messages if internal or not m.internal],
    }


def own_ticket(ticket_id):
    ticket = db.get_or_404(Ticket, ticket_id)
    if ticket.customer_id != current_user().customer.id:
        raise NotFound(f"no ticket {ticket_id}")
    return ticket


@bp.post("/tickets")
@login_required
def create():
    payload = request.get_json()
    subject, body = helpers.require(payload, "subject", "body")
    order = orders.by_number(payload["order"]) if payload.get("order") else None
    ticket = tickets.open_ticket(subject, body, current_user().customer, order)
    return jsonify(ticket_data(ticket)), 201


@bp.post("/tickets/<int:ticket_id>/messages")
@login_required
def write(ticket_id):
    body, = helpers.require(request.get_json(), "body")
    return jsonify(ticket_data(tickets.customer_wrote(own_ticket(ticket_id), body)))


@bp.post("/tickets/<int:ticket_id>/rating")
@login_required
def rate(ticket_id):
    stars, = helpers.require(request.get_json(), "stars")
    tickets.rate(own_ticket(ticket_id), stars)
    return "", 204


@bp.get("/staff/tickets")
@permission_required("support.read")
def queue():
    query = Ticket.query.filter(Ticket.state.in_(["new", "open"])).order_by(Ticket.reply_due_at)
    return jsonify(tickets=[ticket_data(t, True) for t in helpers.paginate(query, request.args.get("page", 1))])


@bp.post("/staff/tickets/<int:ticket_id>/answer")
@permission_required("support.answer")
def answer(ticket_id):
    payload = request.get_json()
    ticket = db.get_or_404(Ticket, ticket_id)
    if payload.get("macro"):
        tickets.use_macro(ticket, payload["macro"], current_user())
    else:
        tickets.answer(
            ticket, payload["body"], current_user(), bool(payload.get("internal")), payload.get("state", "waiting")
        )
    return jsonify(ticket_data(ticket, True))


@bp.put("/staff/macros/<name>")
@permission_required("support.macros")
def put_macro(name):
    payload = request.get_json()
    macro = Macro.query.filter_by(name=name).one_or_none() or Macro(name=name)
    macro.body = payload["body"]
    macro.topic = payload.get("topic", "other")
    macro.sets_state = payload.get("sets_state", "waiting")
    db.session.add(macro)
    db.session.commit()
    return jsonify(name=macro.name)


@bp.get("/staff/support-load")
@permission_required("support.report")
def load():
    return jsonify(topics=support_load.by_topic(), agents=support_load.by_agent())
