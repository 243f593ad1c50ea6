"""What the text of Python files says: modules, names, imports, calls, entry points."""
