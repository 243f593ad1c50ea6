-- writes: sums
-- parsed: no
REFRESH MATERIALIZED VIEW CONCURRENTLY sums
