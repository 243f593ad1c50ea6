"""Planned price changes, applied shortly after midnight."""

from hearth import db
from hearth.lib import helpers, mailer, money
from hearth.services import pricing
from hearth.tasks import enqueue, task

CATALOG_TEAM = "sortiment@hearthside.example"


@task("catalog.apply_price_changes")
def apply_price_changes():
    changed = pricing.apply_due_changes()
    if changed:
        lines = [f"{v.sku}  {money.format_cents(v.list_price_cents)}" for v in changed]
        mailer.send(CATALOG_TEAM, f"{len(changed)} price changes are live", "\n".join(lines))
        enqueue("catalog.reindex")
    return len(changed)


@task("catalog.end_outlet_prices")
def end_outlet_prices():
    """Outlet prices end when the last piece is gone, not on a day."""
    sold_out = db.rows(
        """
        SELECT e.id
        FROM price_entries e
        JOIN stock_levels s ON s.variant_id = e.variant_id
        WHERE e.price_list = 'outlet' AND e.valid_to IS NULL
        GROUP BY e.id
        HAVING SUM(s.on_hand - s.reserved) <= 0
        """
    )
    for row in sold_out:
        db.session.execute(
            db.text("UPDATE price_entries SET valid_to = :day WHERE id = :id"),
            {"day": helpers.today(), "id": row["id"]},
        )
    db.session.commit()
    return len(sold_out)
