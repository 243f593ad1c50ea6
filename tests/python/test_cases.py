"""Every case file: exactly the expected evidence and problems, no more and no less."""

from pathlib import Path

import pytest

from tests.python.cases import FOLDER, findings_of, read_case, told

CASES = sorted(FOLDER.glob("*.case"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_evidence_is_what_a_careful_reader_would_find(path: Path) -> None:
    case = read_case(path)
    assert told(findings_of(case.files)) == tuple(sorted(case.expected))


def test_the_cases_are_there() -> None:
    assert len(CASES) >= 20
