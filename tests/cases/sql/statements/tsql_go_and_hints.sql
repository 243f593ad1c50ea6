-- reads: orders
-- writes: audit
SELECT TOP 10 * FROM Orders WITH (NOLOCK)
GO
INSERT INTO Audit VALUES (1)
GO
