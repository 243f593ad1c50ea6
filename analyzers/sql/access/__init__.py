"""From the code of a program to the tables that it reads and writes, place by place."""
