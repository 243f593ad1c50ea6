"""Double entry, as much of it as the accountant needs from us once a month."""

from sqlalchemy import func

from hearth import db
from hearth.billing.models import LedgerEntry
from hearth.lib import helpers
from hearth.lib.errors import HearthError

# SKR04; the numbers are repeated in scripts/ledger_export.py, which runs on the accountant's machine
ACCOUNTS = {
    "receivables": "1200",
    "bank": "1800",
    "card_clearing": "1460",
    "goods_received": "1140",
    "payables": "3300",
    "tax_19": "3806",
    "tax_7": "3801",
    "revenue_19": "4400",
    "revenue_7": "4300",
    "revenue_free": "4125",
    "dunning_fees": "4830",
    "bad_debt": "6930",
}


class Unbalanced(HearthError):
    status = 500
    code = "ledger_unbalanced"


def post(voucher, sides, text="", invoice=None, day=None):
    """Write the sides of a voucher: account name -> cents, debit positive. The caller commits."""
    sides = {name: cents for name, cents in sides.items() if cents}
    if sum(sides.values()) != 0:
        raise Unbalanced(f"{voucher}: sides sum up to {sum(sides.values())}")
    entries = [
        LedgerEntry(
            voucher=voucher, booked_on=day or helpers.today(), account=ACCOUNTS.get(name, name),
            amount_cents=cents, text=text[:120], invoice_id=invoice.id if invoice else None,
        )
        for name, cents in sides.items()
    ]
    db.session.add_all(entries)
    return entries


def post_invoice(invoice):
    sides = {"receivables": invoice.gross_cents}
    for line in invoice.lines:
        suffix = {"19": "19", "7": "7"}.get(line.tax_rate, "free")
        sides["revenue_" + suffix] = sides.get("revenue_" + suffix, 0) - (line.gross_cents - line.tax_cents)
        if suffix != "free":
            sides["tax_" + suffix] = sides.get("tax_" + suffix, 0) - line.tax_cents
        elif line.tax_cents:
            sides["revenue_free"] -= line.tax_cents  # foreign VAT: paid over by the agent, see vat_return
    return post(invoice.number, sides, "invoice", invoice)


def post_payment(payment):
    account = "card_clearing" if payment.method in ("card", "paypal") else "bank"
    sides = {account: payment.amount_cents, "receivables": -payment.amount_cents}
    return post(f"P{payment.id}", sides, payment.reference, payment.invoice)


def reverse(voucher, new_voucher, text):
    """The same sides with the signs turned."""
    entries = LedgerEntry.query.filter_by(voucher=voucher).order_by(LedgerEntry.id).all()
    mirrored = [
        LedgerEntry(
            voucher=new_voucher, booked_on=helpers.today(), account=entry.account,
            amount_cents=-entry.amount_cents, text=text, invoice_id=entry.invoice_id,
        )
        for entry in entries
    ]
    db.session.add_all(mirrored)
    return mirrored


def balance(account, until=None):
    query = db.session.query(func.sum(LedgerEntry.amount_cents)).filter(
        LedgerEntry.account == ACCOUNTS.get(account, account)
    )
    if until is not None:
        query = query.filter(LedgerEntry.booked_on <= until)
    return query.scalar() or 0


def unbalanced_vouchers():
    """Should be empty; the nightly run mails the accountant if it is not."""
    total = func.sum(LedgerEntry.amount_cents)
    return db.session.query(LedgerEntry.voucher, total).group_by(LedgerEntry.voucher).having(total != 0).all()
