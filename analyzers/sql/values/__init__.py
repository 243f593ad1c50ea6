"""From an expression at a place of the program to what it evidently is, as far as tables are concerned."""
