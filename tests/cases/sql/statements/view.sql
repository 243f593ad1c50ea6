-- creates: open_items
-- reads: invoices, orders
-- joins: invoices open_items, invoices orders
CREATE VIEW open_items AS SELECT * FROM invoices i LEFT JOIN orders o ON o.id = i.order_id
