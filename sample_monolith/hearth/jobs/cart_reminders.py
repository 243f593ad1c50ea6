"""'You left something in your cart': one mail, to subscribers only, with a small voucher if it is worth it."""

from datetime import timedelta

from sqlalchemy import text

from hearth import db
from hearth.lib import helpers, mailer
from hearth.lib.utm import link
from hearth.services import vouchers
from hearth.tasks import task

AFTER_HOURS = 20
VOUCHER_FROM_CENTS = 10000
VOUCHER_CENTS = 500

LEFT_BEHIND = """
    SELECT c.id, c.token, s.email, SUM(l.quantity * v.list_price_cents) AS value_cents
    FROM carts c
    JOIN newsletter_subscriptions s ON s.customer_id = c.customer_id
    JOIN cart_lines l ON l.cart_id = c.id
    JOIN variants v ON v.id = l.variant_id
    WHERE c.state = 'open' AND c.reminded_at IS NULL AND c.touched_at < :before
      AND s.confirmed_at IS NOT NULL AND s.unsubscribed_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id AND o.placed_at > c.touched_at)
    GROUP BY c.id, c.token, s.email
    ORDER BY c.id
"""


@task("marketing.cart_reminders")
def cart_reminders():
    now = helpers.utcnow()
    found = db.rows(LEFT_BEHIND, before=now - timedelta(hours=AFTER_HOURS))
    for cart in found:
        body = link(f"https://www.hearthside.example/cart/{cart['token']}", "cart-reminder")
        if cart["value_cents"] >= VOUCHER_FROM_CENTS:
            voucher = vouchers.create(
                vouchers.personal_code("KORB"), helpers.today(), amount_cents=VOUCHER_CENTS,
                valid_to=helpers.today() + timedelta(days=7), max_redemptions=1,
            )
            body += f"\n\n{voucher.code} takes five euros off."
        mailer.send(cart["email"], "You left something in your cart", body)
        db.session.execute(text("UPDATE carts SET reminded_at = :now WHERE id = :id"), {"now": now, "id": cart["id"]})
    db.session.commit()
    return len(found)
