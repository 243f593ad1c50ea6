-- reads: orders
CREATE TEMP TABLE t AS SELECT * FROM orders
