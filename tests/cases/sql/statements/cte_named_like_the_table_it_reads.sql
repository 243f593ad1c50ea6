-- reads: orders
WITH orders AS (SELECT * FROM orders) SELECT 1 FROM orders
