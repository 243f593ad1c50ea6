"""Figures for the monthly VAT return and the list of open items, in plain SQL."""

from hearth import db
from hearth.lib import helpers

FORM_FIELDS = {"19": "81", "7": "86", "0": "21"}  # fields of the German form


def vat_return(year, month):
    """Net and tax per rate of what was invoiced, less what was credited."""
    first, following = helpers.month_bounds(year, month)
    invoiced = db.rows(
        """
        SELECT l.tax_rate AS rate, SUM(l.gross_cents - l.tax_cents) AS net_cents, SUM(l.tax_cents) AS tax_cents
        FROM invoice_lines l
        JOIN invoices i ON i.id = l.invoice_id
        WHERE i.issued_on >= :first AND i.issued_on < :following AND i.state <> 'cancelled'
        GROUP BY l.tax_rate
        ORDER BY l.tax_rate
        """,
        first=first, following=following,
    )
    credited = db.rows(
        """
        SELECT COALESCE(SUM(gross_cents - tax_cents), 0) AS net_cents, COALESCE(SUM(tax_cents), 0) AS tax_cents
        FROM credit_notes WHERE issued_on >= :first AND issued_on < :following
        """,
        first=first, following=following,
    )[0]
    fields = [{**row, "field": FORM_FIELDS.get(row["rate"], "abroad")} for row in invoiced]
    due = sum(row["tax_cents"] for row in fields if row["field"] != "abroad") - credited["tax_cents"]
    return {"period": f"{year}-{month:02d}", "fields": fields, "credited": credited, "due_cents": due}


def deliveries_abroad(year, month):
    """For the one-stop shop: tax by country of delivery. Needs the address of the order."""
    first, following = helpers.month_bounds(year, month)
    return db.rows(
        """
        SELECT a.country, l.tax_rate AS rate, SUM(l.gross_cents - l.tax_cents) AS net_cents,
               SUM(l.tax_cents) AS tax_cents, COUNT(DISTINCT i.id) AS invoices
        FROM invoice_lines l
        JOIN invoices i ON i.id = l.invoice_id
        JOIN orders o ON o.id = i.order_id
        JOIN addresses a ON a.id = o.shipping_address_id
        WHERE i.issued_on >= :first AND i.issued_on < :following
          AND a.country <> 'DE' AND i.state <> 'cancelled'
        GROUP BY a.country, l.tax_rate
        ORDER BY a.country, l.tax_rate
        """,
        first=first, following=following,
    )


def open_items():
    return db.rows("SELECT * FROM v_open_items ORDER BY due_on, number")
