-- reads: orders, users
-- joins: orders users
CREATE OR REPLACE FUNCTION f() RETURNS void AS $$
BEGIN
  SELECT o.total, u.name FROM orders o JOIN users u ON u.id = o.user_id INTO STRICT total, owner WHERE o.id = 1;
  SELECT id FROM orders INTO found;
END $$ LANGUAGE plpgsql;
