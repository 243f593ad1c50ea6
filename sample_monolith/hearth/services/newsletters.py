"""Newsletter subscriptions with double opt-in, and sending a campaign."""

from datetime import timedelta

from hearth import db
from hearth.lib import helpers, mailer
from hearth.lib.errors import Conflict, Invalid
from hearth.lib.utm import tag_links
from hearth.models.core import Customer
from hearth.models.marketing import Campaign, CampaignSend, NewsletterSubscription
from hearth.services import segments

CONFIRM_WITHIN_DAYS = 7
FREQUENCY_CAP_DAYS = 3
SHOP = "https://www.hearthside.example"


def confirmation_token(subscription):
    return helpers.token_for("newsletter", subscription.id, subscription.email)


def subscribe(email, source="footer", language="de"):
    """Ask for a confirmation; somebody who left may come back, nobody is asked twice a day."""
    email = helpers.normalize_email(email)
    now = helpers.utcnow()
    subscription = NewsletterSubscription.query.filter_by(email=email).one_or_none()
    if subscription is not None and subscription.active:
        return subscription
    if subscription is None:
        customer = Customer.query.filter_by(email=email).first()
        subscription = NewsletterSubscription(
            email=email, source=source, language=language, requested_at=now,
            customer_id=customer.id if customer else None,
        )
        db.session.add(subscription)
    else:
        subscription.requested_at = now
        subscription.confirmed_at = subscription.unsubscribed_at = None
    db.session.commit()
    token = confirmation_token(subscription)
    mailer.send(email, "Please confirm", f"{SHOP}/newsletter/{subscription.id}/confirm/{token}")
    return subscription


def confirm(subscription, token):
    if token != confirmation_token(subscription):
        raise Invalid("this link is not valid")
    if subscription.requested_at + timedelta(days=CONFIRM_WITHIN_DAYS) < helpers.utcnow():
        raise Conflict("this link is too old")
    subscription.confirmed_at = helpers.utcnow()
    db.session.commit()
    return subscription


def unsubscribe(subscription, token):
    if token != confirmation_token(subscription):
        raise Invalid("this link is not valid")
    subscription.unsubscribed_at = helpers.utcnow()
    db.session.commit()


def recipients(campaign):
    """Active subscribers of the segment who got nothing in the last days."""
    since = helpers.utcnow() - timedelta(days=FREQUENCY_CAP_DAYS)
    recent = db.session.query(CampaignSend.subscription_id).filter(CampaignSend.sent_at >= since)
    query = NewsletterSubscription.query.filter(
        NewsletterSubscription.confirmed_at.isnot(None),
        NewsletterSubscription.unsubscribed_at.is_(None),
        NewsletterSubscription.id.notin_(recent),
    ).order_by(NewsletterSubscription.id)
    if campaign.segment == "everyone":
        return query.all()
    members = segments.members(campaign.segment)
    return [s for s in query.all() if s.customer_id in members]


def personal_text(campaign, subscription):
    text = tag_links(campaign.body, campaign.code)
    code = campaign.voucher.code if campaign.voucher else ""
    token = confirmation_token(subscription)
    footer = f"\n\n--\nNo more of this: {SHOP}/newsletter/{subscription.id}/leave/{token}"
    return mailer.render(text, voucher=code) + footer


def send_campaign(campaign):
    if campaign.sent_at is not None:
        raise Conflict(f"campaign {campaign.code} went out already")
    now = helpers.utcnow()
    sent = 0
    for subscription in recipients(campaign):
        mailer.send(subscription.email, campaign.subject, personal_text(campaign, subscription))
        db.session.add(CampaignSend(campaign=campaign, subscription=subscription, sent_at=now))
        sent += 1
    campaign.sent_at = now
    db.session.commit()
    return sent


def due_campaigns():
    return Campaign.query.filter(Campaign.sent_at.is_(None), Campaign.send_at <= helpers.utcnow()).all()
