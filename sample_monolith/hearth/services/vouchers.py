"""Vouchers: which code is worth what, to whom."""

import secrets

from hearth import db
from hearth.lib import helpers, money
from hearth.lib.errors import Conflict, Invalid
from hearth.models.marketing import Voucher, VoucherRedemption

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing one could misread
HIGHEST_PERCENT = 40


def find(code):
    voucher = Voucher.query.filter_by(code=(code or "").strip().upper()).one_or_none()
    if voucher is None:
        raise Invalid("unknown voucher", code=code)
    return voucher


def is_valid(voucher, customer=None, day=None):
    day = day or helpers.today()
    if day < voucher.valid_from or (voucher.valid_to is not None and day > voucher.valid_to):
        return False
    used = VoucherRedemption.query.filter_by(voucher_id=voucher.id)
    if voucher.max_redemptions is not None and used.count() >= voucher.max_redemptions:
        return False
    if customer is not None and voucher.once_per_customer:
        return used.filter_by(customer_id=customer.id).count() == 0
    return True


def discount(voucher, goods_cents, customer=None):
    """How much it takes off the goods; 0 if it may not be used."""
    if not is_valid(voucher, customer) or goods_cents < voucher.minimum_cents:
        return 0
    percent = money.percent_of(goods_cents, voucher.percent) if voucher.percent else 0
    return min(goods_cents, max(percent, voucher.amount_cents))


def create(code, valid_from, percent=0, amount_cents=0, **options):
    if bool(percent) == bool(amount_cents):
        raise Invalid("either percent or an amount")
    if percent > HIGHEST_PERCENT:
        raise Invalid(f"at most {HIGHEST_PERCENT} percent")
    code = code.strip().upper()
    if Voucher.query.filter_by(code=code).first():
        raise Conflict(f"{code} exists")
    voucher = Voucher(code=code, valid_from=valid_from, percent=percent, amount_cents=amount_cents, **options)
    db.session.add(voucher)
    db.session.commit()
    return voucher


def personal_code(prefix):
    return prefix + "-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def cost(voucher):
    """What a voucher has cost so far."""
    return sum(redemption.discount_cents for redemption in voucher.redemptions)
