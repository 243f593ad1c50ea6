"""What lies on the shelves and what it cost; the year-end needs it to the cent."""

from hearth import db
from hearth.lib import helpers

AGE_CLASSES = ((90, 0), (180, 10), (365, 30), (10**6, 60))  # days without issue, percent written down


def by_warehouse():
    return db.rows(
        """
        SELECT w.code, w.name, COUNT(s.id) AS articles, SUM(s.on_hand) AS pieces,
               SUM(s.on_hand * s.average_cost_cents) AS value_cents
        FROM warehouses w
        JOIN stock_levels s ON s.warehouse_id = w.id
        GROUP BY w.code, w.name
        ORDER BY w.code
        """
    )


def by_supplier():
    return db.rows(
        """
        SELECT u.name AS supplier, SUM(s.on_hand * s.average_cost_cents) AS value_cents
        FROM stock_levels s
        JOIN variants v ON v.id = s.variant_id
        JOIN products p ON p.id = v.product_id
        LEFT JOIN suppliers u ON u.id = p.supplier_id
        GROUP BY u.name
        ORDER BY value_cents DESC
        """
    )


def write_down_percent(days):
    return next(percent for up_to, percent in AGE_CLASSES if days < up_to)


def year_end(day=None):
    """Value less the write-down by age since the last issue."""
    day = day or helpers.today()
    found = db.rows(
        """
        SELECT v.sku, s.on_hand, s.average_cost_cents,
               (SELECT MAX(m.moved_at) FROM stock_movements m
                WHERE m.variant_id = s.variant_id AND m.warehouse_id = s.warehouse_id
                  AND m.kind IN ('issue', 'receipt')) AS last_moved
        FROM stock_levels s JOIN variants v ON v.id = s.variant_id
        WHERE s.on_hand > 0
        ORDER BY v.sku
        """
    )
    total = 0
    for row in found:
        moved = helpers.parse_date(str(row["last_moved"])[:10]) if row["last_moved"] else None
        row["percent"] = write_down_percent((day - moved).days) if moved else AGE_CLASSES[-1][1]
        row["value_cents"] = row["on_hand"] * row["average_cost_cents"] * (100 - row["percent"]) // 100
        total += row["value_cents"]
    return {"day": day.isoformat(), "lines": found, "total_cents": total}


def export(day=None):
    report = year_end(day)
    lines = [[r["sku"], r["on_hand"], r["average_cost_cents"], r["percent"], r["value_cents"]] for r in report["lines"]]
    return helpers.to_csv(["sku", "on_hand", "cost", "percent", "value"], lines)
