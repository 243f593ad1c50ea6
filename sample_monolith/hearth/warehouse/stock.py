"""Quantities: what is there, what comes, what goes. Every change leaves a movement."""

from sqlalchemy import func, select

from hearth import db
from hearth.lib import helpers
from hearth.lib.errors import Conflict, Invalid
from hearth.models.core import StockLevel
from hearth.warehouse.models import StockMovement, Warehouse

COUNT_TOLERANCE = 0.1


def level_of(warehouse_id, variant_id):
    level = StockLevel.query.filter_by(warehouse_id=warehouse_id, variant_id=variant_id).one_or_none()
    if level is None:
        level = StockLevel(
            warehouse_id=warehouse_id, variant_id=variant_id,
            on_hand=0, reserved=0, reorder_point=0, average_cost_cents=0,
        )
        db.session.add(level)
        db.session.flush()
    return level


def available(variant_id):
    """Over all warehouses, without what is promised."""
    total = select(func.sum(StockLevel.on_hand - StockLevel.reserved)).where(StockLevel.variant_id == variant_id)
    return db.session.execute(total).scalar() or 0


def move(level, quantity, kind, reference="", unit_cost_cents=None, user=None):
    """Change the quantity on hand; receipts change the average cost. The caller commits."""
    if level.on_hand + quantity < 0:
        raise Conflict("there is not that much", on_hand=level.on_hand)
    if kind == "receipt" and quantity > 0 and unit_cost_cents is not None:
        value = level.on_hand * level.average_cost_cents + quantity * unit_cost_cents
        level.average_cost_cents = value // (level.on_hand + quantity)
    level.on_hand += quantity
    movement = StockMovement(
        warehouse_id=level.warehouse_id, variant_id=level.variant_id, quantity=quantity, kind=kind,
        unit_cost_cents=level.average_cost_cents if unit_cost_cents is None else unit_cost_cents,
        reference=reference, moved_at=helpers.utcnow(), user_id=user.id if user else None,
    )
    db.session.add(movement)
    return movement


def put_back(warehouse_id, variant_id, quantity, reference, user=None):
    return move(level_of(warehouse_id, variant_id), quantity, "return", reference, user=user)


def scrap(level, quantity, why, user):
    if quantity > level.available:
        raise Conflict("part of it is promised to customers")
    movement = move(level, -quantity, "scrap", why[:40], user=user)
    db.session.commit()
    return movement


def transfer(variant_id, source_id, target_id, quantity, user=None):
    """From one warehouse to another, taking its cost along."""
    if source_id == target_id:
        raise Invalid("source and target are the same")
    source, target = level_of(source_id, variant_id), level_of(target_id, variant_id)
    if quantity > source.available:
        raise Conflict("part of it is promised to customers", available=source.available)
    cost = source.average_cost_cents
    move(source, -quantity, "transfer", f"to {target_id}", user=user)
    value = target.on_hand * target.average_cost_cents + quantity * cost
    target.average_cost_cents = value // (target.on_hand + quantity)
    move(target, quantity, "transfer", f"from {source_id}", user=user)
    db.session.commit()
    return source, target


def count(level, counted, user):
    """Stocktaking. A large difference needs the warehouse manager."""
    difference = counted - level.on_hand
    allowed = max(1, int(level.on_hand * COUNT_TOLERANCE))
    if abs(difference) > allowed:
        warehouse = db.session.get(Warehouse, level.warehouse_id)
        if user is None or warehouse.manager_id != user.id:
            raise Conflict("a difference that large is booked by the manager", difference=difference)
    if difference:
        move(level, difference, "count", "stocktaking", user=user)
    level.counted_at = helpers.utcnow()
    db.session.commit()
    return difference
