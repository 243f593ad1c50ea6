"""What the text of Python files says: modules, names, imports, calls, entry points."""

from .source import PYTHON_SOURCE

__all__ = ["PYTHON_SOURCE"]
