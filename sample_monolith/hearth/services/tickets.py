"""Tickets: opening, answering, routing, macros."""

import re

from hearth import db
from hearth.lib import helpers, mailer
from hearth.lib.errors import Conflict, Invalid
from hearth.lib.order_numbers import find_order_numbers
from hearth.models.core import Customer, Order
from hearth.models.support import Macro, Ticket, TicketMessage
from hearth.models.user import User
from hearth.services import sla

TOPICS = {
    "delivery": re.compile(r"deliver|parcel|lieferung|paket|tracking", re.IGNORECASE),
    "return": re.compile(r"return|refund|retoure|zur(ü|ue)ck", re.IGNORECASE),
    "invoice": re.compile(r"invoice|rechnung|payment|mahnung", re.IGNORECASE),
    "product": re.compile(r"product|pan|knife|induction|spare part|ersatzteil", re.IGNORECASE),
}
URGENT = re.compile(r"lawyer|anwalt|injur|verletz|glass splinter", re.IGNORECASE)


def topic_of(text):
    scores = {topic: len(pattern.findall(text)) for topic, pattern in TOPICS.items()}
    best = max(sorted(scores), key=scores.get)
    return best if scores[best] else "other"


def priority_of(text, customer):
    if URGENT.search(text):
        return "urgent"
    if customer is not None and customer.is_business:
        return "high"
    return "normal"


def open_ticket(subject, body, customer=None, order=None, topic=None):
    """A new ticket; topic, priority and order are guessed from the words when nobody says them."""
    text = subject + "\n" + body
    if order is None:
        numbers = find_order_numbers(text)
        order = Order.query.filter_by(number=numbers[0]).one_or_none() if numbers else None
    if customer is None and order is not None:
        customer = order.customer
    ticket = Ticket(
        subject=subject.strip()[:200], customer=customer, order=order, topic=topic or topic_of(text),
        priority=priority_of(text, customer), opened_at=helpers.utcnow(),
    )
    db.session.add(ticket)
    ticket.reply_due_at = sla.reply_due(ticket)
    ticket.messages.append(TicketMessage(body=body, sent_at=helpers.utcnow()))
    ticket.assignee = least_busy(ticket.topic)
    db.session.commit()
    return ticket


def least_busy(topic):
    """Of the colleagues who answer this topic, the one with the fewest open tickets."""
    able = [u for u in User.query.filter_by(is_staff=True, active=True).all() if u.may("support." + topic)]
    open_states = ("new", "open")
    load = {u.id: Ticket.query.filter(Ticket.assignee_id == u.id, Ticket.state.in_(open_states)).count() for u in able}
    return min(able, key=lambda u: (load[u.id], u.id), default=None)


def answer(ticket, body, author, internal=False, state="waiting"):
    if ticket.state == "closed":
        raise Conflict("closed tickets are not answered; open a new one")
    message = TicketMessage(body=body, author_id=author.id, internal=internal, sent_at=helpers.utcnow())
    ticket.messages.append(message)
    if not internal:
        ticket.first_reply_at = ticket.first_reply_at or helpers.utcnow()
        ticket.state = state
        if state == "solved":
            ticket.solved_at = helpers.utcnow()
        if ticket.customer is not None:
            mailer.send(ticket.customer.email, f"[#{ticket.id}] {ticket.subject}", body)
    db.session.commit()
    return message


def customer_wrote(ticket, body):
    """An answer of the customer opens a solved ticket again."""
    ticket.messages.append(TicketMessage(body=body, sent_at=helpers.utcnow()))
    if ticket.state in ("waiting", "solved", "closed"):
        ticket.state = "open"
        ticket.solved_at = None
        ticket.reply_due_at = sla.reply_due(ticket)
    db.session.commit()
    return ticket


def use_macro(ticket, name, author):
    macro = Macro.query.filter_by(name=name).one_or_none()
    if macro is None:
        raise Invalid(f"no macro {name}")
    order = ticket.order
    body = mailer.render(
        macro.body,
        name=ticket.customer.name if ticket.customer else "",
        order=order.number if order else "",
        state=order.state if order else "",
        agent=author.greeting,
    )
    return answer(ticket, body, author, state=macro.sets_state)


def rate(ticket, stars):
    if ticket.state != "solved":
        raise Conflict("not solved yet")
    ticket.satisfaction = max(1, min(5, int(stars)))
    db.session.commit()


def find_customer(email):
    return Customer.query.filter_by(email=email.lower(), erased_at=None).order_by(Customer.id).first()
