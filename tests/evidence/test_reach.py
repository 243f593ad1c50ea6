"""What an entry point can reach: by calls at once, by triggers later, with the tables on the way."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.passage import Passage
from decompose.evidence.reach import Reach, reach_of
from tests.build import link

Pairs = tuple[tuple[str, str], ...]


def reach(runs: Pairs, *evidence: Evidence) -> tuple[Reach, ...]:
    """The reach of each entry point of a world of these runs and this evidence."""
    return reach_of(Findings(evidence=evidence, runs=tuple(Passage(*pair) for pair in runs)))


def routed(target: str, entry: str = "GET /") -> Evidence:
    return link(f"entry:{entry}", target, EvidenceKind.ROUTES)


def test_runs_are_followed_from_the_handler_on_and_triggers_come_later() -> None:
    runs = (
        ("web.py::show", "orders.py::Order.total"),
        ("orders.py::Order.total", "prices.py::price"),
        ("orders.py::Order.lines", "prices.py::tax"),
        ("mail.py::send", "smtp.py::connect"),
    )
    evidence = (
        routed("web.py::show", "GET /orders"),
        link("prices.py::price", "mail.py::send", EvidenceKind.TRIGGERS),
        link("prices.py::price", "table:prices", EvidenceKind.READS),
        link("smtp.py::connect", "table:outbox", EvidenceKind.WRITES),
        link("prices.py::tax", "table:taxes", EvidenceKind.WRITES),
    )
    assert reach(runs, *evidence) == (
        Reach(
            "entry:GET /orders",
            functions=("mail.py::send", "orders.py::Order.total", "prices.py::price", "smtp.py::connect", "web.py::show"),
            later=("mail.py::send", "smtp.py::connect"),
            reads=("table:prices",),
            writes=("table:outbox",),
        ),
    )  # fmt: skip


def test_a_class_that_handles_runs_as_a_whole_with_its_ancestors() -> None:
    runs = (("v.py::View.get", "a.py::f"), ("base.py::Base.dispatch", "a.py::g"), ("v.py::Other.get", "a.py::h"))
    evidence = (routed("v.py::View"), link("v.py::View", "base.py::Base", EvidenceKind.INHERITS))
    (found,) = reach(runs, *evidence)
    assert found.functions == ("a.py::f", "a.py::g", "base.py::Base.dispatch", "v.py::View", "v.py::View.get")


def test_a_handler_without_methods_of_its_own_runs_those_of_its_ancestors() -> None:
    (found,) = reach(
        (("base.py::Base.get", "a.py::f"),),
        routed("v.py::View"),
        link("v.py::View", "base.py::Base", EvidenceKind.INHERITS),
    )
    assert found.functions == ("a.py::f", "base.py::Base.get", "v.py::View")


def test_beside_a_method_that_handles_run_those_of_its_class_that_handle_nothing_else() -> None:
    runs = (("v.py::Set.list", "a.py::f"), ("v.py::Set.drop", "a.py::g"), ("v.py::Set.rights", "a.py::h"))
    listing, _ = reach(runs, routed("v.py::Set.list", "a"), routed("v.py::Set.drop", "b"))
    assert listing.functions == ("a.py::f", "a.py::h", "v.py::Set.list", "v.py::Set.rights")


def test_whoever_writes_a_table_sends_the_signals_of_its_class() -> None:
    evidence = (
        routed("a.py::save"),
        routed("a.py::load", "GET /load"),
        link("m.py::Order", "table:orders", EvidenceKind.DEFINES),
        link("m.py::Order", "mail.py::tell", EvidenceKind.TRIGGERS),
        link("a.py::save", "table:orders", EvidenceKind.WRITES),
        link("a.py::load", "table:orders", EvidenceKind.READS),
    )
    saving, loading = reach((), *evidence)
    assert (saving.later, loading.later) == (("mail.py::tell",), ())


def test_a_class_that_a_trigger_leads_to_runs_as_a_whole() -> None:
    (found,) = reach(
        (("j.py::Job.run", "a.py::f"),), routed("v.py::go"), link("v.py::go", "j.py::Job", EvidenceKind.TRIGGERS)
    )
    assert found.later == ("a.py::f", "j.py::Job", "j.py::Job.run")


def test_runs_in_a_circle_end() -> None:
    (found,) = reach((("a.py::f", "b.py::g"), ("b.py::g", "a.py::f")), routed("a.py::f"))
    assert found.functions == ("a.py::f", "b.py::g")


LETTERS = st.sampled_from("abcdef")


@given(st.lists(st.tuples(LETTERS, LETTERS, st.booleans()), max_size=12), st.randoms())
def test_the_order_of_evidence_changes_nothing(calls: list[tuple[str, str, bool]], chance: Random) -> None:
    runs = [(f"{one}.py::{one}", f"{other}.py::{other}") for one, other, late in calls if not late]
    rows = [routed("a.py::a")]
    rows += [link(f"{x}.py::{x}", f"{y}.py::{y}", EvidenceKind.TRIGGERS) for x, y, late in calls if late]
    one = reach(tuple(runs), *rows)
    chance.shuffle(runs)
    chance.shuffle(rows)
    assert reach(tuple(runs), *rows) == one


@given(st.lists(st.tuples(LETTERS, LETTERS), max_size=12), LETTERS, LETTERS)
def test_more_calls_never_reach_less(calls: list[tuple[str, str]], one: str, other: str) -> None:
    less = reach(tuple(calls), routed("a"))[0].functions
    more = reach((*calls, (one, other)), routed("a"))[0].functions
    assert set(less) <= set(more)
