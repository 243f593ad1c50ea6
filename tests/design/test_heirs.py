"""Heirs: what runs for an object of a class, found along what the class inherits from."""

from decompose.design.transactions.heirs import Heirs
from decompose.evidence.evidence import EvidenceKind
from tests.build import link


def heirs(*pairs: str, functions: tuple[str, ...] = ()) -> Heirs:
    """`B A` says that B inherits from A."""
    ends = (pair.split() for pair in pairs)
    return Heirs((link(f"m.py::{one}", f"m.py::{base}", EvidenceKind.INHERITS) for one, base in ends), functions)


def test_a_lineage_is_told_near_before_far_and_each_class_once() -> None:
    assert heirs("D B", "D C", "B A", "C A").lineage("m.py::D") == ("m.py::D", "m.py::B", "m.py::C", "m.py::A")


def test_classes_that_inherit_in_a_circle_have_a_lineage_that_ends() -> None:
    assert heirs("A B", "B C", "C B").lineage("m.py::A") == ("m.py::A", "m.py::B", "m.py::C")


def test_the_nearest_ancestor_with_a_text_has_it() -> None:
    found = heirs("C B", "B A", functions=("m.py::A.save", "m.py::B.save"))
    assert found.text_of("m.py::C.save") == "m.py::B.save"
    assert found.text_of("m.py::C.load") == "m.py::C.load"
