"""SQL text and ORM models and queries → tables, foreign keys, reads, writes, joins and transactions."""

from ..python import PYTHON_OUTLINE, PYTHON_SOURCE
from .analyzer import SqlAnalyzer
from .text.text_front_end import SQL_TEXT

SQL = SqlAnalyzer(front_ends=(SQL_TEXT, PYTHON_SOURCE, PYTHON_OUTLINE))
