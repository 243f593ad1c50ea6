-- reads: orders
SELECT * FROM orders WHERE id = :1 AND day = :day AND ROWNUM < 5
