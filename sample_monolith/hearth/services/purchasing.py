"""Buying from suppliers: proposals, purchase orders, goods receipt."""

from datetime import timedelta

from sqlalchemy import func

from hearth import db
from hearth.billing.ledger import ACCOUNTS
from hearth.billing.models import LedgerEntry
from hearth.lib import helpers, mailer, money
from hearth.lib.errors import Conflict, Invalid
from hearth.models.core import Product, StockLevel, Variant
from hearth.warehouse import stock
from hearth.warehouse.models import PurchaseOrder, PurchaseOrderLine, StockMovement

COVER_DAYS = 45
CARTON = 6


def demand_per_day(variant_id, days=60):
    """Pieces issued per day over the last weeks."""
    since = helpers.utcnow() - timedelta(days=days)
    issued = (
        db.session.query(func.sum(StockMovement.quantity))
        .filter(
            StockMovement.variant_id == variant_id, StockMovement.kind == "issue", StockMovement.moved_at >= since
        )
        .scalar()
    )
    return -(issued or 0) / days


def proposal(level, supplier):
    """How many to order so that it lasts over lead time and cover, in full cartons; 0 if enough is there."""
    if level.available > level.reorder_point:
        return 0
    wanted = demand_per_day(level.variant_id) * (supplier.lead_time_days + COVER_DAYS)
    missing = max(level.reorder_point * 2, round(wanted)) - level.available
    return -(-missing // CARTON) * CARTON if missing > 0 else 0


def draft(supplier, warehouse_id, items, user=None):
    """items: (variant id, quantity, unit cost)"""
    order = PurchaseOrder(
        number=f"B{helpers.next_number('purchase_order'):06d}", supplier=supplier, warehouse_id=warehouse_id,
        ordered_by_id=user.id if user else None,
    )
    for variant_id, quantity, unit_cost in items:
        order.lines.append(PurchaseOrderLine(
            variant_id=variant_id, quantity=quantity, unit_cost_cents=unit_cost,
        ))
    db.session.add(order)
    db.session.commit()
    return order


def send(order):
    if order.state != "draft":
        raise Conflict(f"{order.number} is {order.state}")
    if order.total_cents < order.supplier.minimum_order_cents:
        raise Invalid("below the minimum of the supplier", minimum_cents=order.supplier.minimum_order_cents)
    order.state = "sent"
    order.ordered_on = helpers.today()
    order.expected_on = helpers.add_workdays(helpers.today(), order.supplier.lead_time_days)
    lines = [f"{line.quantity} x {line.variant.sku}" for line in order.lines]
    mailer.send(order.supplier.email, f"Purchase order {order.number}", "\n".join(lines))
    db.session.commit()
    return order


def receive_goods(purchase_order_id, delivered, user=None):
    """A lorry came. Stock rises and what we owe the supplier is posted, in one transaction.

    delivered: id of the purchase order line -> pieces.
    """
    with db.session.begin():
        order = db.session.get(PurchaseOrder, purchase_order_id)
        if order is None or order.state not in ("sent", "partial"):
            raise Conflict("this purchase order does not wait for goods")
        value = 0
        for line in order.lines:
            pieces = delivered.get(line.id, 0)
            if pieces < 0 or pieces > line.quantity - line.received_quantity:
                raise Invalid(f"{pieces} is not what we ordered", line=line.id)
            if pieces == 0:
                continue
            level = stock.level_of(order.warehouse_id, line.variant_id)
            stock.move(level, pieces, "receipt", order.number, line.unit_cost_cents, user)
            line.received_quantity += pieces
            value += pieces * line.unit_cost_cents
        complete = all(line.received_quantity == line.quantity for line in order.lines)
        order.state = "received" if complete else "partial"
        voucher = f"{order.number}/{helpers.next_number('goods_receipt')}"
        for account, cents in ((ACCOUNTS["goods_received"], value), (order.supplier.creditor_account, -value)):
            db.session.add(LedgerEntry(
                voucher=voucher, booked_on=helpers.today(), account=account, amount_cents=cents,
                text=f"goods {order.supplier.name}"[:120],
            ))
    return {"state": order.state, "value_cents": value}


def overdue():
    late = PurchaseOrder.query.filter(
        PurchaseOrder.state.in_(["sent", "partial"]), PurchaseOrder.expected_on < helpers.today()
    )
    return late.order_by(PurchaseOrder.expected_on).all()


def remind_suppliers():
    for order in overdue():
        mailer.send(
            order.supplier.email, f"Where is {order.number}?",
            f"Expected on {order.expected_on:%d.%m.%Y}, value {money.format_cents(order.total_cents)}",
        )


def below_reorder_point(supplier):
    """Levels of the articles of a supplier that need a look."""
    return (
        db.session.query(StockLevel)
        .join(Variant, Variant.id == StockLevel.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .filter(
            Product.supplier_id == supplier.id,
            Variant.discontinued.is_(False),
            StockLevel.on_hand - StockLevel.reserved <= StockLevel.reorder_point,
        )
        .order_by(StockLevel.warehouse_id, Variant.sku)
        .all()
    )
