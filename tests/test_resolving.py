"""However analyzers are spread over processes, each says what it would say alone."""

from pathlib import Path

import pytest

from decompose.evidence.analyzer import Analyzer, Corpus, FrontEnd
from decompose.evidence.findings import Findings, Ratio
from decompose.pipeline.analyze import analyze
from decompose.pipeline.recalling import Memory
from decompose.pipeline.resolving import resolve
from decompose.result.store import to_bytes
from decompose.settings import Settings
from tests.repository.checkouts import Checkout

TEXT = """from django.db import models
from . import {other}

class Row(models.Model):
    pass

def work():
    Row.objects.create()
    {other}.work()
"""


def _asked(corpus: Corpus) -> list[str]:
    return []


class Remembering:
    """Says how often it or anybody else asked before, as a program that remembers answers would."""

    front_ends: tuple[FrontEnd, ...] = ()

    def __init__(self, name: str) -> None:
        self.name = name

    def analyze(self, corpus: Corpus) -> Findings:
        asked = corpus.derive(_asked)
        asked.append(self.name)
        return Findings(understood=(Ratio(self.name, len(asked), 9),))


class Standing(Remembering):
    """Says what another one said, besides."""

    def __init__(self, name: str, *stands_on: Analyzer) -> None:
        super().__init__(name)
        self.stands_on = stands_on

    def analyze(self, corpus: Corpus) -> Findings:
        others = [ratio for one in self.stands_on for ratio in corpus.derive(one.analyze).understood]
        return Findings(understood=(*others, *super().analyze(corpus).understood))


@pytest.mark.parametrize("jobs", [1, 2, 3, 8])
def test_no_analyzer_hears_of_what_another_asked(jobs: int) -> None:
    names, tables = Remembering("names"), Remembering("tables")
    sums = Standing("sums", names, tables)
    said = [found.understood for found in resolve([names, sums, tables], Corpus({}), Memory(None, ""), jobs)]
    each = [Ratio(name, 1, 9) for name in ("names", "tables", "sums")]
    assert said == [(each[0],), tuple(each), (each[1],)]


def test_a_result_has_the_same_bytes_for_any_number_of_processes(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "system")
    checkout.write(
        shop____init__="", shop__cart=TEXT.format(other="bill"), shop__bill=TEXT.format(other="cart")
    ).commit()
    results = {to_bytes(analyze(checkout.path, Settings(cache=False, jobs=jobs))) for jobs in (1, 2, 5)}
    assert len(results) == 1
