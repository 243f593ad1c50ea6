"""Invoices: numbers, sending, settling, cancelling."""

from datetime import timedelta

from hearth import db
from hearth.billing import ledger
from hearth.billing.models import CreditNote, Payment
from hearth.lib import helpers, mailer, money
from hearth.lib.errors import Conflict, NotFound
from hearth.models.core import Invoice, InvoiceLine
from hearth.services import orders
from hearth.services.tax import TaxCalculator
from hearth.tasks import enqueue, task


def invoice_number():
    return f"R{helpers.today().year}-{helpers.next_number('invoice'):05d}"


def credit_note_number():
    return f"G{helpers.today().year}-{helpers.next_number('credit_note'):05d}"


def by_number(number):
    invoice = Invoice.query.filter_by(number=number).one_or_none()
    if invoice is None:
        raise NotFound(f"no invoice {number}")
    return invoice


def manual_invoice(customer, items, days=None):
    """An invoice without an order: cooking classes, repairs. items: (title, quantity, gross, tax class)."""
    calculator = TaxCalculator(customer.country, customer)
    terms = days or helpers.setting("PAYMENT_TERMS_DAYS")
    invoice = Invoice(
        number=invoice_number(), customer=customer, issued_on=helpers.today(),
        due_on=helpers.today() + timedelta(days=terms), reverse_charge=calculator.reverse_charge,
    )
    db.session.add(invoice)
    for title, quantity, gross, tax_class in items:
        rate, tax = calculator.tax(gross, tax_class)
        invoice.lines.append(InvoiceLine(
            title=title, quantity=quantity, gross_cents=gross, tax_rate=str(rate), tax_cents=tax,
        ))
    invoice.gross_cents = sum(line.gross_cents for line in invoice.lines)
    invoice.tax_cents = sum(line.tax_cents for line in invoice.lines)
    invoice.net_cents = invoice.gross_cents - invoice.tax_cents
    db.session.commit()
    enqueue("billing.send_invoice", invoice_id=invoice.id)
    return invoice


def render(invoice):
    head = [f"Invoice {invoice.number}", f"Date {invoice.issued_on:%d.%m.%Y}, due {invoice.due_on:%d.%m.%Y}", ""]
    body = [f"{line.quantity:>4} x {line.title:<50} {money.format_cents(line.gross_cents):>14}"
            for line in invoice.lines]
    foot = ["", f"Total {money.format_cents(invoice.gross_cents)}",
            f"including VAT {money.format_cents(invoice.tax_cents)}"]
    if invoice.reverse_charge:
        foot.append("Reverse charge: VAT is due by the recipient of the delivery.")
    return "\n".join(head + body + foot)


@task("billing.send_invoice")
def send_invoice(invoice_id):
    """Post it to the ledger, then mail it. Running twice does not post twice."""
    invoice = db.session.get(Invoice, invoice_id)
    if not db.scalar("SELECT COUNT(*) FROM ledger_entries WHERE voucher = :v", v=invoice.number):
        ledger.post_invoice(invoice)
        db.session.commit()
    mailer.send(
        invoice.customer.email, f"Invoice {invoice.number}", render(invoice),
        attachments={f"{invoice.number}.txt": render(invoice)},
    )


def settle(invoice, amount_cents, method, reference=""):
    """Money came in. When nothing is open any more the order hears of it."""
    if invoice.state not in ("open", "written_off"):
        raise Conflict(f"invoice {invoice.number} is {invoice.state}")
    now = helpers.utcnow()
    payment = Payment(
        invoice=invoice, order=invoice.order, method=method, amount_cents=amount_cents, reference=reference,
        state="settled", created_at=now, settled_at=now,
    )
    db.session.add(payment)
    db.session.flush()
    return register(payment)


def register(payment):
    invoice = payment.invoice
    invoice.paid_cents += payment.amount_cents
    ledger.post_payment(payment)
    if invoice.open_cents <= 0 and invoice.state != "paid":
        invoice.state = "paid"
        invoice.dunning_level = 0
        if invoice.order is not None:
            orders.mark_paid(invoice.order)
    db.session.commit()
    return payment


def credit(invoice, gross_cents, reason):
    """A credit note over a part of an invoice; tax in proportion. The caller commits."""
    if gross_cents > invoice.gross_cents - sum(note.gross_cents for note in invoice.credit_notes):
        raise Conflict("more than the invoice")
    tax = money.spread(gross_cents, [invoice.net_cents, invoice.tax_cents])[1]
    note = CreditNote(
        number=credit_note_number(), invoice=invoice, issued_on=helpers.today(),
        gross_cents=gross_cents, tax_cents=tax, reason=reason,
    )
    db.session.add(note)
    db.session.flush()
    ledger.post(
        note.number,
        {"receivables": -gross_cents, "revenue_19": gross_cents - tax, "tax_19": tax},
        reason, invoice,
    )
    return note


def cancel_invoice(invoice, reason):
    """Invoices are never deleted; what was posted is reversed. The caller commits."""
    if invoice.paid_cents:
        raise Conflict("paid invoices are credited, not cancelled")
    invoice.state = "cancelled"
    ledger.reverse(invoice.number, invoice.number + "-S", reason)
    return invoice
