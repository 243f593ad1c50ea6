"""Newsletters, campaigns, vouchers and loyalty points."""

from datetime import date, datetime
from typing import Optional

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hearth.db import Base


class NewsletterSubscription(Base):
    __tablename__ = "newsletter_subscriptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    customer_id: Mapped[Optional[int]] = mapped_column(ForeignKey("customers.id"))
    language: Mapped[str] = mapped_column(String(2), default="de")
    source: Mapped[str] = mapped_column(String(60), default="footer")
    requested_at: Mapped[datetime]
    confirmed_at: Mapped[Optional[datetime]]
    unsubscribed_at: Mapped[Optional[datetime]]

    @property
    def active(self) -> bool:
        return self.confirmed_at is not None and self.unsubscribed_at is None


class Campaign(Base):
    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str]
    segment: Mapped[str] = mapped_column(String(40), default="everyone")
    send_at: Mapped[datetime]
    sent_at: Mapped[Optional[datetime]]
    budget_cents: Mapped[int] = mapped_column(default=0)
    voucher_id: Mapped[Optional[int]] = mapped_column(ForeignKey("vouchers.id"))
    created_by_id: Mapped[Optional[int]] = mapped_column(ForeignKey("users.id"))

    voucher: Mapped[Optional["Voucher"]] = relationship("Voucher")
    sends: Mapped[list["CampaignSend"]] = relationship("CampaignSend", back_populates="campaign")


class CampaignSend(Base):
    __tablename__ = "campaign_sends"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    subscription_id: Mapped[int] = mapped_column(ForeignKey("newsletter_subscriptions.id"))
    sent_at: Mapped[datetime]
    opened_at: Mapped[Optional[datetime]]
    clicked_at: Mapped[Optional[datetime]]

    campaign: Mapped["Campaign"] = relationship("Campaign", back_populates="sends")
    subscription: Mapped["NewsletterSubscription"] = relationship("NewsletterSubscription")


class Voucher(Base):
    __tablename__ = "vouchers"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    percent: Mapped[int] = mapped_column(default=0)
    amount_cents: Mapped[int] = mapped_column(default=0)
    minimum_cents: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[Optional[date]]
    max_redemptions: Mapped[Optional[int]]
    once_per_customer: Mapped[bool] = mapped_column(default=True)

    redemptions: Mapped[list["VoucherRedemption"]] = relationship("VoucherRedemption", back_populates="voucher")


class VoucherRedemption(Base):
    __tablename__ = "voucher_redemptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("vouchers.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    discount_cents: Mapped[int]
    redeemed_at: Mapped[datetime]

    voucher: Mapped["Voucher"] = relationship("Voucher", back_populates="redemptions")


class LoyaltyEntry(Base):
    """Points won and spent. The balance is the sum."""

    __tablename__ = "loyalty_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    order_id: Mapped[Optional[int]] = mapped_column(ForeignKey("orders.id"))
    points: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))  # earned, spent, expired, goodwill
    booked_at: Mapped[datetime]
    expires_at: Mapped[Optional[datetime]]

    customer = relationship("Customer", back_populates="loyalty_entries")
