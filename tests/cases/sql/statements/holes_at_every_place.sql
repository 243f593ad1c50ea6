-- reads: orders
SELECT {} FROM orders {} WHERE a = {} AND b IN ({}) {} ORDER BY {} LIMIT {}
