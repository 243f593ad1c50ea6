"""Addresses and notes of a customer. The customer itself is in models.core."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import relationship

from hearth.db import Base


class Address(Base):
    __tablename__ = "addresses"

    id = Column(Integer, primary_key=True)
    customer_id = Column(ForeignKey("customers.id"), nullable=False)
    kind = Column(String(10), default="shipping", nullable=False)  # shipping, billing
    recipient = Column(String(120), nullable=False)
    street = Column(String(120), nullable=False)
    postcode = Column(String(10), nullable=False)
    city = Column(String(80), nullable=False)
    country = Column(String(2), default="DE", nullable=False)
    is_default = Column(Boolean, default=False, nullable=False)
    archived = Column(Boolean, default=False, nullable=False)

    customer = relationship("Customer", back_populates="addresses")

    def lines(self):
        return [self.recipient, self.street, f"{self.country}-{self.postcode} {self.city}"]


class CustomerNote(Base):
    """What colleagues should know before they pick up the phone."""

    __tablename__ = "customer_notes"

    id = Column(Integer, primary_key=True)
    customer_id = Column(ForeignKey("customers.id"), nullable=False)
    author_id = Column(ForeignKey("users.id"))
    text = Column(Text, nullable=False)
    pinned = Column(Boolean, default=False, nullable=False)
    written_at = Column(DateTime, nullable=False)

    author = relationship("User")
