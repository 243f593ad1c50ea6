-- writes: audit, stock
CREATE OR REPLACE FUNCTION f() RETURNS trigger AS $$
BEGIN
  INSERT INTO audit VALUES (1);
  UPDATE stock SET n = 1 WHERE id = NEW.id;
END $$ LANGUAGE plpgsql;
