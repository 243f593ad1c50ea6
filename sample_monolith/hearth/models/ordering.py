"""Carts, the trace of an order, and returns."""

from datetime import timedelta

from sqlalchemy import Column, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from hearth.db import Base
from hearth.lib import helpers


class Cart(Base):
    __tablename__ = "carts"

    id = Column(Integer, primary_key=True)
    token = Column(String(32), unique=True, nullable=False)
    customer_id = Column(ForeignKey("customers.id"))
    voucher_code = Column(String(30))
    state = Column(String(12), default="open", nullable=False)  # open, ordered, expired
    utm_source = Column(String(60))
    utm_campaign = Column(String(60))
    reminded_at = Column(DateTime)
    created_at = Column(DateTime, nullable=False)
    touched_at = Column(DateTime, nullable=False)

    customer = relationship("Customer")
    lines = relationship("CartLine", back_populates="cart", cascade="all, delete-orphan")

    def touch(self):
        self.touched_at = helpers.utcnow()

    @property
    def expired(self):
        lifetime = timedelta(days=helpers.setting("CART_LIFETIME_DAYS"))
        return self.touched_at + lifetime < helpers.utcnow()


class CartLine(Base):
    __tablename__ = "cart_lines"

    id = Column(Integer, primary_key=True)
    cart_id = Column(ForeignKey("carts.id"), nullable=False)
    variant_id = Column(ForeignKey("variants.id"), nullable=False)
    quantity = Column(Integer, nullable=False)

    cart = relationship("Cart", back_populates="lines")
    variant = relationship("Variant")


class OrderEvent(Base):
    """What happened to an order; shown to the customer and to support."""

    __tablename__ = "order_events"

    id = Column(Integer, primary_key=True)
    order_id = Column(ForeignKey("orders.id"), nullable=False)
    at = Column(DateTime, nullable=False)
    kind = Column(String(30), nullable=False)
    note = Column(String(300), default="")
    user_id = Column(ForeignKey("users.id"))

    order = relationship("Order", back_populates="events")


class Return(Base):
    __tablename__ = "returns"

    id = Column(Integer, primary_key=True)
    order_id = Column(ForeignKey("orders.id"), nullable=False)
    reason = Column(String(30), nullable=False)
    state = Column(String(12), default="announced", nullable=False)  # announced, arrived, accepted, refused
    announced_at = Column(DateTime, nullable=False)
    arrived_at = Column(DateTime)
    refund_cents = Column(Integer, default=0, nullable=False)
    credit_note_id = Column(ForeignKey("credit_notes.id"))

    order = relationship("Order", back_populates="returns")
    lines = relationship("ReturnLine", back_populates="return_")
    credit_note = relationship("CreditNote")


class ReturnLine(Base):
    __tablename__ = "return_lines"

    id = Column(Integer, primary_key=True)
    return_id = Column(ForeignKey("returns.id"), nullable=False)
    order_line_id = Column(ForeignKey("order_lines.id"), nullable=False)
    quantity = Column(Integer, nullable=False)
    condition = Column(String(12), default="unknown", nullable=False)  # as_new, used, damaged

    return_ = relationship("Return", back_populates="lines")
    order_line = relationship("OrderLine")
