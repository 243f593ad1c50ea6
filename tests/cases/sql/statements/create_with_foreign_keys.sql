-- creates: order
-- foreign keys: order customer, order sales.rate
CREATE TABLE IF NOT EXISTS public."Order" (
  id int PRIMARY KEY, customer int REFERENCES customer(id), rate int,
  FOREIGN KEY (rate) REFERENCES sales.rate(id)
)
