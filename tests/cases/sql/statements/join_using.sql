-- reads: a, b
-- joins: a b
SELECT * FROM a JOIN b USING (id)
