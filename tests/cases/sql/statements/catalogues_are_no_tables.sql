-- reads: orders
SELECT * FROM information_schema.tables t, pg_catalog.pg_class c, sqlite_master m, orders
