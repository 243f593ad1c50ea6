"""Payments, credit notes, the ledger and reminders. Invoice is still in models.core."""

from sqlalchemy import Column, Date, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from hearth.db import Base


class Payment(Base):
    __tablename__ = "payments"

    id = Column(Integer, primary_key=True)
    invoice_id = Column(ForeignKey("invoices.id"))
    order_id = Column(ForeignKey("orders.id"))
    method = Column(String(20), nullable=False)  # card, paypal, transfer, invoice
    amount_cents = Column(Integer, nullable=False)  # negative: money we paid back
    reference = Column(String(80), default="")
    gateway_id = Column(String(60), index=True)
    state = Column(String(12), default="pending", nullable=False)  # pending, settled, failed
    created_at = Column(DateTime, nullable=False)
    settled_at = Column(DateTime)

    invoice = relationship("Invoice", back_populates="payments")
    order = relationship("Order")


class CreditNote(Base):
    __tablename__ = "credit_notes"

    id = Column(Integer, primary_key=True)
    number = Column(String(20), unique=True, nullable=False)
    invoice_id = Column(ForeignKey("invoices.id"), nullable=False)
    issued_on = Column(Date, nullable=False)
    gross_cents = Column(Integer, nullable=False)
    tax_cents = Column(Integer, nullable=False)
    reason = Column(String(60), nullable=False)

    invoice = relationship("Invoice", back_populates="credit_notes")


class LedgerEntry(Base):
    """One side of a posting; the sides of a voucher sum up to zero."""

    __tablename__ = "ledger_entries"

    id = Column(Integer, primary_key=True)
    voucher = Column(String(30), nullable=False, index=True)
    booked_on = Column(Date, nullable=False)
    account = Column(String(6), nullable=False)
    amount_cents = Column(Integer, nullable=False)  # debit positive, credit negative
    text = Column(String(120), default="")
    invoice_id = Column(ForeignKey("invoices.id"))


class DunningNotice(Base):
    __tablename__ = "dunning_notices"

    id = Column(Integer, primary_key=True)
    invoice_id = Column(ForeignKey("invoices.id"), nullable=False)
    level = Column(Integer, nullable=False)
    fee_cents = Column(Integer, default=0, nullable=False)
    sent_on = Column(Date, nullable=False)

    invoice = relationship("Invoice")


class TaxRate(Base):
    __tablename__ = "tax_rates"

    id = Column(Integer, primary_key=True)
    country = Column(String(2), nullable=False)
    tax_class = Column(String(10), nullable=False)
    percent = Column(String(8), nullable=False)
    valid_from = Column(Date, nullable=False)
