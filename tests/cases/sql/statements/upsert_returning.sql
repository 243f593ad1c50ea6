-- writes: stock
INSERT INTO stock (sku, n) VALUES (%(sku)s, %(n)s)
ON CONFLICT (sku) DO UPDATE SET n = excluded.n RETURNING id
