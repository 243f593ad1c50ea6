-- reads: a, b, c
-- joins: a b, b c
SELECT * FROM a LEFT JOIN (b JOIN c ON b.i = c.i) ON a.i = b.i
