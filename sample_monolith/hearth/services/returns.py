"""Returns: announced by the customer, unpacked in the warehouse, decided here."""

from datetime import timedelta

from hearth import db
from hearth.lib import helpers, mailer, money
from hearth.lib.errors import Conflict, Invalid
from hearth.models.ordering import Return, ReturnLine
from hearth.services import orders, refunds
from hearth.warehouse import stock

REASONS = ("does_not_fit", "damaged", "wrong_article", "not_as_described", "changed_mind")
VALUE_LEFT_PERCENT = {"as_new": 100, "used": 70, "damaged": 0, "unknown": 0}
OUR_FAULT = {"damaged", "wrong_article", "not_as_described"}


def announce(order, reason, quantities):
    """quantities: position of the order line -> how many come back."""
    if reason not in REASONS:
        raise Invalid(f"unknown reason {reason}", allowed=list(REASONS))
    if order.state not in ("shipped", "completed"):
        raise Conflict("nothing was shipped yet")
    window = timedelta(days=helpers.setting("RETURN_WINDOW_DAYS"))
    if reason not in OUR_FAULT and order.placed_at + window < helpers.utcnow():
        raise Conflict("the time to return it is over")
    lines = {line.position: line for line in order.lines}
    return_ = Return(order=order, reason=reason, announced_at=helpers.utcnow())
    for position, quantity in sorted(quantities.items()):
        line = lines.get(position)
        if line is None or not 0 < quantity <= line.shipped_quantity - line.returned_quantity:
            raise Invalid(f"position {position}: cannot return {quantity}")
        return_.lines.append(ReturnLine(order_line=line, quantity=quantity))
    db.session.add(return_)
    orders.note_event(order, "return_announced", reason)
    db.session.commit()
    return return_


def unpack(return_, conditions, warehouse_id, user=None):
    """The parcel is here. What is as new goes back on the shelf at once."""
    if return_.state != "announced":
        raise Conflict(f"this return is {return_.state}")
    for line in return_.lines:
        line.condition = conditions.get(line.order_line.position, "unknown")
        if line.condition not in VALUE_LEFT_PERCENT:
            raise Invalid(f"unknown condition {line.condition}")
        line.order_line.returned_quantity += line.quantity
        if line.condition == "as_new":
            stock.put_back(warehouse_id, line.order_line.variant_id, line.quantity, return_.order.number, user)
    return_.state = "arrived"
    return_.arrived_at = helpers.utcnow()
    return_.refund_cents = value_of(return_)
    db.session.commit()
    return return_


def value_of(return_):
    """What we give back: the paid price, less the wear, unless it is our fault."""
    order = return_.order
    total = 0
    for line in return_.lines:
        percent = 100 if return_.reason in OUR_FAULT else VALUE_LEFT_PERCENT[line.condition]
        total += money.percent_of(line.quantity * line.order_line.unit_price_cents, percent)
    if order.goods_cents:
        total -= money.percent_of(total, 100 * order.discount_cents / order.goods_cents)
    whole = all(line.returned_quantity == line.quantity for line in order.lines)
    if whole and return_.reason in OUR_FAULT:
        total += order.shipping_cents
    return total


def accept(return_, user=None):
    if return_.state != "arrived":
        raise Conflict("unpack it first")
    return refunds.refund_return(return_, user)


def refuse(return_, why, user=None):
    if return_.state != "arrived":
        raise Conflict("unpack it first")
    return_.state = "refused"
    return_.refund_cents = 0
    orders.note_event(return_.order, "return_refused", why, user)
    db.session.commit()
    mailer.send(return_.order.customer.email, f"Your return for {return_.order.number}", why)
    return return_
