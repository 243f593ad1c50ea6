"""From findings and contexts to who should own which table, and which tables are used together."""
