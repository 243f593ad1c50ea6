"""The built-in analyzers: one package per source of evidence."""

if __name__ != "decompose.analyzers":
    raise ImportError("import this package as decompose.analyzers: under another name every class would exist twice")

from .git import GIT
from .python import PYTHON
from .resources import RESOURCES
from .sql import SQL

ANALYZERS = (PYTHON, SQL, RESOURCES, GIT)
