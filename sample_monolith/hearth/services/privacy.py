"""Requests under the GDPR: what do you know about me, and forget it."""

from datetime import timedelta

from sqlalchemy import text

from hearth import db
from hearth.lib import helpers, mailer
from hearth.lib.errors import Conflict
from hearth.models.support import PrivacyRequest

DAYS_TO_ANSWER = 30

# table -> columns to tell, by customer id. Whoever adds a personal column adds it here too.
PERSONAL = {
    "addresses": "recipient, street, postcode, city, country",
    "orders": "number, placed_at, total_cents, utm_source, utm_campaign",
    "invoices": "number, issued_on, gross_cents",
    "tickets": "subject, opened_at, satisfaction",
    "reviews": "stars, title, text, written_at",
    "loyalty_entries": "points, kind, booked_at",
    "newsletter_subscriptions": "email, language, source, requested_at, confirmed_at",
    "voucher_redemptions": "discount_cents, redeemed_at",
}

# invoices and orders must be kept for ten years; only what is around them goes
ERASE = (
    "UPDATE customers SET name = 'erased', email = 'customer-' || id || '@deleted.invalid', phone = NULL, "
    "vat_id = NULL, blocked = 1, block_reason = 'erased', erased_at = :now WHERE id = :id",
    "UPDATE addresses SET recipient = 'erased', street = '-', archived = 1 WHERE customer_id = :id",
    "UPDATE reviews SET title = '', text = '' WHERE customer_id = :id",
    "UPDATE tickets SET subject = 'erased' WHERE customer_id = :id",
    "DELETE FROM ticket_messages WHERE ticket_id IN (SELECT id FROM tickets WHERE customer_id = :id)",
    "DELETE FROM customer_notes WHERE customer_id = :id",
    "DELETE FROM campaign_sends WHERE subscription_id IN "
    "(SELECT id FROM newsletter_subscriptions WHERE customer_id = :id)",
    "DELETE FROM newsletter_subscriptions WHERE customer_id = :id",
    "UPDATE carts SET state = 'expired', customer_id = NULL WHERE customer_id = :id",
    "UPDATE users SET email = 'user-' || id || '@deleted.invalid', name = '', active = 0, api_token = NULL "
    "WHERE id = (SELECT user_id FROM customers WHERE id = :id)",
)


def receive(customer, kind):
    now = helpers.utcnow()
    request = PrivacyRequest(
        customer=customer, kind=kind, received_at=now, due_at=now + timedelta(days=DAYS_TO_ANSWER)
    )
    db.session.add(request)
    db.session.commit()
    mailer.send(helpers.setting("DPO_MAIL"), f"Privacy request: {kind}", f"customer {customer.number}")
    return request


def collect(customer):
    """Everything we hold about somebody, by table."""
    known = {"customer": {"number": customer.number, "name": customer.name, "email": customer.email}}
    for table, columns in PERSONAL.items():
        known[table] = db.rows(f"SELECT {columns} FROM {table} WHERE customer_id = :id", id=customer.id)
    return known


def hindrances(customer):
    """Why somebody cannot be forgotten yet."""
    return db.rows(
        """
        SELECT 'order' AS kind, number FROM orders
        WHERE customer_id = :id AND state IN ('placed', 'paid', 'picking', 'shipped')
        UNION ALL
        SELECT 'invoice', number FROM invoices WHERE customer_id = :id AND state = 'open'
        """,
        id=customer.id,
    )


def erase(request, user):
    customer = request.customer
    if request.kind != "erasure" or request.done_at is not None:
        raise Conflict("this is not an open erasure request")
    found = hindrances(customer)
    if found:
        raise Conflict("there is unfinished business", hindrances=found)
    address = customer.email
    for statement in ERASE:
        db.session.execute(text(statement), {"id": customer.id, "now": helpers.utcnow()})
    request.done_at = helpers.utcnow()
    request.handled_by_id = user.id
    db.session.commit()
    db.session.expire_all()
    mailer.send(address, "You are forgotten", "We have erased what we knew about you.")
    return request


def overdue():
    return PrivacyRequest.query.filter(
        PrivacyRequest.done_at.is_(None), PrivacyRequest.due_at < helpers.utcnow()
    ).all()
