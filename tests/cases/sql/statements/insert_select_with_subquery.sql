-- writes: totals
-- reads: lines, orders, rates
-- joins: lines orders, orders rates, orders totals
INSERT INTO totals SELECT o.id, l.n FROM orders o, lines l
WHERE o.id = l.order_id AND o.rate IN (SELECT id FROM rates)
