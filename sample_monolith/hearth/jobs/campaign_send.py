"""Sending campaigns when their time has come."""

import logging

from hearth import db
from hearth.lib import helpers
from hearth.models.marketing import Campaign, NewsletterSubscription
from hearth.services import newsletters
from hearth.tasks import enqueue, task

log = logging.getLogger(__name__)

QUIET_HOURS = range(0, 7)


@task("marketing.send_due_campaigns")
def send_due_campaigns():
    if helpers.utcnow().hour in QUIET_HOURS:
        return []
    due = newsletters.due_campaigns()
    for campaign in due:
        enqueue("marketing.send_campaign", campaign_id=campaign.id)
    return [campaign.code for campaign in due]


@task("marketing.send_campaign")
def send_campaign(campaign_id):
    campaign = db.session.get(Campaign, campaign_id)
    sent = newsletters.send_campaign(campaign)
    log.info("campaign %s: %d mails", campaign.code, sent)
    return sent


@task("marketing.drop_unconfirmed")
def drop_unconfirmed(days=30):
    """Who never confirmed must not be kept."""
    gone = [
        s for s in NewsletterSubscription.query.filter_by(confirmed_at=None, unsubscribed_at=None).all()
        if (helpers.utcnow() - s.requested_at).days > days
    ]
    for subscription in gone:
        db.session.delete(subscription)
    db.session.commit()
    return len(gone)
