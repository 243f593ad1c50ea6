from datetime import date, timedelta
from decimal import Decimal

import pytest

from hearth import db
from hearth.billing import invoices, ledger
from hearth.lib import helpers
from hearth.lib.errors import Conflict, Forbidden
from hearth.models import Invoice
from hearth.services import payments, refunds, tax
from hearth.services import tickets as support
from hearth.tasks import run_one, run_pending

STATEMENT = """Buchungstag;Betrag;Auftraggeber;IBAN;Verwendungszweck
05.03.2025;{amount};Anna Amsel;DE89 3704 0044 0532 0130 00;{text}
05.03.2025;12,34;Somebody;DE89 3704 0044 0532 0130 00;thanks
05.03.2025;-99,00;Hearthside GmbH;DE89 3704 0044 0532 0130 00;rent
"""


@pytest.fixture
def invoice(shop):
    order = shop.order(PAN_24=2)
    run_pending()
    return order.invoices[0]


def wait(days):
    helpers.freeze(helpers.utcnow() + timedelta(days=days))


def test_invoice_is_posted_once(shop, invoice):
    run_one("billing.send_invoice", invoice_id=invoice.id)
    assert ledger.balance("receivables") == 9980
    assert ledger.balance("revenue_19") == -8387
    assert ledger.unbalanced_vouchers() == []


def test_unbalanced_posting_is_refused(shop):
    with pytest.raises(ledger.Unbalanced):
        ledger.post("X", {"bank": 100, "receivables": -99})


def test_payment_settles_invoice_and_order(shop, invoice):
    invoices.settle(invoice, 9980, "transfer")
    assert invoice.state == "paid" and invoice.order.state == "paid"
    assert ledger.balance("receivables") == 0
    with pytest.raises(Conflict):
        invoices.settle(invoice, 1, "transfer")


def test_part_payment_leaves_the_rest_open(shop, invoice):
    invoices.settle(invoice, 5000, "transfer")
    assert (invoice.state, invoice.open_cents) == ("open", 4980)


def test_cancelled_invoice_is_reversed(shop, invoice):
    invoices.cancel_invoice(invoice, "mistake")
    db.session.commit()
    assert ledger.balance("receivables") == 0
    assert Invoice.query.count() == 1


def test_manual_invoice_has_a_number_of_the_same_series(shop, invoice):
    made = invoices.manual_invoice(shop.anna, [("Knife course", 1, 11900, "standard")])
    assert (made.number, made.tax_cents) == ("R2025-00002", 1900)
    assert "Knife course" in invoices.render(made)


def test_reminders_grow_less_friendly(shop, invoice):
    wait(14 + 4)
    assert run_one("billing.dunning_run") == 0
    wait(1)
    assert run_one("billing.dunning_run") == 1
    assert run_one("billing.dunning_run") == 0
    wait(14)
    run_one("billing.dunning_run")
    assert shop.mails_to("anna@mail.example")[-1].subject.startswith("Second reminder")
    assert "104,80 EUR" in shop.mails_to("anna@mail.example")[-1].body
    wait(14)
    run_one("billing.dunning_run")
    assert invoice.dunning_level == 3 and shop.anna.blocked


def test_nobody_is_reminded_while_a_ticket_is_open(shop, invoice):
    ticket = support.open_ticket("Broken", "it broke", shop.anna, invoice.order)
    wait(30)
    assert run_one("billing.dunning_run") == 0
    ticket.state = "solved"
    db.session.commit()
    assert run_one("billing.dunning_run") == 1


def test_lost_invoice_is_written_off(shop, invoice):
    invoice.dunning_level = 3
    wait(80)
    assert run_one("billing.hand_over_to_collection") == [invoice.number]
    assert ledger.balance("bad_debt") == 9980


@pytest.mark.parametrize("text", ["Rechnung R2025-00001", "R2025 00001 danke", "HK 25 000001 {digit}", "my order"])
def test_transfer_finds_its_invoice(shop, invoice, text):
    text = text.replace("{digit}", invoice.order.number[-1])
    statement = STATEMENT.format(amount="99,80", text=text)
    assert run_one("billing.bank_import", text=statement) == {"settled": [invoice.number], "unclear": 1}
    assert "12,34" in shop.mails_to("buchhaltung@hearthside.example")[0].body


def test_statement_is_imported_once(shop, invoice):
    statement = STATEMENT.format(amount="50,00", text="R2025-00001")
    run_one("billing.bank_import", text=statement)
    run_one("billing.bank_import", text=statement)
    assert invoice.paid_cents == 5000


def test_webhook_settles_once_and_checks_its_signature(shop):
    payment = payments.start(shop.order(PAN_24=2, method="card"), "card")
    payload = {"gateway_id": payment.gateway_id, "status": "settled", "amount_cents": payment.amount_cents}
    with pytest.raises(Forbidden):
        payments.handle_webhook({**payload, "signature": "no"})
    payload["signature"] = payments.signature(payload)
    payments.handle_webhook(payload)
    payments.handle_webhook(payload)
    assert payment.order.state == "paid" and payment.invoice.paid_cents == 9980
    assert payments.fee(payment) == 165


def test_refund_goes_back_the_way_it_came(shop, invoice):
    invoices.settle(invoice, 9980, "paypal")
    note, payment = refunds.goodwill(invoice.order, 1000, "scratch", shop.agent)
    assert (note.gross_cents, payment.amount_cents, payment.method) == (1000, -1000, "paypal")
    assert ledger.unbalanced_vouchers() == []
    with pytest.raises(Conflict):
        refunds.goodwill(invoice.order, 6000, "big scratch", shop.agent)


def test_extension_is_not_for_late_payers(shop, invoice):
    due = invoice.due_on
    invoice.extend(10)
    assert invoice.due_on == due + timedelta(days=10)
    invoice.dunning_level = 2
    with pytest.raises(Conflict):
        invoice.extend(10)


def test_tax_table_comes_before_the_fallback(shop):
    tax.enter_rate("DE", "standard", "16", date(2025, 1, 1))
    assert tax.rate_for("DE", "standard") == Decimal("16")
    assert tax.rate_for("DE", "standard", date(2024, 12, 31)) == Decimal("19")


@pytest.mark.parametrize("vat_id, plausible", [("ATU12345678", True), ("DE123", False), ("XX123456789", False)])
def test_vat_number_by_its_form(vat_id, plausible):
    assert tax.plausible_vat_id(vat_id) is plausible
