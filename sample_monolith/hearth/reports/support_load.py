"""How busy support is, and with what."""

from hearth import db
from hearth.lib import helpers


def by_topic():
    return db.rows(
        """
        SELECT topic, COUNT(*) AS tickets,
               SUM(CASE WHEN state IN ('new', 'open') THEN 1 ELSE 0 END) AS waiting,
               AVG(satisfaction) AS satisfaction
        FROM tickets
        GROUP BY topic
        ORDER BY tickets DESC, topic
        """
    )


def by_agent():
    return db.rows(
        """
        SELECT u.name AS agent, COUNT(DISTINCT t.id) AS tickets, COUNT(m.id) AS answers,
               SUM(CASE WHEN t.first_reply_at > t.reply_due_at THEN 1 ELSE 0 END) AS late
        FROM users u
        JOIN tickets t ON t.assignee_id = u.id
        LEFT JOIN ticket_messages m ON m.ticket_id = t.id AND m.author_id = u.id AND NOT m.internal
        GROUP BY u.name
        ORDER BY tickets DESC, agent
        """
    )


def contact_rate(year, month):
    """Tickets per hundred orders, by carrier: which one makes us the most work."""
    first, following = helpers.month_bounds(year, month)
    found = db.rows(
        """
        SELECT s.carrier, COUNT(DISTINCT s.order_id) AS orders, COUNT(DISTINCT t.id) AS tickets
        FROM shipments s
        LEFT JOIN tickets t ON t.order_id = s.order_id AND t.topic = 'delivery'
        WHERE s.created_at >= :first AND s.created_at < :following
        GROUP BY s.carrier
        ORDER BY s.carrier
        """,
        first=first, following=following,
    )
    for row in found:
        row["per_hundred"] = round(100 * row["tickets"] / row["orders"], 1)
    return found
