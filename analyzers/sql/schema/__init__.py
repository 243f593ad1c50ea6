"""From models, migrations and SQL to the one schema of a system: its tables, their columns, keys and relations."""
