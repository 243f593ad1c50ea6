-- writes: archive
-- deletes: queue
-- joins: archive queue
WITH moved AS (DELETE FROM queue RETURNING *) INSERT INTO archive SELECT * FROM moved
