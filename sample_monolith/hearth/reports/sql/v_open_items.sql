CREATE VIEW v_open_items AS
SELECT i.number,
       i.due_on,
       c.number AS customer_number,
       c.name   AS customer,
       o.number AS order_number,
       i.dunning_level,
       i.gross_cents - i.paid_cents
           - COALESCE((SELECT SUM(n.gross_cents) FROM credit_notes n WHERE n.invoice_id = i.id), 0) AS open_cents
FROM invoices i
JOIN customers c ON c.id = i.customer_id
LEFT JOIN orders o ON o.id = i.order_id
WHERE i.state = 'open'
