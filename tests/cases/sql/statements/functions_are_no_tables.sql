-- reads: t
SELECT * FROM generate_series(1, 2) g, unnest(array[1, 2]) u, t
