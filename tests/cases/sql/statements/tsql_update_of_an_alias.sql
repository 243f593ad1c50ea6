-- writes: orders
-- reads: lines
-- joins: lines orders
UPDATE o SET total = 1 FROM dbo.Orders o JOIN [Lines] l ON l.order_id = o.id WHERE o.id = @id
