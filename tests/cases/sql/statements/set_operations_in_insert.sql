-- writes: w
-- reads: a, b
-- joins: a b, a w
INSERT INTO w (x) SELECT x FROM a EXCEPT SELECT x FROM b
