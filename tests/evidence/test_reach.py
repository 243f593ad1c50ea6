"""What an entry point can reach: by calls at once, by triggers later, with the tables on the way."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.reach import Reach, reach_of
from tests.build import link


def test_calls_are_followed_from_the_handler_on_and_triggers_come_later() -> None:
    rows = (
        link("entry:GET /orders", "web.py::show", EvidenceKind.ROUTES),
        link("web.py::show", "orders.py::Order.total", EvidenceKind.CALL),
        link("orders.py::Order.lines", "prices.py::price", EvidenceKind.CALL),
        link("orders.py::Order", "mail.py::send", EvidenceKind.TRIGGERS),
        link("mail.py::send", "smtp.py::connect", EvidenceKind.CALL),
        link("prices.py::price", "table:prices", EvidenceKind.READS),
        link("smtp.py::connect", "table:outbox", EvidenceKind.WRITES),
        link("other.py::f", "table:other", EvidenceKind.WRITES),
    )
    assert reach_of(rows) == (
        Reach(
            "entry:GET /orders",
            units=("mail.py::send", "orders.py::Order", "prices.py::price", "smtp.py::connect", "web.py::show"),
            later=("mail.py::send", "smtp.py::connect"),
            tables=("table:outbox", "table:prices"),
        ),
    )


def test_names_and_imports_run_nothing() -> None:
    rows = (
        link("entry:command x", "run.py::main", EvidenceKind.ROUTES),
        link("run.py::main", "other.py::f", EvidenceKind.REFERENCES),
        link("run.py::main", "other.py", EvidenceKind.IMPORT),
    )
    assert reach_of(rows) == (Reach("entry:command x", units=("run.py::main",)),)


def test_calls_in_a_circle_end() -> None:
    rows = (
        link("entry:task t", "a.py::f", EvidenceKind.ROUTES),
        link("a.py::f", "b.py::g", EvidenceKind.CALL),
        link("b.py::g", "a.py::f", EvidenceKind.CALL),
    )
    assert reach_of(rows)[0].units == ("a.py::f", "b.py::g")


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.booleans()), max_size=12), st.randoms()
)
def test_the_order_of_evidence_changes_nothing(calls: list[tuple[str, str, bool]], chance: Random) -> None:
    rows: list[Evidence] = [link("entry:task t", "a.py::a", EvidenceKind.ROUTES)]
    kinds = (EvidenceKind.CALL, EvidenceKind.TRIGGERS)
    rows += [link(f"{one}.py::{one}", f"{other}.py::{other}", kinds[late]) for one, other, late in calls]
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert reach_of(shuffled) == reach_of(rows)
