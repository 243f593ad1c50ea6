"""The monthly figures for the board: a bit of every team, in one query nobody dares to touch."""

from sqlalchemy import text

from hearth import db
from hearth.lib import helpers

OVERDUE = """
    SELECT COUNT(*) AS invoices, COALESCE(SUM(open_cents), 0) AS open_cents
    FROM v_open_items WHERE due_on < :day
"""

TOP_CUSTOMERS = """
    SELECT c.number, c.name, SUM(i.gross_cents) AS invoiced_cents, COUNT(DISTINCT o.id) AS orders,
           COUNT(DISTINCT t.id) AS tickets
    FROM customers c
    JOIN invoices i ON i.customer_id = c.id
    LEFT JOIN orders o ON o.id = i.order_id
    LEFT JOIN tickets t ON t.customer_id = c.id
    WHERE i.issued_on >= :first AND i.issued_on < :following
    GROUP BY c.number, c.name
    ORDER BY invoiced_cents DESC
    LIMIT 10
"""

DELIVERY_TIME = """
    SELECT s.carrier, COUNT(*) AS shipments,
           AVG(JULIANDAY(s.delivered_at) - JULIANDAY(o.placed_at)) AS days
    FROM shipments s
    JOIN orders o ON o.id = s.order_id
    WHERE s.delivered_at IS NOT NULL AND o.placed_at >= :first AND o.placed_at < :following
    GROUP BY s.carrier
"""


def headline(first, following):
    statement = (db.SQL_FOLDER / "board_pack.sql").read_text(encoding="utf-8")
    row = db.session.execute(text(statement), {"first": first, "following": following}).mappings().one()
    return dict(row)


def board_pack(year, month):
    first, following = helpers.month_bounds(year, month)
    days = {"first": first, "following": following}
    figures = headline(first, following)
    orders = figures["orders"]
    figures["average_basket_cents"] = figures["net_turnover_cents"] // orders if orders else 0
    figures["tickets_per_100_orders"] = round(100 * figures["tickets"] / orders, 1) if orders else None
    return {
        "period": f"{year}-{month:02d}",
        "figures": figures,
        "overdue": db.rows(OVERDUE, day=following)[0],
        "top_customers": db.rows(TOP_CUSTOMERS, **days),
        "delivery": db.rows(DELIVERY_TIME, **days),
    }


def ledger_dump():
    """The file scripts/ledger_export.py reads."""
    entries = db.rows("SELECT voucher, booked_on, account, amount_cents, text FROM ledger_entries ORDER BY id")
    header = ["voucher", "booked_on", "account", "amount_cents", "text"]
    return helpers.to_csv(header, [list(entry.values()) for entry in entries])
