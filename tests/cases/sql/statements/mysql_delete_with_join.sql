-- deletes: a
-- reads: b
-- joins: a b
DELETE a FROM a JOIN b ON a.x = b.x
