"""What sells and what only gathers dust: for the monthly meeting of the buyers."""

from datetime import timedelta

from hearth import db
from hearth.lib import helpers

SLOW_MOVER_DAYS = 120


def slow_movers(days=SLOW_MOVER_DAYS):
    """Variants on stock of which nothing was issued for that long, dearest pile first."""
    since = helpers.utcnow() - timedelta(days=days)
    return db.rows(
        """
        SELECT v.sku, p.name, SUM(s.on_hand) AS on_hand,
               SUM(s.on_hand * s.average_cost_cents) AS bound_cents
        FROM variants v
        JOIN products p ON p.id = v.product_id
        JOIN stock_levels s ON s.variant_id = v.id
        WHERE s.on_hand > 0
          AND NOT EXISTS (
              SELECT 1 FROM stock_movements m
              WHERE m.variant_id = v.id AND m.kind = 'issue' AND m.moved_at >= :since
          )
        GROUP BY v.sku, p.name
        ORDER BY bound_cents DESC, v.sku
        """,
        since=since,
    )


def margin_by_category(year, month):
    """Turnover and raw margin; the cost is today's average cost, which the buyers know to be wrong."""
    first, following = helpers.month_bounds(year, month)
    found = db.rows(
        """
        SELECT c.name AS category, c.margin_target_percent AS target,
               SUM(l.quantity * l.unit_price_cents) AS turnover_cents,
               SUM(l.quantity * (SELECT AVG(s.average_cost_cents) FROM stock_levels s
                                 WHERE s.variant_id = l.variant_id)) AS cost_cents
        FROM order_lines l
        JOIN orders o ON o.id = l.order_id
        JOIN variants v ON v.id = l.variant_id
        JOIN products p ON p.id = v.product_id
        JOIN categories c ON c.id = p.category_id
        WHERE o.placed_at >= :first AND o.placed_at < :following AND o.state <> 'cancelled'
        GROUP BY c.name, c.margin_target_percent
        ORDER BY turnover_cents DESC
        """,
        first=first, following=following,
    )
    for row in found:
        net = row["turnover_cents"] / 1.19
        row["margin_percent"] = round(100 * (net - (row["cost_cents"] or 0)) / net, 1) if net else None
        row["below_target"] = row["margin_percent"] is not None and row["margin_percent"] < row["target"]
    return found


def never_reviewed():
    return db.rows(
        """
        SELECT p.slug, p.name FROM products p
        LEFT JOIN reviews r ON r.product_id = p.id AND r.state = 'published'
        WHERE p.published AND r.id IS NULL
        ORDER BY p.slug
        """
    )
