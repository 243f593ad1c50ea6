"""What the text of Python files says: modules, names, imports, calls, entry points."""

from .analyzer import PYTHON
from .front_end.source import PYTHON_OUTLINE, PYTHON_SOURCE

__all__ = ["PYTHON", "PYTHON_OUTLINE", "PYTHON_SOURCE"]
