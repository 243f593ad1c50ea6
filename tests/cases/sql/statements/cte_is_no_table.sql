-- reads: orders, users
-- joins: orders users
WITH recent AS (SELECT * FROM orders WHERE placed > %s)
SELECT * FROM recent r JOIN users u ON u.id = r.user_id;
