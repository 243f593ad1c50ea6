"""Warehouses, movements, reservations and purchase orders."""

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from hearth.db import Base


class Warehouse(Base):
    __tablename__ = "warehouses"

    id = Column(Integer, primary_key=True)
    code = Column(String(8), unique=True, nullable=False)
    name = Column(String(80), nullable=False)
    country = Column(String(2), default="DE", nullable=False)
    priority = Column(Integer, default=10, nullable=False)
    takes_bulky = Column(Boolean, default=True, nullable=False)
    manager_id = Column(ForeignKey("users.id"))

    stock_levels = relationship("StockLevel", back_populates="warehouse")


class StockMovement(Base):
    """Every change of a quantity on hand. The levels could be computed from these, and once were."""

    __tablename__ = "stock_movements"

    id = Column(Integer, primary_key=True)
    warehouse_id = Column(ForeignKey("warehouses.id"), nullable=False)
    variant_id = Column(ForeignKey("variants.id"), nullable=False)
    quantity = Column(Integer, nullable=False)
    kind = Column(String(12), nullable=False)  # receipt, issue, return, count, scrap, transfer
    unit_cost_cents = Column(Integer, default=0, nullable=False)
    reference = Column(String(40), default="")
    moved_at = Column(DateTime, nullable=False)
    user_id = Column(ForeignKey("users.id"))


class Reservation(Base):
    __tablename__ = "reservations"

    id = Column(Integer, primary_key=True)
    order_line_id = Column(ForeignKey("order_lines.id"), nullable=False)
    warehouse_id = Column(ForeignKey("warehouses.id"), nullable=False)
    variant_id = Column(ForeignKey("variants.id"), nullable=False)
    quantity = Column(Integer, nullable=False)
    state = Column(String(10), default="held", nullable=False)  # held, picked, released
    held_until = Column(DateTime)

    warehouse = relationship("Warehouse")
    order_line = relationship("OrderLine")


class Supplier(Base):
    __tablename__ = "suppliers"

    id = Column(Integer, primary_key=True)
    name = Column(String(120), nullable=False)
    email = Column(String(200), default="")
    lead_time_days = Column(Integer, default=14, nullable=False)
    minimum_order_cents = Column(Integer, default=0, nullable=False)
    creditor_account = Column(String(6), default="70000", nullable=False)


class PurchaseOrder(Base):
    __tablename__ = "purchase_orders"

    id = Column(Integer, primary_key=True)
    number = Column(String(20), unique=True, nullable=False)
    supplier_id = Column(ForeignKey("suppliers.id"), nullable=False)
    warehouse_id = Column(ForeignKey("warehouses.id"), nullable=False)
    state = Column(String(12), default="draft", nullable=False)  # draft, sent, partial, received
    ordered_on = Column(Date)
    expected_on = Column(Date)
    ordered_by_id = Column(ForeignKey("users.id"))

    supplier = relationship("Supplier")
    warehouse = relationship("Warehouse")
    lines = relationship("PurchaseOrderLine", back_populates="purchase_order")

    @property
    def total_cents(self):
        return sum(line.quantity * line.unit_cost_cents for line in self.lines)


class PurchaseOrderLine(Base):
    __tablename__ = "purchase_order_lines"

    id = Column(Integer, primary_key=True)
    purchase_order_id = Column(ForeignKey("purchase_orders.id"), nullable=False)
    variant_id = Column(ForeignKey("variants.id"), nullable=False)
    quantity = Column(Integer, nullable=False)
    received_quantity = Column(Integer, default=0, nullable=False)
    unit_cost_cents = Column(Integer, nullable=False)

    purchase_order = relationship("PurchaseOrder", back_populates="lines")
    variant = relationship("Variant")
