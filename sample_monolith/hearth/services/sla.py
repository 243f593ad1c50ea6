"""How fast we promise to answer, counted in office hours."""

from datetime import datetime, time, timedelta

from hearth import db
from hearth.lib import helpers, mailer
from hearth.models.support import Ticket
from hearth.tasks import task

OPENS, CLOSES = time(8), time(18)
REPLY_HOURS = {"urgent": 2, "high": 6, "normal": 16, "low": 40}
LEAD = "kundendienst-leitung@hearthside.example"


def is_open(moment):
    return moment.weekday() < 5 and OPENS <= moment.time() < CLOSES


def next_opening(moment):
    day = moment.date()
    if moment.weekday() < 5 and moment.time() < OPENS:
        return datetime.combine(day, OPENS)
    day += timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, OPENS)


def add_office_hours(moment, hours):
    """The moment at which that many office hours have gone by."""
    left = timedelta(hours=hours)
    current = moment if is_open(moment) else next_opening(moment)
    while True:
        closing = datetime.combine(current.date(), CLOSES)
        if current + left <= closing:
            return current + left
        left -= closing - current
        current = next_opening(closing)


def reply_due(ticket):
    return add_office_hours(helpers.utcnow(), REPLY_HOURS[ticket.priority])


def breached(now=None):
    now = now or helpers.utcnow()
    return (
        Ticket.query.filter(Ticket.state.in_(["new", "open"]), Ticket.reply_due_at < now)
        .order_by(Ticket.reply_due_at)
        .all()
    )


@task("support.escalate")
def escalate():
    """Late tickets become urgent, once, and the lead gets a list."""
    late = [ticket for ticket in breached() if not ticket.escalated]
    for ticket in late:
        ticket.escalated = True
        ticket.priority = "urgent"
    if late:
        lines = [f"#{t.id} {t.subject} ({t.assignee.name if t.assignee else 'nobody'})" for t in late]
        mailer.send(LEAD, f"{len(late)} tickets are late", "\n".join(lines))
    db.session.commit()
    return len(late)


@task("support.close_solved")
def close_solved(days=7):
    limit = helpers.utcnow() - timedelta(days=days)
    closed = Ticket.query.filter(Ticket.state == "solved", Ticket.solved_at < limit).update({"state": "closed"})
    db.session.commit()
    return closed


def kept_share(tickets):
    """The part of the tickets answered in time, 0..1; None if there are none."""
    judged = [t for t in tickets if t.first_reply_at is not None]
    if not judged:
        return None
    return sum(t.first_reply_at <= t.reply_due_at for t in judged) / len(judged)
