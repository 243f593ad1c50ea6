"""Shipments and the parcels they are made of."""

from sqlalchemy import Column, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from hearth.db import Base


class Shipment(Base):
    __tablename__ = "shipments"

    id = Column(Integer, primary_key=True)
    order_id = Column(ForeignKey("orders.id"), nullable=False)
    warehouse_id = Column(ForeignKey("warehouses.id"), nullable=False)
    address_id = Column(ForeignKey("addresses.id"))
    carrier = Column(String(20), nullable=False)
    state = Column(String(12), default="packing", nullable=False)  # packing, handed_over, delivered, lost
    packed_by_id = Column(ForeignKey("users.id"))
    created_at = Column(DateTime, nullable=False)
    handed_over_at = Column(DateTime)
    delivered_at = Column(DateTime)

    order = relationship("Order", back_populates="shipments")
    warehouse = relationship("Warehouse")
    address = relationship("Address")
    parcels = relationship("Parcel", back_populates="shipment")

    @property
    def weight_grams(self):
        return sum(parcel.weight_grams for parcel in self.parcels)


class Parcel(Base):
    __tablename__ = "parcels"

    id = Column(Integer, primary_key=True)
    shipment_id = Column(ForeignKey("shipments.id"), nullable=False)
    tracking_code = Column(String(40), unique=True)
    weight_grams = Column(Integer, nullable=False)
    tariff_cents = Column(Integer, default=0, nullable=False)
    label = Column(String(2000))

    shipment = relationship("Shipment", back_populates="parcels")
