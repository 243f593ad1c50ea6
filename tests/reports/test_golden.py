"""Every format of the small shop, as it was last reviewed; the same bytes under any hash seed."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from decompose.plugins import reports
from tests.decompositions import shop

REPORTS = {name: report for name, report in reports().items() if name != "html"}


def test_the_formats_are_all_there() -> None:
    assert set(REPORTS) == {"csv", "graphml", "hidden", "json", "md", "mermaid", "partition", "text"}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_as_reviewed(name: str, golden: Callable[[str, str], None]) -> None:
    text = REPORTS[name].render(shop())
    golden(f"shop{REPORTS[name].suffix}", in_lines(text) if name == "json" else text)


def in_lines(text: str) -> str:
    """A document of one long line as one that a reviewer can read change by change; all of it stays."""
    assert json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) == text.removesuffix("\n")
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def test_suffixes_tell_formats_apart() -> None:
    assert len({report.suffix for report in REPORTS.values()}) == len(REPORTS)


PRINT = """
from hashlib import sha256
from decompose.plugins import reports
from tests.decompositions import shop
for name, report in sorted(reports().items()):
    if name != "html":
        print(name, sha256(report.render(shop()).encode()).hexdigest())
"""


def test_reports_are_the_same_under_any_hash_seed() -> None:
    runs = {
        subprocess.run(
            [sys.executable, "-c", PRINT], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    here = "".join(
        f"{name} {hashlib.sha256(report.render(shop()).encode()).hexdigest()}\n"
        for name, report in sorted(REPORTS.items())
    )
    assert runs == {here.encode()}
