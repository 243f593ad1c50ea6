"""Every night: what must be ordered, what is late, what is promised for nothing."""

import logging
from collections import defaultdict

from hearth import db
from hearth.lib import mailer
from hearth.services import purchasing
from hearth.tasks import task
from hearth.warehouse import reservations
from hearth.warehouse.models import Supplier

log = logging.getLogger(__name__)

BUYERS = "einkauf@hearthside.example"


@task("warehouse.replenish")
def replenish():
    """Drafts only; a human looks at them and sends them."""
    drafted = []
    for supplier in Supplier.query.order_by(Supplier.name).all():
        per_warehouse = defaultdict(list)
        for level in purchasing.below_reorder_point(supplier):
            quantity = purchasing.proposal(level, supplier)
            if quantity and not already_on_order(level):
                per_warehouse[level.warehouse_id].append(
                    (level.variant_id, quantity, level.average_cost_cents)
                )
        for warehouse_id, items in sorted(per_warehouse.items()):
            drafted.append(purchasing.draft(supplier, warehouse_id, items))
    if drafted:
        mailer.send(BUYERS, f"{len(drafted)} purchase orders to look at", "\n".join(o.number for o in drafted))
    return len(drafted)


def already_on_order(level):
    return bool(db.scalar(
        """
        SELECT COUNT(*) FROM purchase_order_lines l
        JOIN purchase_orders p ON p.id = l.purchase_order_id
        WHERE l.variant_id = :variant AND p.warehouse_id = :warehouse
          AND p.state <> 'received' AND l.received_quantity < l.quantity
        """,
        variant=level.variant_id, warehouse=level.warehouse_id,
    ))


@task("warehouse.release_expired")
def release_expired():
    count = reservations.release_expired()
    if count:
        log.info("released %d reservations", count)
    return count


@task("warehouse.remind_suppliers")
def remind_suppliers():
    purchasing.remind_suppliers()


@task("warehouse.check_reserved")
def check_reserved():
    """Levels whose promised quantity is not the sum of the reservations. Must be empty."""
    return db.rows(
        """
        SELECT s.id, s.reserved, COALESCE(SUM(r.quantity), 0) AS held
        FROM stock_levels s
        LEFT JOIN reservations r
               ON r.warehouse_id = s.warehouse_id AND r.variant_id = s.variant_id AND r.state = 'held'
        GROUP BY s.id, s.reserved
        HAVING s.reserved <> COALESCE(SUM(r.quantity), 0)
        """
    )
