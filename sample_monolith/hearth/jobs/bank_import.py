"""The daily statement of the bank: transfers become payments, the rest goes on a list."""

import logging

from hearth import db
from hearth.billing import invoices
from hearth.lib import helpers, mailer, money
from hearth.services import payments
from hearth.tasks import task

log = logging.getLogger(__name__)

ACCOUNTANT = "buchhaltung@hearthside.example"
OWN_TRANSFERS = ("HEARTHSIDE GMBH", "GATEWAY SETTLEMENT")


def parse_statement(text):
    """Semicolon CSV of the bank; amounts with comma, dates dotted."""
    for row in helpers.read_csv(text):
        yield {
            "day": helpers.parse_date(row["Buchungstag"]),
            "amount_cents": money.to_cents(row["Betrag"]),
            "payer": row["Auftraggeber"].strip(),
            "iban": row["IBAN"].replace(" ", ""),
            "text": row["Verwendungszweck"].strip(),
        }


def valid_iban(iban):
    """ISO 13616: move four characters to the end, letters to numbers, modulo 97 is 1."""
    if not 15 <= len(iban) <= 34 or not iban.isalnum():
        return False
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def already_imported(line):
    reference = reference_of(line)
    return bool(db.scalar("SELECT COUNT(*) FROM payments WHERE reference = :r", r=reference))


def reference_of(line):
    return f"{line['day']:%Y%m%d}/{line['iban'][-6:]}/{line['amount_cents']}"


@task("billing.bank_import")
def bank_import(text):
    settled, unclear = [], []
    for line in parse_statement(text):
        if line["amount_cents"] <= 0 or line["payer"].upper().startswith(OWN_TRANSFERS):
            continue
        if already_imported(line):
            continue
        invoice = payments.match_transfer(line["text"], line["amount_cents"])
        if invoice is None or not valid_iban(line["iban"]):
            unclear.append(line)
            continue
        invoices.settle(invoice, line["amount_cents"], "transfer", reference_of(line))
        settled.append(invoice.number)
    if unclear:
        body = "\n".join(
            f"{line['day']} {line['payer']} {money.format_cents(line['amount_cents'])} {line['text']}"
            for line in unclear
        )
        mailer.send(ACCOUNTANT, f"{len(unclear)} transfers we could not match", body)
    log.info("bank import: %d settled, %d unclear", len(settled), len(unclear))
    return {"settled": settled, "unclear": len(unclear)}
