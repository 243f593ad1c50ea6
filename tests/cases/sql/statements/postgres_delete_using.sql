-- deletes: a
-- reads: b
-- joins: a b
DELETE FROM a USING b WHERE a.x = b.x
