"""Who is who among the customers: recency, frequency, money. Raw SQL over the orders."""

from datetime import timedelta

from hearth import db
from hearth.lib import helpers
from hearth.lib.errors import Invalid

RFM = """
    SELECT o.customer_id, MAX(o.placed_at) AS last_order, COUNT(*) AS orders, SUM(o.total_cents) AS spent_cents
    FROM orders o
    JOIN customers c ON c.id = o.customer_id
    WHERE o.state NOT IN ('cancelled', 'returned') AND c.erased_at IS NULL
    GROUP BY o.customer_id
"""

LAPSED_DAYS = 270
REGULAR_ORDERS = 3
BIG_SPENDER_CENTS = 60000


def figures():
    found = {}
    for row in db.rows(RFM):
        day = helpers.parse_date(str(row["last_order"])[:10])
        found[row["customer_id"]] = {**row, "days_since": (helpers.today() - day).days}
    return found


def is_lapsed(row):
    return row["days_since"] > LAPSED_DAYS


def is_regular(row):
    return row["orders"] >= REGULAR_ORDERS and not is_lapsed(row)


def is_big_spender(row):
    return row["spent_cents"] >= BIG_SPENDER_CENTS


def is_first_timer(row):
    return row["orders"] == 1 and row["days_since"] <= 60


SEGMENTS = {
    "lapsed": is_lapsed,
    "regulars": is_regular,
    "big_spenders": is_big_spender,
    "first_timers": is_first_timer,
}


def members(name):
    """Ids of the customers in a segment."""
    if name.startswith("bought:"):
        return buyers_of_category(name.split(":", 1)[1])
    try:
        belongs = SEGMENTS[name]
    except KeyError:
        raise Invalid(f"unknown segment {name}", known=sorted(SEGMENTS)) from None
    return {customer_id for customer_id, row in figures().items() if belongs(row)}


def buyers_of_category(slug, days=365):
    found = db.rows(
        """
        SELECT DISTINCT o.customer_id
        FROM orders o
        JOIN order_lines l ON l.order_id = o.id
        JOIN variants v ON v.id = l.variant_id
        JOIN products p ON p.id = v.product_id
        JOIN categories c ON c.id = p.category_id
        WHERE c.slug = :slug AND o.placed_at >= :since
        """,
        slug=slug, since=helpers.utcnow() - timedelta(days=days),
    )
    return {row["customer_id"] for row in found}


def sizes():
    rows = figures().values()
    return {name: sum(1 for row in rows if belongs(row)) for name, belongs in sorted(SEGMENTS.items())}
