-- writes: a
-- reads: b
-- joins: a b
UPDATE a JOIN b ON a.id = b.id SET a.x = b.y
