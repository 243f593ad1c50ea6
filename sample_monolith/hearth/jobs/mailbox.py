"""Mail to hello@ becomes tickets; answers go to the ticket in the subject."""

import re
from email import message_from_string, policy
from email.utils import parseaddr

from hearth import db
from hearth.models.core import Order
from hearth.models.support import Ticket
from hearth.services import tickets
from hearth.tasks import task

TICKET_MARK = re.compile(r"\[#(\d+)\]")
QUOTED = re.compile(r"^(>|On .* wrote:|Am .* schrieb)", re.MULTILINE)
AUTOMATIC = ("auto-replied", "auto-generated")


def readable(body):
    """What was written now, without the quoted rest."""
    match = QUOTED.search(body)
    return (body[:match.start()] if match else body).strip()


def is_automatic(mail):
    return (mail.get("Auto-Submitted") or "no").lower() in AUTOMATIC or mail.get("Precedence") == "bulk"


@task("support.inbound_mail")
def inbound_mail(raw):
    mail = message_from_string(raw, policy=policy.default)
    if is_automatic(mail):
        return None
    sender = parseaddr(mail["From"])[1].lower()
    subject = mail["Subject"] or "(no subject)"
    part = mail.get_body(preferencelist=("plain",))
    body = readable(part.get_content()) if part else ""
    ticket = known_ticket(subject, sender)
    if ticket is not None:
        tickets.customer_wrote(ticket, body)
        return ticket.id
    return tickets.open_ticket(subject, body, tickets.find_customer(sender)).id


def known_ticket(subject, sender):
    """The ticket in the subject, if the sender is the one who owns it."""
    match = TICKET_MARK.search(subject)
    ticket = db.session.get(Ticket, int(match.group(1))) if match else None
    if ticket is None or ticket.customer is None or ticket.customer.email.lower() != sender:
        return None
    return ticket


@task("support.open_ticket")
def open_ticket(order_id, subject, topic):
    """For other parts of the shop that find out that something went wrong."""
    order = db.session.get(Order, order_id)
    ticket = tickets.open_ticket(subject, f"opened automatically for {order.number}", order.customer, order, topic)
    return ticket.id
