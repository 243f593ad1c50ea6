"""The night of the shop: what must happen, in the order in which it must happen."""

import logging

from hearth import db
from hearth.billing import ledger
from hearth.lib import helpers, mailer
from hearth.services import orders, privacy
from hearth.tasks import run_one, task

log = logging.getLogger(__name__)

# Prices before carts, or reminders show yesterday's price; dunning after the bank (the bank runs at noon).
STEPS = [
    "catalog.apply_price_changes",
    "catalog.end_outlet_prices",
    "catalog.repair_index",
    "ordering.cancel_unpaid",
    "warehouse.release_expired",
    "warehouse.replenish",
    "shipping.find_lost",
    "billing.dunning_run",
    "billing.hand_over_to_collection",
    "ordering.expire_carts",
    "ordering.purge_carts",
    "loyalty.expire",
    "marketing.drop_unconfirmed",
    "support.escalate",
    "support.close_solved",
]

ON_CALL = "nachtwache@hearthside.example"


@task("nightly.run")
def run():
    """A step that fails is reported and does not stop the others."""
    failed = []
    for step in STEPS:
        try:
            run_one(step)
        except Exception as problem:
            db.session.rollback()
            log.exception("nightly step %s failed", step)
            failed.append(f"{step}: {problem}")
    orders.complete_delivered()
    failed.extend(check_books())
    if failed:
        mailer.send(ON_CALL, f"nightly run {helpers.today()}: {len(failed)} problems", "\n".join(failed))
    return failed


def check_books():
    """Sums that must agree across the whole shop."""
    found = [f"voucher {voucher} is off by {cents}" for voucher, cents in ledger.unbalanced_vouchers()]
    strange = db.rows(
        """
        SELECT o.number, o.total_cents, SUM(i.gross_cents) AS invoiced_cents
        FROM orders o
        JOIN invoices i ON i.order_id = o.id
        WHERE i.state <> 'cancelled'
        GROUP BY o.number, o.total_cents
        HAVING SUM(i.gross_cents) <> o.total_cents
        """
    )
    found += [f"order {row['number']} is invoiced over {row['invoiced_cents']}" for row in strange]
    shipped = db.rows(
        """
        SELECT o.number FROM orders o
        JOIN shipments s ON s.order_id = o.id
        LEFT JOIN invoices i ON i.order_id = o.id AND i.state <> 'cancelled'
        WHERE i.id IS NULL
        """
    )
    found += [f"order {row['number']} was shipped without an invoice" for row in shipped]
    found += [f"privacy request {request.id} is overdue" for request in privacy.overdue()]
    return found
