-- One row per month and question. The board reads it as a spreadsheet, so do not reorder the columns.
SELECT
    (SELECT COUNT(*) FROM orders o WHERE o.placed_at >= :first AND o.placed_at < :following
         AND o.state <> 'cancelled') AS orders,
    (SELECT COALESCE(SUM(i.net_cents), 0) FROM invoices i
         WHERE i.issued_on >= :first AND i.issued_on < :following AND i.state <> 'cancelled') AS net_turnover_cents,
    (SELECT COALESCE(SUM(n.gross_cents), 0) FROM credit_notes n
         WHERE n.issued_on >= :first AND n.issued_on < :following) AS credited_cents,
    (SELECT COALESCE(SUM(s.on_hand * s.average_cost_cents), 0) FROM stock_levels s) AS stock_value_cents,
    (SELECT COUNT(*) FROM customers c WHERE c.created_at >= :first AND c.created_at < :following) AS new_customers,
    (SELECT COUNT(*) FROM tickets t WHERE t.opened_at >= :first AND t.opened_at < :following) AS tickets,
    (SELECT COUNT(*) FROM newsletter_subscriptions b
         WHERE b.confirmed_at IS NOT NULL AND b.unsubscribed_at IS NULL) AS subscribers,
    (SELECT COUNT(*) FROM products p WHERE p.published) AS published_products
