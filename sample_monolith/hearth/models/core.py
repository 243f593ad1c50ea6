"""The models the shop started with in 2022. They were one file then, and half of them still are."""

from datetime import timedelta

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import relationship

from hearth.db import Base
from hearth.lib import helpers
from hearth.lib.errors import Conflict


class Customer(Base):
    """Somebody who has bought, or has at least filled in a form."""

    __tablename__ = "customers"

    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey("users.id"), unique=True)
    number = Column(String(20), unique=True)
    name = Column(String(120), nullable=False)
    email = Column(String(200), nullable=False, index=True)
    phone = Column(String(40))
    kind = Column(String(10), default="private", nullable=False)  # private, business
    vat_id = Column(String(20))
    country = Column(String(2), default="DE", nullable=False)
    blocked = Column(Boolean, default=False, nullable=False)
    block_reason = Column(String(200))
    created_at = Column(DateTime)
    erased_at = Column(DateTime)

    user = relationship("User", back_populates="customer")
    orders = relationship("Order", back_populates="customer")
    invoices = relationship("Invoice", back_populates="customer")
    addresses = relationship("Address", back_populates="customer")
    tickets = relationship("Ticket", back_populates="customer")
    loyalty_entries = relationship("LoyaltyEntry", back_populates="customer")

    @property
    def is_business(self):
        return self.kind == "business"

    def block(self, reason):
        self.blocked = True
        self.block_reason = reason

    def unblock(self):
        self.blocked = False
        self.block_reason = None


class Product(Base):
    """What the shop window shows. What is bought is a variant of it."""

    __tablename__ = "products"

    id = Column(Integer, primary_key=True)
    category_id = Column(ForeignKey("categories.id"))
    supplier_id = Column(ForeignKey("suppliers.id"))
    name = Column(String(200), nullable=False)
    slug = Column(String(200), unique=True, nullable=False)
    description = Column(Text, default="")
    brand = Column(String(80))
    material = Column(String(80))
    tax_class = Column(String(10), default="standard", nullable=False)
    published = Column(Boolean, default=False, nullable=False)
    created_at = Column(DateTime)

    category = relationship("Category", back_populates="products")
    supplier = relationship("Supplier")
    variants = relationship("Variant", back_populates="product", order_by="Variant.id")
    reviews = relationship("Review", back_populates="product")

    def publish(self):
        if not self.variants:
            raise Conflict("a product without variants cannot be published")
        if not (self.description or "").strip():
            raise Conflict("a product without description cannot be published")
        self.published = True

    @property
    def rating(self):
        stars = [review.stars for review in self.reviews if review.state == "published"]
        return round(sum(stars) / len(stars), 1) if stars else None


class Variant(Base):
    __tablename__ = "variants"

    id = Column(Integer, primary_key=True)
    product_id = Column(ForeignKey("products.id"), nullable=False)
    sku = Column(String(40), unique=True, nullable=False)
    title = Column(String(120), default="")
    ean = Column(String(13))
    weight_grams = Column(Integer, default=0, nullable=False)
    bulky = Column(Boolean, default=False, nullable=False)
    list_price_cents = Column(Integer, nullable=False)
    discontinued = Column(Boolean, default=False, nullable=False)

    product = relationship("Product", back_populates="variants")
    stock_levels = relationship("StockLevel", back_populates="variant")
    prices = relationship("PriceEntry", back_populates="variant")

    @property
    def full_title(self):
        return f"{self.product.name} {self.title}".strip()


class Order(Base):
    __tablename__ = "orders"

    id = Column(Integer, primary_key=True)
    number = Column(String(20), unique=True, nullable=False)
    customer_id = Column(ForeignKey("customers.id"), nullable=False)
    shipping_address_id = Column(ForeignKey("addresses.id"))
    voucher_id = Column(ForeignKey("vouchers.id"))
    state = Column(String(20), default="placed", nullable=False)
    payment_method = Column(String(20), default="invoice", nullable=False)
    currency = Column(String(3), default="EUR", nullable=False)
    goods_cents = Column(Integer, default=0, nullable=False)
    discount_cents = Column(Integer, default=0, nullable=False)
    shipping_cents = Column(Integer, default=0, nullable=False)
    total_cents = Column(Integer, default=0, nullable=False)
    utm_source = Column(String(60))
    utm_campaign = Column(String(60))
    placed_at = Column(DateTime, nullable=False)
    cancelled_at = Column(DateTime)

    customer = relationship("Customer", back_populates="orders")
    lines = relationship("OrderLine", back_populates="order", order_by="OrderLine.position")
    events = relationship("OrderEvent", back_populates="order", order_by="OrderEvent.id")
    invoices = relationship("Invoice", back_populates="order")
    shipments = relationship("Shipment", back_populates="order")
    returns = relationship("Return", back_populates="order")
    shipping_address = relationship("Address")
    voucher = relationship("Voucher")

    @property
    def open_quantity(self):
        return sum(line.quantity - line.shipped_quantity for line in self.lines)

    @property
    def is_final(self):
        return self.state in ("cancelled", "completed", "returned")


class OrderLine(Base):
    __tablename__ = "order_lines"

    id = Column(Integer, primary_key=True)
    order_id = Column(ForeignKey("orders.id"), nullable=False)
    position = Column(Integer, nullable=False)
    variant_id = Column(ForeignKey("variants.id"), nullable=False)
    sku = Column(String(40), nullable=False)
    title = Column(String(300), nullable=False)
    quantity = Column(Integer, nullable=False)
    shipped_quantity = Column(Integer, default=0, nullable=False)
    returned_quantity = Column(Integer, default=0, nullable=False)
    unit_price_cents = Column(Integer, nullable=False)
    tax_class = Column(String(10), default="standard", nullable=False)

    order = relationship("Order", back_populates="lines")
    variant = relationship("Variant")

    @property
    def total_cents(self):
        return self.quantity * self.unit_price_cents


class Invoice(Base):
    __tablename__ = "invoices"

    id = Column(Integer, primary_key=True)
    number = Column(String(20), unique=True, nullable=False)
    order_id = Column(ForeignKey("orders.id"), index=True)
    customer_id = Column(ForeignKey("customers.id"), nullable=False)
    issued_on = Column(Date, nullable=False)
    due_on = Column(Date, nullable=False)
    state = Column(String(20), default="open", nullable=False)  # open, paid, cancelled, written_off
    net_cents = Column(Integer, default=0, nullable=False)
    tax_cents = Column(Integer, default=0, nullable=False)
    gross_cents = Column(Integer, default=0, nullable=False)
    paid_cents = Column(Integer, default=0, nullable=False)
    dunning_level = Column(Integer, default=0, nullable=False)
    reverse_charge = Column(Boolean, default=False, nullable=False)

    order = relationship("Order", back_populates="invoices")
    customer = relationship("Customer", back_populates="invoices")
    lines = relationship("InvoiceLine", back_populates="invoice")
    payments = relationship("Payment", back_populates="invoice")
    credit_notes = relationship("CreditNote", back_populates="invoice")

    @property
    def open_cents(self):
        credited = sum(note.gross_cents for note in self.credit_notes)
        return self.gross_cents - self.paid_cents - credited

    def is_overdue(self, day=None):
        return self.state == "open" and self.due_on < (day or helpers.today())

    def extend(self, days):
        """More time to pay; granted once, by phone, by the accountant."""
        if self.dunning_level > 1:
            raise Conflict("too late for an extension")
        self.due_on = self.due_on + timedelta(days=days)


class InvoiceLine(Base):
    __tablename__ = "invoice_lines"

    id = Column(Integer, primary_key=True)
    invoice_id = Column(ForeignKey("invoices.id"), nullable=False)
    order_line_id = Column(ForeignKey("order_lines.id"))
    title = Column(String(300), nullable=False)
    quantity = Column(Integer, nullable=False)
    gross_cents = Column(Integer, nullable=False)
    tax_rate = Column(String(8), nullable=False)
    tax_cents = Column(Integer, nullable=False)

    invoice = relationship("Invoice", back_populates="lines")


class StockLevel(Base):
    """How much of a variant lies in a warehouse, and how much of it is promised."""

    __tablename__ = "stock_levels"
    __table_args__ = (UniqueConstraint("warehouse_id", "variant_id"),)

    id = Column(Integer, primary_key=True)
    warehouse_id = Column(ForeignKey("warehouses.id"), nullable=False)
    variant_id = Column(ForeignKey("variants.id"), nullable=False)
    on_hand = Column(Integer, default=0, nullable=False)
    reserved = Column(Integer, default=0, nullable=False)
    reorder_point = Column(Integer, default=0, nullable=False)
    average_cost_cents = Column(Integer, default=0, nullable=False)
    counted_at = Column(DateTime)

    warehouse = relationship("Warehouse", back_populates="stock_levels")
    variant = relationship("Variant", back_populates="stock_levels")

    @property
    def available(self):
        return self.on_hand - self.reserved
