from datetime import datetime

import pytest

from hearth import db
from hearth.accounts import profiles
from hearth.lib import helpers
from hearth.lib.errors import Conflict, Invalid
from hearth.models import Macro, Ticket
from hearth.services import newsletters, privacy, sla, tickets
from hearth.tasks import run_one, run_pending

MAIL = """From: Anna <anna@mail.example>
Subject: {subject}
Content-Type: text/plain

{body}
"""


def test_sign_up_checks_password_and_duplicates(shop):
    with pytest.raises(Invalid):
        profiles.sign_up("new@mail.example", "short", "New")
    with pytest.raises(Conflict):
        profiles.sign_up("ANNA@mail.example", "long enough!", "Anna")


def test_first_address_is_the_default(shop):
    second = profiles.add_address(shop.anna, "Anna", "Am Teich 2", "34117", "Kassel")
    assert [a.is_default for a in shop.anna.addresses] == [True, False]
    profiles.remove_address(shop.anna, second.id)
    with pytest.raises(Invalid):
        profiles.add_address(shop.anna, "Anna", "Am Teich 2", "8010", "Kassel")


def test_address_with_orders_is_archived(shop):
    shop.order(PAN_24=1)
    address = shop.anna.addresses[0]
    profiles.remove_address(shop.anna, address.id)
    assert address.archived


def test_merge_moves_orders_and_tickets(shop):
    other = profiles.sign_up("anna2@mail.example", "correct horse", "anna amsel")
    profiles.add_address(other, "Anna", "Am Teich 1", "34117", "Kassel")
    assert profiles.likely_duplicates(shop.anna) == [other]
    with pytest.raises(Conflict):
        profiles.merge(shop.anna, other, shop.agent)
    other.user_id = None
    db.session.commit()
    order = shop.order(other, PAN_24=1)
    profiles.merge(shop.anna, other, shop.agent)
    db.session.refresh(order)
    assert order.customer_id == shop.anna.id and other.blocked


def test_ticket_guesses_topic_order_and_agent(shop):
    order = shop.order(PAN_24=1)
    ticket = tickets.open_ticket("Where is my parcel", f"tracking says nothing about {order.number}")
    assert (ticket.topic, ticket.order, ticket.customer) == ("delivery", order, shop.anna)
    assert ticket.assignee in (shop.agent, shop.boss)


def test_injury_is_urgent(shop):
    assert tickets.open_ticket("Glass splinters", "in the soup", shop.anna).priority == "urgent"


def test_macro_fills_in_names(shop):
    db.session.add(Macro(name="sorry", body="Dear {name}, sorry about {order}. {agent}", sets_state="solved"))
    db.session.commit()
    order = shop.order(PAN_24=1)
    ticket = tickets.open_ticket("Late", "very late", shop.anna, order)
    tickets.use_macro(ticket, "sorry", shop.agent)
    assert ticket.messages[-1].body == f"Dear Anna Amsel, sorry about {order.number}. Ina"
    tickets.rate(ticket, 9)
    assert ticket.satisfaction == 5


def test_internal_note_is_not_sent(shop):
    ticket = tickets.open_ticket("Late", "very late", shop.anna)
    tickets.answer(ticket, "he is a pain", shop.agent, internal=True)
    assert shop.mails_to("anna@mail.example") == [] and ticket.first_reply_at is None


def test_answer_by_mail_reopens_the_ticket(shop):
    ticket = tickets.open_ticket("Late", "very late", shop.anna)
    tickets.answer(ticket, "solved", shop.agent, state="solved")
    mail = MAIL.format(subject=f"Re: [#{ticket.id}] Late", body="No!\n> solved")
    assert run_one("support.inbound_mail", raw=mail) == ticket.id
    assert ticket.state == "open" and ticket.messages[-1].body == "No!"


def test_mail_of_a_stranger_opens_a_new_ticket(shop):
    ticket = tickets.open_ticket("Late", "very late", shop.bistro)
    mail = MAIL.format(subject=f"Re: [#{ticket.id}] Late", body="hi")
    assert run_one("support.inbound_mail", raw=mail) != ticket.id
    assert Ticket.query.count() == 2


def test_automatic_mail_is_ignored(shop):
    mail = "Auto-Submitted: auto-replied\n" + MAIL.format(subject="x", body="")
    assert run_one("support.inbound_mail", raw=mail) is None


@pytest.mark.parametrize("start, hours, due", [
    (datetime(2025, 3, 4, 10), 2, datetime(2025, 3, 4, 12)),
    (datetime(2025, 3, 4, 17), 2, datetime(2025, 3, 5, 9)),
    (datetime(2025, 3, 7, 17), 16, datetime(2025, 3, 11, 13)),
    (datetime(2025, 3, 8, 12), 1, datetime(2025, 3, 10, 9)),
])
def test_promises_count_office_hours(start, hours, due):
    assert sla.add_office_hours(start, hours) == due


def test_late_ticket_is_escalated_once(shop):
    ticket = tickets.open_ticket("Late", "very late", shop.anna)
    helpers.freeze(helpers.utcnow().replace(day=8))
    assert (run_one("support.escalate"), run_one("support.escalate")) == (1, 0)
    assert ticket.priority == "urgent"


def test_solved_ticket_is_closed_after_a_week(shop):
    ticket = tickets.open_ticket("Late", "very late", shop.anna)
    tickets.answer(ticket, "done", shop.agent, state="solved")
    helpers.freeze(helpers.utcnow().replace(day=12))
    assert run_one("support.close_solved") == 1
    assert sla.kept_share([ticket]) == 1.0


def test_access_request_tells_everything(shop):
    shop.order(PAN_24=1)
    known = privacy.collect(shop.anna)
    assert known["customer"]["email"] == "anna@mail.example"
    assert len(known["orders"]) == 1 and known["addresses"][0]["city"] == "Kassel"


def test_erasure_waits_for_unfinished_business(shop):
    order = shop.order(PAN_24=1)
    request = privacy.receive(shop.anna, "erasure")
    with pytest.raises(Conflict):
        privacy.erase(request, shop.boss)
    order.state = "completed"
    order.invoices[0].state = "paid"
    db.session.commit()
    run_pending()
    newsletters.subscribe("anna@mail.example")
    privacy.erase(request, shop.boss)
    assert shop.anna.email.endswith("@deleted.invalid") and shop.anna.erased_at
    assert db.scalar("SELECT COUNT(*) FROM newsletter_subscriptions") == 0
    assert len(shop.anna.orders) == 1
