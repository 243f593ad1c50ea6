"""References: what one module has to know of another."""

from decompose.coupling.references import names_used
from tests.build import link


def test_members_of_a_class_are_one_name() -> None:
    one = names_used(
        [link("a.py::f", "b.py::Order.number"), link("a.py::g", "b.py::Order.lines"), link("a.py", "b.py::Order")]
    )
    assert {pair: set(names) for pair, names in one.items()} == {("a.py", "b.py"): {"b.py::Order"}}
