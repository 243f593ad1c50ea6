-- reads: orders, users
-- writes: audit
-- joins: audit orders, audit users
-- parsed: no
INSERT INTO audit SELECT !!! FROM orders o JOIN users u WHERE (((
