-- reads: orders
-- dynamic
SELECT count(*) FROM (%(subquery)s) counted JOIN orders ON TRUE;
