"""From Django models and migrations to the tables that they make."""
