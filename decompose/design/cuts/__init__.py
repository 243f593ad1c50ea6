"""From contexts and owners to everything that a boundary would break, each with its remedy and price."""
