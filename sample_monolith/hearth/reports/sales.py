"""Order figures for the shop team."""

from hearth import db
from hearth.lib import helpers


def by_day(first, last):
    """Orders, pieces and turnover a day; cancelled orders do not count."""
    return db.rows(
        """
        SELECT DATE(o.placed_at) AS day, COUNT(DISTINCT o.id) AS orders, SUM(l.quantity) AS pieces,
               SUM(l.quantity * l.unit_price_cents) AS goods_cents
        FROM orders o
        JOIN order_lines l ON l.order_id = o.id
        WHERE o.state <> 'cancelled' AND DATE(o.placed_at) BETWEEN :first AND :last
        GROUP BY DATE(o.placed_at)
        ORDER BY day
        """,
        first=first.isoformat(), last=last.isoformat(),
    )


def return_rate_by_brand(year, month):
    """Pieces returned of the pieces shipped of the orders of a month, by brand and reason."""
    first, following = helpers.month_bounds(year, month)
    return db.rows(
        """
        SELECT p.brand, r.reason, SUM(rl.quantity) AS returned,
               (SELECT SUM(l2.shipped_quantity) FROM order_lines l2
                JOIN variants v2 ON v2.id = l2.variant_id
                JOIN products p2 ON p2.id = v2.product_id WHERE p2.brand = p.brand) AS shipped
        FROM return_lines rl
        JOIN returns r ON r.id = rl.return_id
        JOIN order_lines l ON l.id = rl.order_line_id
        JOIN orders o ON o.id = l.order_id
        JOIN variants v ON v.id = l.variant_id
        JOIN products p ON p.id = v.product_id
        WHERE o.placed_at >= :first AND o.placed_at < :following
        GROUP BY p.brand, r.reason
        ORDER BY returned DESC, p.brand
        """,
        first=first, following=following,
    )


def conversion(first, last):
    """Of the carts opened in the time, how many became orders."""
    found = db.rows(
        """
        SELECT COUNT(*) AS carts, SUM(CASE WHEN state = 'ordered' THEN 1 ELSE 0 END) AS ordered
        FROM carts WHERE DATE(created_at) BETWEEN :first AND :last
        """,
        first=first.isoformat(), last=last.isoformat(),
    )[0]
    ordered = found["ordered"] or 0
    return {"carts": found["carts"], "ordered": ordered,
            "rate": round(ordered / found["carts"], 3) if found["carts"] else None}


def export(first, last):
    lines = [[row["day"], row["orders"], row["pieces"], row["goods_cents"] / 100] for row in by_day(first, last)]
    return helpers.to_csv(["day", "orders", "pieces", "goods_eur"], lines)
