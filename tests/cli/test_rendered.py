"""A document is rendered once for the same result and code, and comes back the same."""

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from decompose.cli.rendered import LARGEST, NEWEST, Rendered
from decompose.result.decomposition import Decomposition
from decompose.result.report import Report
from tests.decompositions import shop


class Pen:
    """A report that counts how often it is asked."""

    def __init__(self, text: str = "a page") -> None:
        self.text, self.asked = text, 0

    def report(self, name: str = "page") -> Report:
        return Report(name, "a page", self.render, ".html")

    def render(self, _decomposition: Decomposition) -> str:
        self.asked += 1
        return self.text


@pytest.mark.parametrize("text", ["a page", "", "half \udcff pair\r\n"])
def test_what_was_rendered_once_comes_back_the_same(tmp_path: Path, text: str) -> None:
    pen = Pen(text)
    assert [Rendered("digest", tmp_path).text(pen.report(), shop()) for _ in range(2)] == [text, text]
    assert pen.asked == 1


def test_another_result_or_report_is_rendered_anew(tmp_path: Path) -> None:
    pen = Pen()
    for digest, name in [("one", "page"), ("other", "page"), ("one", "list")]:
        Rendered(digest, tmp_path).text(pen.report(name), shop())
    assert pen.asked == 3


def test_what_was_damaged_is_rendered_anew(tmp_path: Path) -> None:
    pen = Pen()
    for asked, damage in [(1, b""), (2, b"no zip"), (3, zlib.compress(b"\xff"))]:
        assert Rendered("digest", tmp_path).text(pen.report(), shop()) == "a page"
        assert pen.asked == asked
        with closing(sqlite3.connect(tmp_path / "facts.sqlite")) as connection, connection:
            connection.execute("UPDATE facts SET facts = ?", (damage,))


def test_very_long_documents_and_all_but_the_newest_are_not_kept(tmp_path: Path) -> None:
    pen, long = Pen(), Pen("x" * (LARGEST + 1))
    for digest in map(str, range(NEWEST + 1)):
        Rendered(digest, tmp_path).text(pen.report(), shop())
    assert pen.asked == NEWEST + 1
    Rendered("0", tmp_path).text(pen.report(), shop())
    assert pen.asked == NEWEST + 2
    for _ in range(2):
        Rendered("long", tmp_path).text(long.report(), shop())
    assert long.asked == 2
