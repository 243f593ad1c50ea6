"""Whether the result of a call is used: a call that is a whole statement could as well be an event."""

import pytest

from decompose.evidence.evidence import EvidenceKind
from tests.python.cases import findings_of


@pytest.mark.parametrize(
    ("statement", "discarded"),
    [
        ("notify(1)", True),
        ("await notify(1)", True),
        ("notify(1).retry()", False),
        ("x = notify(1)", False),
        ("return notify(1)", False),
        ("if notify(1): pass", False),
        ("print(notify(1))", False),
        ("assert notify(1)", False),
        ("[notify(1) for _ in range(3)]", False),
        ("with notify(1): pass", False),
    ],
)
def test_only_a_call_that_is_a_whole_statement_has_a_result_that_nobody_uses(statement: str, discarded: bool) -> None:
    found = findings_of(
        {"news.py": "def notify(n): ...", "use.py": f"from news import notify\nasync def f():\n    {statement}"}
    )
    (call,) = [row for row in found.evidence if row.kind is EvidenceKind.CALL]
    assert ("discarded" in call.flags) == discarded
