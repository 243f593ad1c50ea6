"""Old names become today's wherever they stand, and nothing else changes."""

from hypothesis import given
from hypothesis import strategies as st

from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.tracking.edge import Edge
from decompose.tracking.moved import moved_edges, moved_findings
from tests.build import link, module, table, world

CALL, JOINS = EvidenceKind.CALL, EvidenceKind.JOINS


def test_both_ends_of_an_edge_are_called_as_today_and_tables_stay() -> None:
    edges = [Edge("call", "a", "b", "old.py", "was.py::Bill"), Edge("writes", "a", "b", "old.py", "table:old.py")]
    assert moved_edges(edges, {"old.py": "new.py", "was.py": "is.py"}) == {
        Edge("call", "a", "b", "new.py", "is.py::Bill"),
        Edge("writes", "a", "b", "new.py", "table:old.py"),
    }


def test_a_moved_module_is_the_unit_it_is_today_and_its_evidence_follows() -> None:
    call = link("old.py::f", "b.py::g", CALL, 7)
    join = link("table:x", "table:y", JOINS, place="old.py::f")
    then = world(module("old.py", 10), module("b.py"), table("x"), call, join)
    found = moved_findings(then, {"old.py": "new/name.py"}, [module("new/name.py", 99)])
    assert [(unit.id, unit.name, unit.lines) for unit in found.units if unit.id.startswith("new")] == [
        ("new/name.py", "new.name", 99)
    ]
    moved = {(each.source, each.place, each.location) for each in found.evidence}
    assert ("new/name.py::f", "", Location("new/name.py", 7)) in moved
    assert any(place == "new/name.py::f" for _, place, _ in moved)


@given(st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"), max_size=3))
def test_what_was_not_moved_stays_the_same_value(moved: dict[str, str]) -> None:
    then = world(module("d.py"), module("e.py"), link("d.py::f", "e.py::g", CALL))
    assert moved_findings(then, {f"{old}.py": f"{new}.py" for old, new in moved.items()}, ()) == then
