-- writes: stock
-- reads: delivery
-- joins: delivery stock
MERGE INTO stock USING (SELECT * FROM delivery) d ON d.sku = stock.sku
WHEN MATCHED THEN UPDATE SET n = 1 WHEN NOT MATCHED THEN INSERT VALUES (1)
