"""Loyalty points: one for each full euro, worth a cent each, for two years."""

from datetime import timedelta

from sqlalchemy import func

from hearth import db
from hearth.lib import helpers, mailer
from hearth.lib.errors import Conflict
from hearth.models.core import Customer, Order
from hearth.models.marketing import LoyaltyEntry, Voucher
from hearth.services import vouchers
from hearth.tasks import task

POINTS_PER_EURO = 1
VALID_DAYS = 730
SMALLEST_REDEMPTION = 500
DOUBLE_POINTS_WEEKDAY = 2  # Wednesday is cooking day


def balance(customer):
    total = db.session.query(func.sum(LoyaltyEntry.points)).filter(LoyaltyEntry.customer_id == customer.id)
    return total.scalar() or 0


def points_for(order):
    points = (order.goods_cents - order.discount_cents) // 100 * POINTS_PER_EURO
    if order.placed_at.weekday() == DOUBLE_POINTS_WEEKDAY:
        points *= 2
    return max(0, points)


def book(customer_id, points, kind, order_id=None):
    now = helpers.utcnow()
    expires = now + timedelta(days=VALID_DAYS) if points > 0 else None
    entry = LoyaltyEntry(
        customer_id=customer_id, order_id=order_id, points=points, kind=kind, booked_at=now, expires_at=expires,
    )
    db.session.add(entry)
    return entry


@task("loyalty.earn")
def earn(order_id):
    order = db.session.get(Order, order_id)
    if order.customer.is_business or LoyaltyEntry.query.filter_by(order_id=order_id, kind="earned").first():
        return 0
    points = points_for(order)
    if points:
        book(order.customer_id, points, "earned", order_id)
        db.session.commit()
    return points


@task("loyalty.take_back")
def take_back(order_id, cents=None):
    """After a cancellation everything, after a return in proportion."""
    earned = LoyaltyEntry.query.filter_by(order_id=order_id, kind="earned").first()
    if earned is None:
        return 0
    order = db.session.get(Order, order_id)
    share = 1 if cents is None or not order.goods_cents else min(1, cents / order.goods_cents)
    points = round(earned.points * share)
    book(order.customer_id, -points, "spent", order_id)
    db.session.commit()
    return points


def redeem(customer, points):
    """Points become a personal voucher."""
    if points < SMALLEST_REDEMPTION:
        raise Conflict(f"from {SMALLEST_REDEMPTION} points on")
    if points > balance(customer):
        raise Conflict("not that many points", balance=balance(customer))
    book(customer.id, -points, "spent")
    voucher = Voucher(
        code=vouchers.personal_code("DANKE"), amount_cents=points, valid_from=helpers.today(), max_redemptions=1,
        valid_to=helpers.today() + timedelta(days=365),
    )
    db.session.add(voucher)
    db.session.commit()
    mailer.send(customer.email, "Your voucher", f"{voucher.code} is worth {points / 100:.2f} EUR")
    return voucher


@task("loyalty.expire")
def expire():
    """What was earned too long ago and not spent since is lost."""
    now = helpers.utcnow()
    lost = 0
    for customer in Customer.query.filter(Customer.loyalty_entries.any(LoyaltyEntry.expires_at < now)).all():
        entries = LoyaltyEntry.query.filter_by(customer_id=customer.id).all()
        old = sum(e.points for e in entries if e.expires_at is not None and e.expires_at < now)
        gone = -sum(e.points for e in entries if e.points < 0)
        if old > gone:
            book(customer.id, gone - old, "expired")
            lost += old - gone
    db.session.commit()
    return lost
