"""Placing an order. Everything that must be true together is written in one transaction."""

import importlib
from datetime import timedelta

from sqlalchemy import text

from hearth import db
from hearth.accounts.models import Address
from hearth.lib import helpers, money
from hearth.lib.errors import Conflict, Forbidden, Invalid, OutOfStock
from hearth.lib.order_numbers import new_order_number
from hearth.models.core import Invoice, InvoiceLine, Order, OrderLine, StockLevel
from hearth.models.marketing import VoucherRedemption
from hearth.models.ordering import OrderEvent
from hearth.services import cart as carts
from hearth.services import vouchers
from hearth.tasks import enqueue
from hearth.warehouse.models import Reservation, Warehouse

PAYMENT_METHODS = ("invoice", "card", "paypal")
INVOICE_LIMIT_CENTS = 50000  # for customers who have not paid an invoice yet


def tax_calculator(country, customer):
    module, name = helpers.setting("CHECKOUT_TAX_CALCULATOR").rsplit(".", 1)
    return getattr(importlib.import_module(module), name)(country, customer)


def check(cart, customer, payment_method, total_cents):
    if not cart.lines:
        raise Invalid("the cart is empty")
    if customer.blocked:
        raise Forbidden("please call us")
    if payment_method not in PAYMENT_METHODS:
        raise Invalid(f"unknown payment method {payment_method}")
    if payment_method == "invoice":
        proven = any(invoice.state == "paid" for invoice in customer.invoices)
        overdue = any(invoice.is_overdue() for invoice in customer.invoices)
        if overdue or (total_cents > INVOICE_LIMIT_CENTS and not proven):
            raise Conflict("payment on invoice is not possible", allowed=["card", "paypal"])


def place_order(cart, customer, address_id, payment_method="invoice"):
    """Turn a cart into an order with its invoice and its stock reserved, or change nothing at all."""
    address = db.session.get(Address, address_id)
    if address is None or address.customer_id != customer.id:
        raise Invalid("not an address of yours")
    cart.customer = customer
    sums = carts.totals(cart, address.country)
    check(cart, customer, payment_method, sums["total_cents"])
    try:
        order = write_order(cart, customer, address, payment_method, sums)
        invoice = Invoice(
            number=f"R{helpers.today().year}-{helpers.next_number('invoice'):05d}",
            order=order,
            customer=customer,
            issued_on=helpers.today(),
            due_on=helpers.today() + timedelta(days=helpers.setting("PAYMENT_TERMS_DAYS")),
            gross_cents=order.total_cents,
        )
        db.session.add(invoice)
        write_invoice_lines(invoice, order, tax_calculator(address.country, customer))
        for line in order.lines:
            reserve_stock(line, address.country)
        cart.state = "ordered"
        db.session.commit()
    except Exception:
        db.session.rollback()
        raise
    enqueue("billing.send_invoice", invoice_id=invoice.id)
    enqueue("loyalty.earn", order_id=order.id)
    return order


def write_order(cart, customer, address, payment_method, sums):
    order = Order(
        number=new_order_number(), customer=customer, shipping_address=address, payment_method=payment_method,
        goods_cents=sums["goods_cents"], discount_cents=sums["discount_cents"],
        shipping_cents=sums["shipping_cents"], total_cents=sums["total_cents"],
        utm_source=cart.utm_source, utm_campaign=cart.utm_campaign, placed_at=helpers.utcnow(),
    )
    db.session.add(order)
    for position, (line, data) in enumerate(zip(cart.lines, sums["lines"]), start=1):
        order.lines.append(OrderLine(
            position=position, variant=line.variant, sku=data["sku"], title=data["title"],
            quantity=data["quantity"], unit_price_cents=data["unit_price_cents"],
            tax_class=line.variant.product.tax_class,
        ))
    order.events.append(OrderEvent(at=helpers.utcnow(), kind="placed", note=payment_method))
    if cart.voucher_code:
        order.voucher = vouchers.find(cart.voucher_code)
        db.session.flush()
        db.session.add(VoucherRedemption(
            voucher=order.voucher, order_id=order.id, customer_id=customer.id,
            discount_cents=order.discount_cents, redeemed_at=helpers.utcnow(),
        ))
    db.session.flush()
    return order


def write_invoice_lines(invoice, order, calculator):
    """The discount is spread over the goods, or the tax of mixed carts would be wrong."""
    discounts = money.spread(order.discount_cents, [line.total_cents for line in order.lines])
    parts = [(line, line.title, line.quantity, line.total_cents - less, line.tax_class)
             for line, less in zip(order.lines, discounts)]
    if order.shipping_cents:
        parts.append((None, "Shipping", 1, order.shipping_cents, "standard"))
    for line, title, quantity, gross, tax_class in parts:
        rate, tax = calculator.tax(gross, tax_class)
        invoice.lines.append(InvoiceLine(
            order_line_id=line.id if line else None, title=title, quantity=quantity,
            gross_cents=gross, tax_rate=str(rate), tax_cents=tax,
        ))
    invoice.tax_cents = sum(line.tax_cents for line in invoice.lines)
    invoice.net_cents = invoice.gross_cents - invoice.tax_cents
    invoice.reverse_charge = calculator.reverse_charge


def reserve_stock(line, country):
    """Take what is needed from the nearest warehouses. The guarded UPDATE is what keeps us from overselling."""
    until = helpers.utcnow() + timedelta(minutes=helpers.setting("RESERVATION_MINUTES"))
    levels = (
        db.session.query(StockLevel)
        .join(Warehouse)
        .filter(StockLevel.variant_id == line.variant_id, StockLevel.on_hand > StockLevel.reserved)
        .order_by(Warehouse.country != country, Warehouse.priority, Warehouse.id)
    )
    needed = line.quantity
    for level in levels.all():
        take = min(needed, level.available)
        taken = db.session.execute(
            text("UPDATE stock_levels SET reserved = reserved + :take "
                 "WHERE id = :id AND on_hand - reserved >= :take"),
            {"take": take, "id": level.id},
        )
        if taken.rowcount == 0:
            continue
        db.session.expire(level)
        db.session.add(Reservation(
            order_line_id=line.id, warehouse_id=level.warehouse_id, variant_id=line.variant_id,
            quantity=take, held_until=until,
        ))
        needed -= take
        if needed == 0:
            return
    raise OutOfStock(f"only {line.quantity - needed} of {line.sku} left", sku=line.sku)
