"""Reminders for unpaid invoices: friendly, less friendly, lawyer."""

from datetime import timedelta

from hearth import db
from hearth.billing import ledger
from hearth.billing.models import DunningNotice
from hearth.lib import helpers, mailer, money
from hearth.models.core import Invoice
from hearth.tasks import task

# level: days after the due date, fee, days to pay
LEVELS = {1: (5, 0, 10), 2: (19, 500, 7), 3: (33, 1000, 7)}
HAND_OVER_AFTER_DAYS = 60
SMALL_AMOUNT_CENTS = 300

SUBJECTS = {
    1: "Have you forgotten us?",
    2: "Second reminder",
    3: "Last reminder before collection",
}
TEXT = """Dear {name},

invoice {number} of {date} over {amount} is still open.
Please transfer {total} until {until}.
"""


def next_level(invoice, day):
    """The level that is due today, or None. Levels are never skipped."""
    level = invoice.dunning_level + 1
    if level not in LEVELS or not invoice.is_overdue(day) or invoice.open_cents < SMALL_AMOUNT_CENTS:
        return None
    return level if (day - invoice.due_on).days >= LEVELS[level][0] else None


def has_open_ticket(invoice):
    """Nobody is reminded while support still argues with them about the order."""
    if invoice.order_id is None:
        return False
    return bool(db.scalar(
        "SELECT COUNT(*) FROM tickets WHERE order_id = :id AND state NOT IN ('solved', 'closed')",
        id=invoice.order_id,
    ))


def remind(invoice, level, day):
    _after, fee, days_to_pay = LEVELS[level]
    notice = DunningNotice(invoice=invoice, level=level, fee_cents=fee, sent_on=day)
    db.session.add(notice)
    invoice.dunning_level = level
    if fee:
        ledger.post(f"{invoice.number}-M{level}", {"receivables": fee, "dunning_fees": -fee}, "dunning", invoice)
    mailer.send(invoice.customer.email, f"{SUBJECTS[level]} ({invoice.number})", mailer.render(
        TEXT,
        name=invoice.customer.name, number=invoice.number, date=f"{invoice.issued_on:%d.%m.%Y}",
        amount=money.format_cents(invoice.open_cents), total=money.format_cents(invoice.open_cents + fees(invoice)),
        until=f"{day + timedelta(days=days_to_pay):%d.%m.%Y}",
    ))
    return notice


def fees(invoice):
    db.session.flush()
    return db.scalar("SELECT COALESCE(SUM(fee_cents), 0) FROM dunning_notices WHERE invoice_id = :id", id=invoice.id)


@task("billing.dunning_run")
def dunning_run(day=None):
    day = day or helpers.today()
    sent = []
    overdue = Invoice.query.filter(Invoice.state == "open", Invoice.due_on < day).order_by(Invoice.due_on).all()
    for invoice in overdue:
        level = next_level(invoice, day)
        if level is None or has_open_ticket(invoice):
            continue
        sent.append(remind(invoice, level, day))
        if level == max(LEVELS):
            invoice.customer.block(f"last reminder for {invoice.number}")
    db.session.commit()
    return len(sent)


@task("billing.hand_over_to_collection")
def hand_over_to_collection(day=None):
    """What the last reminder did not bring is written off here and sold to the collector."""
    day = day or helpers.today()
    limit = day - timedelta(days=HAND_OVER_AFTER_DAYS)
    lost = Invoice.query.filter(
        Invoice.state == "open", Invoice.dunning_level == max(LEVELS), Invoice.due_on < limit
    ).all()
    for invoice in lost:
        invoice.state = "written_off"
        ledger.post(
            f"{invoice.number}-A", {"bad_debt": invoice.open_cents, "receivables": -invoice.open_cents},
            "written off", invoice,
        )
    db.session.commit()
    return [invoice.number for invoice in lost]
