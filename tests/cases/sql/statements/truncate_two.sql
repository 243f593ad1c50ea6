-- deletes: a, b
TRUNCATE TABLE a, b CASCADE
