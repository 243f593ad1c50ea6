-- reads: orders
SELECT * FROM orders WHERE id IN %s AND day > %(day)s LIMIT %s
