"""Did a campaign earn what it cost? Attribution by the utm_campaign of the order, nothing cleverer."""

from hearth import db
from hearth.lib import helpers

BY_CAMPAIGN = """
    SELECT c.code, c.budget_cents, c.sent_at,
           (SELECT COUNT(*) FROM campaign_sends s WHERE s.campaign_id = c.id) AS sends,
           (SELECT COUNT(*) FROM campaign_sends s WHERE s.campaign_id = c.id AND s.opened_at IS NOT NULL) AS opens,
           COUNT(DISTINCT o.id) AS orders,
           COALESCE(SUM(o.goods_cents - o.discount_cents), 0) AS turnover_cents,
           COALESCE(SUM(r.discount_cents), 0) AS voucher_cents
    FROM campaigns c
    LEFT JOIN orders o ON o.utm_campaign = c.code AND o.state NOT IN ('cancelled', 'returned')
    LEFT JOIN voucher_redemptions r ON r.order_id = o.id
    WHERE c.sent_at IS NOT NULL
    GROUP BY c.id, c.code, c.budget_cents, c.sent_at
    ORDER BY c.sent_at, c.code
"""

ASSUMED_MARGIN_PERCENT = 32


def by_campaign():
    found = db.rows(BY_CAMPAIGN)
    for row in found:
        margin = row["turnover_cents"] * ASSUMED_MARGIN_PERCENT // 100
        cost = row["budget_cents"] + row["voucher_cents"]
        row["open_rate"] = round(row["opens"] / row["sends"], 3) if row["sends"] else None
        row["profit_cents"] = margin - cost
        row["roi"] = round((margin - cost) / cost, 2) if cost else None
    return found


def by_source(first, last):
    return db.rows(
        """
        SELECT COALESCE(o.utm_source, 'direct') AS source, COUNT(*) AS orders, SUM(o.total_cents) AS total_cents
        FROM orders o
        WHERE DATE(o.placed_at) BETWEEN :first AND :last AND o.state <> 'cancelled'
        GROUP BY COALESCE(o.utm_source, 'direct')
        ORDER BY total_cents DESC, source
        """,
        first=first.isoformat(), last=last.isoformat(),
    )


def points_outstanding():
    """What the loyalty points would cost us if everybody came at once; a cent a point."""
    return db.scalar("SELECT COALESCE(SUM(points), 0) FROM loyalty_entries")


def export():
    header = ["campaign", "sends", "orders", "turnover", "profit"]
    lines = [
        [r["code"], r["sends"], r["orders"], r["turnover_cents"] / 100, r["profit_cents"] / 100]
        for r in by_campaign()
    ]
    return helpers.to_csv(header, lines)
