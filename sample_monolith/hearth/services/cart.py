"""The shopping cart."""

import secrets

from hearth import db
from hearth.lib import helpers
from hearth.lib.errors import Conflict, Invalid, NotFound
from hearth.models.core import Variant
from hearth.models.ordering import Cart, CartLine
from hearth.services import pricing, vouchers
from hearth.warehouse import stock

MOST_PER_LINE = 50
SHIPPING_CENTS = {"DE": 490, "AT": 890, "CH": 1490}
BULKY_SURCHARGE_CENTS = 2900


def new_cart(customer=None, utm=None):
    utm = utm or {}
    now = helpers.utcnow()
    cart = Cart(
        token=secrets.token_hex(16), customer=customer, created_at=now, touched_at=now,
        utm_source=utm.get("source"), utm_campaign=utm.get("campaign"),
    )
    db.session.add(cart)
    db.session.commit()
    return cart


def by_token(token):
    cart = Cart.query.filter_by(token=token).one_or_none()
    if cart is None or cart.state != "open":
        raise NotFound("this cart does not exist any more")
    return cart


def put(cart, sku, quantity):
    """Set the quantity of a variant; zero takes it out."""
    variant = Variant.query.filter_by(sku=sku).one_or_none()
    if variant is None or not variant.product.published:
        raise NotFound(f"no article {sku}")
    if quantity < 0 or quantity > MOST_PER_LINE:
        raise Invalid(f"between 0 and {MOST_PER_LINE}")
    if variant.discontinued and stock.available(variant.id) < quantity:
        raise Conflict(f"{sku} is sold out for good")
    line = next((entry for entry in cart.lines if entry.variant_id == variant.id), None)
    if quantity == 0:
        if line is not None:
            cart.lines.remove(line)
    elif line is None:
        cart.lines.append(CartLine(variant=variant, quantity=quantity))
    else:
        line.quantity = quantity
    cart.touch()
    db.session.commit()
    return cart


def merge(guest, own):
    """After login the cart of the guest flows into the cart of the customer; the larger quantity wins."""
    for line in list(guest.lines):
        same = next((entry for entry in own.lines if entry.variant_id == line.variant_id), None)
        if same is None:
            own.lines.append(CartLine(variant=line.variant, quantity=line.quantity))
        else:
            same.quantity = max(same.quantity, line.quantity)
    own.voucher_code = own.voucher_code or guest.voucher_code
    guest.state = "expired"
    own.touch()
    db.session.commit()
    return own


def shipping_cost(lines, goods_cents, country):
    if country not in SHIPPING_CENTS:
        raise Invalid(f"we do not ship to {country}")
    bulky = sum(line.quantity for line in lines if line.variant.bulky)
    base = 0 if goods_cents >= helpers.setting("FREE_SHIPPING_FROM_CENTS") else SHIPPING_CENTS[country]
    return base + bulky * BULKY_SURCHARGE_CENTS


def totals(cart, country="DE"):
    """Everything the cart page shows; nothing of it is stored."""
    priced = [(line, pricing.unit_price(line.variant, line.quantity, cart.customer)) for line in cart.lines]
    goods = sum(line.quantity * price for line, price in priced)
    discount = 0
    if cart.voucher_code:
        discount = vouchers.discount(vouchers.find(cart.voucher_code), goods, cart.customer)
    shipping = shipping_cost(cart.lines, goods - discount, country) if cart.lines else 0
    return {
        "lines": [
            {"sku": line.variant.sku, "title": line.variant.full_title, "quantity": line.quantity,
             "unit_price_cents": price, "total_cents": line.quantity * price}
            for line, price in priced
        ],
        "goods_cents": goods,
        "discount_cents": discount,
        "shipping_cents": shipping,
        "total_cents": goods - discount + shipping,
    }
