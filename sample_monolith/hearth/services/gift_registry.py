"""Wedding lists. Launched in May 2023, switched off in the autumn; the views are gone."""

from hearth import db
from hearth.lib import helpers
from hearth.lib.errors import Conflict
from hearth.models.core import Order, OrderLine
from hearth.services import cart as carts

MESSAGE_LIMIT = 280


class GiftList:
    """A wish list in memory; the table was dropped with the feature."""

    def __init__(self, owner, event, day):
        self.owner = owner
        self.event = event
        self.day = day
        self.wishes = {}
        self.given = {}

    @property
    def code(self):
        return helpers.token_for(self.owner.id, self.event, self.day)[:8].upper()

    def wish(self, sku, quantity=1):
        self.wishes[sku] = self.wishes.get(sku, 0) + quantity

    def left(self, sku):
        return self.wishes.get(sku, 0) - self.given.get(sku, 0)

    def give(self, sku, quantity, message=""):
        if quantity > self.left(sku):
            raise Conflict(f"only {self.left(sku)} of {sku} are still wished for")
        self.given[sku] = self.given.get(sku, 0) + quantity
        return message[:MESSAGE_LIMIT]


def cart_for(gift_list, giver, sku, quantity):
    gift_list.give(sku, quantity)
    cart = carts.new_cart(giver)
    return carts.put(cart, sku, quantity)


def gifts_bought(gift_list):
    """What was really ordered by anybody since the list was opened."""
    return (
        db.session.query(OrderLine.sku, OrderLine.quantity, Order.number)
        .join(Order)
        .filter(OrderLine.sku.in_(gift_list.wishes), Order.placed_at >= gift_list.day)
        .all()
    )
