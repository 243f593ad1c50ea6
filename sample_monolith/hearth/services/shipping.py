"""From the shelf to the door: shipments, parcels, labels, tracking."""

from hearth import db
from hearth.lib import helpers
from hearth.lib.errors import Conflict, Invalid
from hearth.models.core import Order
from hearth.models.shipping import Parcel, Shipment
from hearth.services import carriers, orders
from hearth.tasks import enqueue, task
from hearth.warehouse import reservations

FILLING_GRAMS = 180  # box and paper
LOST_AFTER_DAYS = 12


def pack(order, warehouse_id, express=False, user=None):
    """Pick everything this warehouse holds for the order and make a shipment with labels of it."""
    if order.state != "picking":
        if not orders.can_be_picked(order):
            raise Conflict(f"order {order.number} must not be shipped yet")
        orders.move(order, "picking", user=user)
    held = [(line, quantity_held(line, warehouse_id)) for line in order.lines]
    held = [(line, quantity) for line, quantity in held if quantity]
    if not held:
        raise Conflict("this warehouse holds nothing for the order")
    weight = sum(quantity * line.variant.weight_grams for line, quantity in held) + FILLING_GRAMS
    bulky = any(line.variant.bulky for line, _quantity in held)
    address = order.shipping_address
    carrier = carriers.cheapest(weight, address.country, bulky, express)
    if carrier is None:
        raise Invalid(f"no carrier takes {weight} g to {address.country}")
    shipment = Shipment(
        order=order, warehouse_id=warehouse_id, address=address, carrier=carrier.code,
        created_at=helpers.utcnow(), packed_by_id=user.id if user else None,
    )
    db.session.add(shipment)
    for line, quantity in held:
        reservations.pick(line, warehouse_id, quantity, user)
        line.shipped_quantity += quantity
    add_parcel(shipment, carrier, weight)
    db.session.commit()
    return shipment


def quantity_held(line, warehouse_id):
    return sum(r.quantity for r in reservations.held_for(line.id) if r.warehouse_id == warehouse_id)


def add_parcel(shipment, carrier, weight_grams):
    parcel = Parcel(
        shipment=shipment, weight_grams=weight_grams,
        tariff_cents=carrier.tariff(weight_grams, shipment.address.country),
    )
    db.session.add(parcel)
    db.session.flush()
    parcel.tracking_code = carrier.tracking_code(parcel.id)
    parcel.label = carrier.label(shipment.address, parcel)
    return parcel


def hand_over(shipment):
    """The driver was here. The order and its customer hear of it."""
    if shipment.state != "packing":
        raise Conflict(f"this shipment is {shipment.state}")
    shipment.state = "handed_over"
    shipment.handed_over_at = helpers.utcnow()
    carrier = carriers.load(shipment.carrier)
    orders.mark_shipped(shipment.order, carrier.name, [p.tracking_code for p in shipment.parcels])
    db.session.commit()
    return shipment


@task("shipping.delivered")
def delivered(tracking_code):
    """Called for each line of the carrier's nightly file."""
    parcel = Parcel.query.filter_by(tracking_code=tracking_code).one_or_none()
    if parcel is None or parcel.shipment.state == "delivered":
        return False
    parcel.shipment.state = "delivered"
    parcel.shipment.delivered_at = helpers.utcnow()
    db.session.commit()
    return True


@task("shipping.find_lost")
def find_lost():
    """On the road for too long: support gets a ticket before the customer writes one."""
    days = LOST_AFTER_DAYS
    found = [
        s for s in Shipment.query.filter_by(state="handed_over").all()
        if (helpers.utcnow() - s.handed_over_at).days >= days
    ]
    for shipment in found:
        shipment.state = "lost"
        enqueue("support.open_ticket", order_id=shipment.order_id, subject="Parcel lost?", topic="delivery")
    db.session.commit()
    return len(found)


def ready_to_pack():
    """Orders the warehouse may start with, oldest first."""
    candidates = Order.query.filter(Order.state.in_(["placed", "paid", "picking"])).order_by(Order.placed_at).all()
    return [order for order in candidates if order.state == "picking" or orders.can_be_picked(order)]
