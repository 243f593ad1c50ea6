"""Tickets, canned answers and requests under the privacy law."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import relationship

from hearth.db import Base


class Ticket(Base):
    __tablename__ = "tickets"

    id = Column(Integer, primary_key=True)
    customer_id = Column(ForeignKey("customers.id"))
    order_id = Column(ForeignKey("orders.id"))
    assignee_id = Column(ForeignKey("users.id"))
    subject = Column(String(200), nullable=False)
    topic = Column(String(20), default="other", nullable=False)
    priority = Column(String(8), default="normal", nullable=False)  # low, normal, high, urgent
    state = Column(String(10), default="new", nullable=False)  # new, open, waiting, solved, closed
    opened_at = Column(DateTime, nullable=False)
    first_reply_at = Column(DateTime)
    solved_at = Column(DateTime)
    reply_due_at = Column(DateTime)
    escalated = Column(Boolean, default=False, nullable=False)
    satisfaction = Column(Integer)

    customer = relationship("Customer", back_populates="tickets")
    order = relationship("Order")
    assignee = relationship("User", back_populates="tickets_assigned")
    messages = relationship("TicketMessage", back_populates="ticket", order_by="TicketMessage.id")


class TicketMessage(Base):
    __tablename__ = "ticket_messages"

    id = Column(Integer, primary_key=True)
    ticket_id = Column(ForeignKey("tickets.id"), nullable=False)
    author_id = Column(ForeignKey("users.id"))  # empty: the customer
    body = Column(Text, nullable=False)
    internal = Column(Boolean, default=False, nullable=False)
    sent_at = Column(DateTime, nullable=False)

    ticket = relationship("Ticket", back_populates="messages")


class Macro(Base):
    """A canned answer with placeholders."""

    __tablename__ = "macros"

    id = Column(Integer, primary_key=True)
    name = Column(String(60), unique=True, nullable=False)
    topic = Column(String(20), default="other", nullable=False)
    body = Column(Text, nullable=False)
    sets_state = Column(String(10), default="waiting", nullable=False)


class PrivacyRequest(Base):
    __tablename__ = "privacy_requests"

    id = Column(Integer, primary_key=True)
    customer_id = Column(ForeignKey("customers.id"), nullable=False)
    kind = Column(String(10), nullable=False)  # access, erasure
    received_at = Column(DateTime, nullable=False)
    due_at = Column(DateTime, nullable=False)
    done_at = Column(DateTime)
    handled_by_id = Column(ForeignKey("users.id"))

    customer = relationship("Customer")
