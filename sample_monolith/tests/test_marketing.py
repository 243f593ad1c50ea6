from datetime import timedelta

import pytest

from hearth import db
from hearth.lib import helpers, utm
from hearth.lib.errors import Conflict, Invalid
from hearth.models import Campaign
from hearth.services import cart as carts
from hearth.services import loyalty, newsletters, segments, vouchers
from hearth.tasks import run_one, run_pending


def subscriber(email):
    subscription = newsletters.subscribe(email)
    return newsletters.confirm(subscription, newsletters.confirmation_token(subscription))


def campaign(**changes):
    values = {"code": "spring", "subject": "Spring", "send_at": helpers.utcnow(), "segment": "everyone",
              "body": "Look: https://www.hearthside.example/p/pan {voucher}"}
    made = Campaign(**{**values, **changes})
    db.session.add(made)
    db.session.commit()
    return made


def test_subscription_needs_a_confirmation(shop):
    subscription = newsletters.subscribe("Anna@Mail.example")
    assert not subscription.active and subscription.customer_id == shop.anna.id
    with pytest.raises(Invalid):
        newsletters.confirm(subscription, "guess")
    assert subscriber("anna@mail.example").active


def test_old_confirmation_link_does_not_work(shop):
    subscription = newsletters.subscribe("anna@mail.example")
    helpers.freeze(helpers.utcnow() + timedelta(days=8))
    with pytest.raises(Conflict):
        newsletters.confirm(subscription, newsletters.confirmation_token(subscription))


def test_campaign_goes_out_once_with_tagged_links(shop):
    subscriber("anna@mail.example")
    newsletters.subscribe("not-yet@mail.example")
    sent = campaign()
    assert run_one("marketing.send_due_campaigns") == ["spring"]
    run_pending()
    body = shop.mails_to("anna@mail.example")[-1].body
    assert "/p/pan?utm_source=newsletter&utm_campaign=spring" in body
    assert len(sent.sends) == 1
    with pytest.raises(Conflict):
        newsletters.send_campaign(sent)


def test_nobody_gets_two_campaigns_in_three_days(shop):
    subscriber("anna@mail.example")
    assert newsletters.send_campaign(campaign()) == 1
    assert newsletters.send_campaign(campaign(code="two")) == 0


def test_nothing_is_sent_at_night(shop):
    campaign()
    helpers.freeze(helpers.utcnow().replace(hour=3) + timedelta(days=1))
    assert run_one("marketing.send_due_campaigns") == []


def test_segment_by_recency_and_money(shop):
    shop.order(TAB_01=1, method="card")
    assert segments.members("big_spenders") == {shop.anna.id}
    assert segments.members("first_timers") == {shop.anna.id}
    assert segments.sizes() == {"big_spenders": 1, "first_timers": 1, "lapsed": 0, "regulars": 0}
    helpers.freeze(helpers.utcnow() + timedelta(days=300))
    assert segments.members("lapsed") == {shop.anna.id}
    with pytest.raises(Invalid):
        segments.members("friends")


def test_buyers_of_a_category_are_a_segment(shop):
    shop.order(PAN_24=1)
    assert segments.members("bought:pans") == {shop.anna.id}


def test_voucher_rules(shop):
    voucher = vouchers.create("ten", helpers.today(), amount_cents=1000, minimum_cents=3000)
    assert vouchers.discount(voucher, 2999) == 0
    assert vouchers.discount(voucher, 3000) == 1000
    with pytest.raises(Conflict):
        vouchers.create("TEN", helpers.today(), percent=5)
    with pytest.raises(Invalid):
        vouchers.create("X", helpers.today(), percent=50)
    with pytest.raises(Invalid):
        vouchers.find("nothing")


def test_points_become_a_voucher(shop):
    loyalty.book(shop.anna.id, 800, "goodwill")
    voucher = loyalty.redeem(shop.anna, 600)
    assert (voucher.amount_cents, loyalty.balance(shop.anna)) == (600, 200)
    with pytest.raises(Conflict):
        loyalty.redeem(shop.anna, 200)


def test_points_are_doubled_on_cooking_day(shop):
    helpers.freeze(helpers.utcnow() + timedelta(days=1))
    shop.order(PAN_24=2)
    run_pending()
    assert loyalty.balance(shop.anna) == 198


def test_points_expire_after_two_years(shop):
    loyalty.book(shop.anna.id, 800, "earned")
    loyalty.book(shop.anna.id, -300, "spent")
    db.session.commit()
    helpers.freeze(helpers.utcnow() + timedelta(days=731))
    assert (run_one("loyalty.expire"), run_one("loyalty.expire")) == (500, 0)


def test_reminder_with_voucher_for_a_full_cart(shop):
    subscriber("anna@mail.example")
    carts.put(carts.new_cart(shop.anna), "PAN-24", 3)
    helpers.freeze(helpers.utcnow() + timedelta(days=1))
    assert (run_one("marketing.cart_reminders"), run_one("marketing.cart_reminders")) == (1, 0)
    body = shop.mails_to("anna@mail.example")[-1].body
    assert "KORB-" in body and "utm_campaign=cart-reminder" in body


def test_unconfirmed_subscriptions_are_dropped(shop):
    newsletters.subscribe("x@mail.example")
    helpers.freeze(helpers.utcnow() + timedelta(days=31))
    assert run_one("marketing.drop_unconfirmed") == 1


@pytest.mark.parametrize("arguments, expected", [
    ({"utm_source": "FB", "utm_campaign": "Spring Sale!"}, {"source": "facebook", "campaign": "spring-sale"}),
    ({"gclid": "x"}, {"source": "google", "campaign": None}),
    ({}, {"source": None, "campaign": None}),
])
def test_sources_have_one_name(arguments, expected):
    assert utm.parse_utm(arguments) == expected
