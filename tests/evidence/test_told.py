"""Evidence from elsewhere: what fits the format becomes findings, what does not is told with its line."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.errors import DecomposeError, Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.lines import ENDS, Line
from decompose.evidence.told import MOST_TOLD, UNKNOWN, told
from decompose.evidence.unit import Role, UnitKind
from decompose.result.schema import schema_of
from tests.build import module

A, B = {"type": "unit", "id": "A"}, {"type": "unit", "id": "B"}
CALL = {"type": "evidence", "kind": "call", "source": "A::f", "target": "B"}


def lines(*values: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def test_units_and_evidence_are_findings() -> None:
    unit = {
        "type": "unit", "id": "src/A.java", "name": "shop.A", "file": "src/A.java", "line": 3, "lines": 40, "words": {"Order": 2},
    }  # fmt: skip
    call = {**CALL, "source": "src/A.java::f", "count": 7, "confidence": 0.5, "file": "src/A.java", "line": 9}
    found = told(lines({"type": "format", "version": 1}, unit, B, call), "t.jsonl")
    assert [(u.id, u.kind, u.name, str(u.location), u.lines, u.words) for u in found.units] == [
        ("B", UnitKind.MODULE, "B", "B", 1, ()),
        ("src/A.java", UnitKind.MODULE, "shop.A", "src/A.java:3", 40, (("order", 2),)),
    ]
    assert found.evidence == (Evidence(EvidenceKind.CALL, "src/A.java::f", "B", Location("src/A.java", 9), 7, 0.5),)
    assert [(r.name, r.part, r.whole) for r in found.understood] == [("evidence told in t.jsonl", 1, 1)]
    assert not found.problems


def test_a_piece_without_a_place_has_its_own_line() -> None:
    (piece,) = told(b"\n" + lines(A, B) + b"\n" + lines(CALL), "t.jsonl").evidence
    assert piece.location == Location("t.jsonl", 5)


def test_tables_and_entry_points_need_no_line_of_their_own() -> None:
    writes = {**CALL, "kind": "writes", "target": "table:orders"}
    runs = {**CALL, "kind": "exercises", "source": "entry:GET /", "target": "A"}
    found = told(lines(A, writes, runs), "t")
    assert [(u.id, u.kind, u.name) for u in found.units if u.id != "A"] == [
        ("entry:GET /", UnitKind.ENTRY_POINT, "GET /"),
        ("table:orders", UnitKind.TABLE, "orders"),
    ]


def test_evidence_without_direction_is_put_in_order_and_common_commits_count_whole() -> None:
    change = {**CALL, "kind": "co-change", "source": "B", "target": "A", "count": 4}
    (piece,) = told(lines(A, B, change), "t").evidence
    assert (piece.source, piece.target, piece.support) == ("A", "B", 4.0)


def test_units_of_our_own_analysis_may_be_ends_and_their_tests_keep_their_role() -> None:
    known = [module("shop/orders.py")]
    found = told(lines({**CALL, "source": "shop/orders.py::Order.pay", "target": "shop/orders.py"}), "t", known)
    assert len(found.evidence) == 1 and not found.units
    (unit,) = told(lines({**A, "role": "test", "lines": 0}), "t").units
    assert (unit.role, unit.lines) == (Role.TEST, 0)


def test_an_end_that_nothing_has_is_told_once_with_what_it_may_be_and_its_evidence_left_out() -> None:
    call = {**CALL, "source": "shop/oders.py", "target": "shop/orders.py"}
    found = told(lines({"type": "unit", "id": "shop/orders.py"}, call, call, call), "t")
    assert not found.evidence
    assert [(p.code, str(p.location)) for p in found.problems] == [(UNKNOWN, "t:2")]
    assert "Did you mean 'shop/orders.py'?" in found.problems[0].message
    assert found.understood[0].part == 0 and found.understood[0].whole == 3


def test_very_many_unknown_ends_are_counted() -> None:
    found = told(lines(A, *({**CALL, "target": f"X{n}"} for n in range(MOST_TOLD + 5))), "t")
    assert len(found.problems) == MOST_TOLD + 1
    assert any("5 more" in problem.message for problem in found.problems)


WRONG = {
    b'{"type": "unit"}': "missing required field `id`",
    b'{"type": "unit", "id": "C", "kind": "modul"}': "there is no kind 'modul' (did you mean 'module'?)",
    b'{"type": "evidence", "kind": "calls", "source": "A", "target": "B"}': "no kind 'calls' (did you mean 'call'?)",
    b'{"type": "evidence", "kind": [1], "source": "A", "target": "B"}': "kind",
    b'{"type": "evidence", "kind": "reads", "source": "A", "target": "B"}': "the target of reads is a table, not 'B'",
    b'{"type": "evidence", "kind": "call", "source": "entry:x", "target": "B"}': "the source of call is a module",
    b'{"type": "evidence", "kind": "call", "source": "A", "target": "B", "count": 0}': "count: expected `int` >= 1",
    b'{"type": "evidence", "kind": "call", "source": "A", "target": "B", "confidence": 2}': "confidence",
    b'{"type": "evidence", "kind": "call", "source": "A", "target": "B", "file": "/etc/passwd"}': "file",
    b'{"type": "evidence", "kind": "call", "source": "A", "target": "B", "file": "../x"}': "file",
    b'{"type": "evidence", "kind": "call", "source": "A\\u0000", "target": "B"}': "source",
    b'{"type": "edge"}': "type: invalid value 'edge'",
    b'{"type": "unit", "id": "C", "colour": "red"}': "unknown field `colour`",
    b'{"type": "unit", "id": "A"}': "'A' is told a second time; first at line 1",
    b'{"type": "unit", "id": "C", "kind": "table"}': "starts with 'table:'",
    b'{"type": "unit", "id": "table:x"}': "starts neither with",
    b'{"type": "format", "version": 1}': "only be told on the first line",
    b"[1]": "expected `object`",
    b"{": "this is no JSON",
    b"\xff": "this is no JSON",
    b'{"type": ' + b"[" * 100_000: "this is no JSON",
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:70].decode(errors="replace"))
def test_a_line_that_does_not_fit_is_told_with_its_number(text: bytes) -> None:
    with pytest.raises(DecomposeError) as caught:
        told(lines(A, B) + text + b"\n", "t.jsonl")
    assert caught.value.message.startswith("t.jsonl:3: ")
    assert WRONG[text] in caught.value.message
    assert "schema evidence" in caught.value.remedy


def test_another_version_of_the_format_is_refused() -> None:
    with pytest.raises(DecomposeError, match="t:1: version 2"):
        told(lines({"type": "format", "version": 2}), "t")


def test_the_published_schema_takes_what_is_taken_and_refuses_what_is_refused() -> None:
    validator = jsonschema.Draft202012Validator(schema_of(Line, "evidence"))
    for value in (A, CALL, {"type": "format", "version": 1}):
        validator.validate(value)
    context_free = [
        text for text, said in WRONG.items() if not any(word in said for word in ("told", "starts", "is a", "JSON"))
    ]
    for text in context_free:
        assert not validator.is_valid(json.loads(text)), text


def test_every_kind_says_what_it_connects() -> None:
    assert ENDS.keys() == set(EvidenceKind)


@given(st.binary(max_size=60))
def test_whatever_the_bytes_are_they_are_findings_or_told(content: bytes) -> None:
    try:
        told(content, "t")
    except DecomposeError as error:
        assert error.message.startswith("t:")
