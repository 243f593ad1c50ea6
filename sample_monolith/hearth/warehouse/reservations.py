"""What is promised to order lines and not yet taken from the shelf."""

from hearth import db
from hearth.lib import helpers
from hearth.lib.errors import Conflict
from hearth.models.core import Order, OrderLine
from hearth.warehouse import stock
from hearth.warehouse.models import Reservation


def held_for(order_line_id):
    return Reservation.query.filter_by(order_line_id=order_line_id, state="held").order_by(Reservation.id).all()


def release(order_line_id):
    """Give back what is held; the caller commits."""
    released = 0
    for reservation in held_for(order_line_id):
        level = stock.level_of(reservation.warehouse_id, reservation.variant_id)
        level.reserved -= reservation.quantity
        reservation.state = "released"
        released += reservation.quantity
    return released


def confirm(order):
    """A paid order keeps its reservation for ever."""
    for line in order.lines:
        for reservation in held_for(line.id):
            reservation.held_until = None


def pick(order_line, warehouse_id, quantity, user=None):
    """Take from the shelf what is held in one warehouse; the caller commits."""
    left = quantity
    for reservation in held_for(order_line.id):
        if reservation.warehouse_id != warehouse_id or left == 0:
            continue
        if reservation.quantity > left:
            raise Conflict("a reservation is picked as a whole", held=reservation.quantity)
        level = stock.level_of(warehouse_id, reservation.variant_id)
        level.reserved -= reservation.quantity
        stock.move(level, -reservation.quantity, "issue", order_line.order.number, user=user)
        reservation.state = "picked"
        left -= reservation.quantity
    if left:
        raise Conflict(f"{left} of {order_line.sku} are not held here")


def release_expired():
    """Reservations of orders that wait for a card payment end after a while."""
    now = helpers.utcnow()
    expired = (
        Reservation.query.join(OrderLine).join(Order)
        .filter(
            Reservation.state == "held",
            Reservation.held_until < now,
            Order.state == "placed",
            Order.payment_method != "invoice",
        )
        .all()
    )
    for reservation in expired:
        level = stock.level_of(reservation.warehouse_id, reservation.variant_id)
        level.reserved -= reservation.quantity
        reservation.state = "released"
    db.session.commit()
    return len(expired)


def pick_list(warehouse_id):
    """What the pickers walk for, shelf by shelf: oldest order first."""
    return db.rows(
        """
        SELECT o.number, l.sku, l.title, r.quantity, r.order_line_id
        FROM reservations r
        JOIN order_lines l ON l.id = r.order_line_id
        JOIN orders o ON o.id = l.order_id
        WHERE r.warehouse_id = :warehouse AND r.state = 'held'
          AND (o.state IN ('paid', 'picking') OR (o.state = 'placed' AND o.payment_method = 'invoice'))
        ORDER BY o.placed_at, l.position
        """,
        warehouse=warehouse_id,
    )
