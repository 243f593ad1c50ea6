"""The cases of `tests/cases/sql/access`: which tables each function of a story reads, writes, deletes, creates and joins."""

from pathlib import Path

import pytest

from decompose.evidence.evidence import Evidence
from tests.sql.systems import analyzed_files

FOLDER = Path(__file__).parent.parent / "cases" / "sql" / "access"
CASES = sorted(path for path in FOLDER.glob("*/*.case") if path.stem != "models")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_story_touches_the_tables_that_it_says(path: Path) -> None:
    code, _, expected = path.read_text().partition("== expected\n")
    models = (path.parent / "models.case").read_text()
    findings = analyzed_files({"shop/__init__.py": "", "shop/models.py": models, "shop/a.py": code})
    found = {line for piece in findings.evidence for line in _told(piece)}
    assert sorted(found) == sorted(line for line in expected.splitlines() if line)


def _told(piece: Evidence) -> list[str]:
    """`function reads table`; also joins of two tables, by the function they are in."""
    place = piece.place if piece.kind == "joins" else piece.source
    if piece.kind not in {"reads", "writes", "joins"} or not place.startswith("shop/a.py"):
        return []
    name = place.removeprefix("shop/a.py").removeprefix("::") or "module"
    tables = [end.removeprefix("table:").removeprefix("shop_") for end in (piece.source, piece.target)]
    if piece.kind == "joins":
        return [f"{name} joins {tables[0]} {tables[1]}"]
    how = next((flag for flag in ("cascade", "create", "delete") if flag in piece.flags), piece.kind.value)
    verb = {"create": "creates", "delete": "deletes", "cascade": f"{piece.kind.value} by cascade"}.get(how, how)
    return [f"{name} {verb} {tables[1]}"]
