"""From what SQLAlchemy maps, by classes or by tables, to the tables of a program."""
