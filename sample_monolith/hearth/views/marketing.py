"""Newsletter, points and the desk of the marketing team."""

from datetime import datetime

from flask import Blueprint, jsonify, request

from hearth import db
from hearth.lib import helpers
from hearth.lib.auth import current_user, login_required, permission_required
from hearth.models.marketing import Campaign, CampaignSend, NewsletterSubscription
from hearth.reports import campaign_roi
from hearth.services import loyalty, newsletters, segments, vouchers

bp = Blueprint("marketing", __name__)


@bp.post("/newsletter")
def subscribe():
    email, = helpers.require(request.get_json(), "email")
    subscription = newsletters.subscribe(email, request.get_json().get("source", "footer"))
    return jsonify(id=subscription.id, active=subscription.active), 202


@bp.post("/newsletter/<int:subscription_id>/confirm/<token>")
def confirm(subscription_id, token):
    subscription = newsletters.confirm(db.get_or_404(NewsletterSubscription, subscription_id), token)
    return jsonify(active=subscription.active)


@bp.post("/newsletter/<int:subscription_id>/leave/<token>")
def leave(subscription_id, token):
    newsletters.unsubscribe(db.get_or_404(NewsletterSubscription, subscription_id), token)
    return "", 204


@bp.get("/newsletter/opened/<int:send_id>.gif")
def opened(send_id):
    send = db.get_or_404(CampaignSend, send_id)
    send.opened_at = send.opened_at or helpers.utcnow()
    db.session.commit()
    return b"GIF89a", 200, {"Content-Type": "image/gif"}


@bp.post("/account/points/redeem")
@login_required
def redeem():
    points, = helpers.require(request.get_json(), "points")
    voucher = loyalty.redeem(current_user().customer, int(points))
    return jsonify(code=voucher.code, amount_cents=voucher.amount_cents), 201


@bp.post("/staff/vouchers")
@permission_required("marketing.edit")
def create_voucher():
    payload = request.get_json()
    code, start = helpers.require(payload, "code", "valid_from")
    voucher = vouchers.create(
        code, helpers.parse_date(start), int(payload.get("percent", 0)), int(payload.get("amount_cents", 0)),
        minimum_cents=int(payload.get("minimum_cents", 0)),
    )
    return jsonify(code=voucher.code), 201


@bp.post("/staff/campaigns")
@permission_required("marketing.edit")
def create_campaign():
    payload = request.get_json()
    code, subject, body, send_at = helpers.require(payload, "code", "subject", "body", "send_at")
    voucher = vouchers.find(payload["voucher"]) if payload.get("voucher") else None
    campaign = Campaign(
        code=code, subject=subject, body=body, send_at=datetime.fromisoformat(send_at),
        segment=payload.get("segment", "everyone"), budget_cents=int(payload.get("budget_cents", 0)),
        voucher=voucher, created_by_id=current_user().id,
    )
    db.session.add(campaign)
    db.session.commit()
    return jsonify(id=campaign.id, recipients=len(newsletters.recipients(campaign))), 201


@bp.get("/staff/segments")
@permission_required("marketing.read")
def segment_sizes():
    return jsonify(segments.sizes())


@bp.get("/staff/campaigns/roi")
@permission_required("marketing.read")
def roi():
    return jsonify(campaigns=campaign_roi.by_campaign())
