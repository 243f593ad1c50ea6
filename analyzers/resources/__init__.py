"""Known client libraries and settings → the caches, queues, buckets, services and programs that the code uses."""

from ..python import PYTHON_OUTLINE, PYTHON_SOURCE
from .analyzer import ResourceAnalyzer

RESOURCES = ResourceAnalyzer(front_ends=(PYTHON_SOURCE, PYTHON_OUTLINE))
