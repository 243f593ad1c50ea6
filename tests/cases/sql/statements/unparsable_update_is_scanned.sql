-- writes: orders
-- parsed: no
UPDATE orders SET !!! = ((( WHERE x FOR UPDATE y SET
