-- writes: cache
-- parsed: no
REPLACE INTO cache VALUES (1)
