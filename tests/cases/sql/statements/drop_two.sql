-- drops: a, b
DROP TABLE IF EXISTS a, b CASCADE
