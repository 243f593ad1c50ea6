-- reads: orders
COPY (SELECT * FROM orders) TO STDOUT
