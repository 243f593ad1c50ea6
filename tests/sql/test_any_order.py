"""Analyzers share the program that was derived from a corpus: each says the same, whichever of them asked it first."""

from itertools import permutations

import pytest

from decompose.analyzers.python import PYTHON
from decompose.analyzers.resources import RESOURCES
from decompose.analyzers.sql import SQL
from decompose.evidence.analyzer import Analyzer
from tests.sql.systems import corpus_of

# the results of several functions lean on each other, and are rows
ROWS = """from django.db import models
class Base(models.Model):
    def copied(self): return Base.objects.create()
class Order(Base):
    def copied(self): return works_off(self)
def made(x):
    y = again(x)
    y.save()
    if x: return x
    return linked(x)
def linked(x):
    y = Base()
    y.next = y.copied()
    if x: return again(x)
    return x
def again(x):
    y = made(linked(x))
    if x: return y.next
    return Order()
def works_off(x):
    y = again(x)
    if x: return Base()
    return y
"""


@pytest.mark.parametrize("order", [*permutations((PYTHON, SQL, RESOURCES))])
def test_no_analyzer_hears_of_what_another_asked(order: tuple[Analyzer, ...]) -> None:
    files = {"rows.py": ROWS}
    shared = corpus_of(files)
    assert [one.analyze(shared) for one in order] == [one.analyze(corpus_of(files)) for one in order]
