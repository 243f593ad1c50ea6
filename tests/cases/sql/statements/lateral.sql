-- reads: a, b
-- joins: a b
SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.i = a.i) q
