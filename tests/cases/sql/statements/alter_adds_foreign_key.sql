-- alters: orders
-- foreign keys: orders rates
ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (rate) REFERENCES rates(id)
