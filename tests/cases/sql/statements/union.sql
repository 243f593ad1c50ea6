-- reads: a, b, c
-- joins: a b, a c
SELECT x FROM a UNION SELECT x FROM b UNION ALL SELECT x FROM c
