"""Texts of SQL to what they do to tables: one story per file of tests/cases/sql/statements."""

import re
from pathlib import Path

import pytest

from decompose.analyzers.sql.text.reading import statements_of

CASES = sorted((Path(__file__).parents[1] / "cases" / "sql" / "statements").glob("*.sql"))
EXPECTATION = re.compile(
    r"^-- (reads|writes|deletes|creates|alters|drops|joins|foreign keys|parsed): (.+)$", re.MULTILINE
)


def test_there_are_cases() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_statement(case: Path) -> None:
    text = case.read_text(encoding="utf-8")
    expected = {key: sorted(part.strip() for part in value.split(",")) for key, value in EXPECTATION.findall(text)}
    parsed = expected.pop("parsed", ["yes"])
    statements = statements_of(text)
    found = {
        "reads": {table for each in statements for table in each.reads},
        "writes": {table for each in statements for table in each.writes},
        "deletes": {table for each in statements for table in each.deletes},
        "creates": {table for each in statements for table in each.creates},
        "alters": {table for each in statements for table in each.alters},
        "drops": {table for each in statements for table in each.drops},
        "joins": {" ".join(pair) for each in statements for pair in each.joins},
        "foreign keys": {" ".join(pair) for each in statements for pair in each.foreign_keys},
    }
    assert {key: sorted(names) for key, names in found.items() if names} == expected
    assert parsed == ["yes" if all(each.parsed for each in statements if each.tables) else "no"]
