-- reads: orders
SELECT EXTRACT(year FROM day), SUBSTRING(name FROM 2), TRIM(BOTH ' ' FROM x) FROM orders WHERE a IS DISTINCT FROM b
