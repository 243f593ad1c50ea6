"""Outlines of older trees, and what the contexts of today see of them."""

from decompose.design.cuts.crossing import Homes
from decompose.design.past.outline import Outline, TableUse, outline_of
from decompose.design.past.then import homes_then, snapshot_of
from decompose.design.past.trend import PairCoupling, Snapshot
from decompose.evidence.evidence import EvidenceKind
from tests.build import link, module, table, world

READS, WRITES, CALL = EvidenceKind.READS, EvidenceKind.WRITES, EvidenceKind.CALL


def snapshot(outline: Outline, homes: dict[str, str], *changes: str, **owners: str) -> Snapshot:
    """`kernel` is the shared kernel; a change names the contexts it touched."""
    touched = [frozenset(change.split()) for change in changes]
    today = Homes({}, owners, ["kernel"])
    return snapshot_of(outline, homes, today, commit="c", day="2024-01-01", changes=touched)


def test_two_modules_are_one_use_however_often_and_however_one_uses_the_other() -> None:
    often = [link("a.py::f", "b.py::g", CALL, line) for line in range(1, 9)]
    found = outline_of(world(module("a.py"), module("b.py"), link("a.py", "b.py"), *often, link("a.py::f", "a.py::h")))
    assert found == Outline((("a.py", 50), ("b.py", 50)), ((0, 1),), ())


def test_a_table_knows_who_reads_and_who_writes_it() -> None:
    uses = [link("b.py::f", "table:t", READS), link("a.py::f", "table:t", WRITES), link("b.py", "table:t", WRITES)]
    found = outline_of(world(module("a.py"), module("b.py"), table("t"), *uses))
    assert found.tables == (TableUse("t", (1,), (0, 1)),)


def test_rows_that_go_with_others_are_written_by_nobody() -> None:
    done = link("a.py::f", "table:t", WRITES, flags=("cascade",))
    assert outline_of(world(module("a.py"), table("t"), done)).tables == ()


def test_a_use_in_two_contexts_crosses_and_the_kernel_does_not_count() -> None:
    outline = Outline((("a", 1), ("b", 2), ("c", 3), ("k", 4)), ((0, 1), (0, 2), (1, 2), (2, 3), (3, 0)), ())
    found = snapshot(outline, {"a": "one", "b": "one", "c": "two", "k": "kernel"})
    assert (found.uses, found.crossing, found.share) == (3, 2, 2 / 3)
    assert found.pairs == (PairCoupling("one", "two", 2),)
    assert (found.modules, found.lines, found.placed) == (4, 10, 4)


def test_what_belongs_nowhere_is_not_counted_but_told() -> None:
    found = snapshot(Outline((("a", 1), ("b", 1)), ((0, 1),), ()), {"a": "one", "b": ""})
    assert (found.uses, found.placed, found.modules) == (0, 1, 2)


def test_a_table_is_shared_by_its_writers_and_foreign_to_whoever_does_not_own_it() -> None:
    tables = (TableUse("t", (0, 2), (0, 1)), TableUse("u", (1,), (1,)), TableUse("nobodys", (0, 1), ()))
    outline = Outline((("a", 1), ("b", 1), ("c", 1)), (), tables)
    found = snapshot(outline, {"a": "one", "b": "two", "c": "three"}, t="one", u="two")
    assert (found.contested, found.foreign) == (1, 2)


def test_a_change_of_several_contexts_is_scattered_whatever_it_did_to_the_kernel() -> None:
    found = snapshot(Outline((), (), ()), {}, "one two", "one kernel", "one", "kernel")
    assert (found.changes, found.scattered, found.scattering) == (3, 1, 1 / 3)


def test_a_module_stands_where_the_module_stands_that_it_became() -> None:
    home = {"new/a.py": "one", "new/b.py": "two"}
    today = {"old/a.py": "new/a.py", "old/b.py": "new/b.py", "old/gone.py": ""}
    assert homes_then(today, today, Homes(home, {}, ())) == {
        "old/a.py": "one",
        "old/b.py": "two",
        "old/gone.py": "",
    }


def test_a_module_that_is_gone_stands_where_most_of_its_folder_stands() -> None:
    modules = ["x/a.py", "x/b.py", "x/c.py", "x/gone.py", "y/gone.py"]
    home = {"x/a.py": "one", "x/b.py": "one", "x/c.py": "two"}
    found = homes_then(modules, {module: module for module in modules}, Homes(home, {}, ()))
    assert (found["x/gone.py"], found["y/gone.py"]) == ("one", "")
