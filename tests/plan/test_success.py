"""What a step calls its success is something `decompose check` can see: before the step it fails there, after it it passes."""

import re

import pytest

from decompose.contexts.hand.hand import ContextBoundary
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.tracking.boundary import Allowance, Boundaries, assign
from decompose.tracking.check import CheckResult, check
from decompose.tracking.edge import edges_of
from tests.build import link, module, table, world
from tests.design.worlds import catalog, context
from tests.plan.worlds import planned

K = EvidenceKind
NAMES = ("orders", "billing")
CONTEXTS = catalog(*(context(name, *(f"{name}/{part}.py" for part in ("a", "b", "api"))) for name in NAMES))
UNITS = (
    *(module(f"{name}/{part}.py", 400) for name in NAMES for part in ("a", "b", "api")),
    *map(table, NAMES),
)
OWN = [
    each
    for name in NAMES
    for each in (
        link(f"{name}/a.py::Row", f"table:{name}", K.DEFINES, 1),
        *(link(f"{name}/b.py::fill", f"table:{name}", K.WRITES, line) for line in range(80, 99)),
    )
]
DATA = [
    link("orders/a.py::f", "table:billing", K.READS, 11),
    link("orders/b.py::f", "table:billing", K.WRITES, 12),
    link("billing/b.py::g", "table:orders", K.READS, 13),
]
INWARD = [
    link("orders/a.py::f", "billing/a.py::Row", K.REFERENCES, 21),
    link("orders/a.py::f", "billing/b.py::pay", K.CALL, 22),
    link("orders/b.py::F", "billing/b.py::Base", K.INHERITS, 23),
]
OUTWARD = [
    link("billing/a.py::g", "orders/b.py::total", K.CALL, 31),
    link("billing/b.py::g", "orders/b.py::Total", K.ANNOTATES, 32),
]
MANY = [link("billing/b.py::g", f"orders/b.py::total{n}", K.CALL, 40 + n) for n in range(9)]
BOUNDARIES = Boundaries(
    1,
    tuple(ContextBoundary(name, (f"{name}/**",), (name,), public=(f"{name}.api",)) for name in NAMES),
    (Allowance("orders", "billing", "public"), Allowance("billing", "orders", "public")),
)


def metric(*parts: Evidence) -> str:
    """What the step of billing calls its success."""
    steps = planned(world(*UNITS, *OWN, *parts), CONTEXTS).steps
    return next(step.success_metric for step in steps if step.context == "billing")


def checked(today: Findings, accepted: Findings) -> CheckResult:
    return check(today, BOUNDARIES, edges_of(accepted, BOUNDARIES, assign(accepted, BOUNDARIES)))


def through(piece: Evidence) -> Evidence:
    """What a cut becomes once it goes through the façade of the other side."""
    other = "billing" if piece.source.startswith("orders") else "orders"
    assert piece.location
    return link(piece.source, f"{other}/api.py::serve", K.CALL, piece.location.line)


@pytest.mark.parametrize(
    ("asked", "stay", "said"),
    [
        ((*INWARD, *DATA), (*OUTWARD, *MANY), "and none, but calls, out of Billing"),
        ((*OUTWARD, *DATA), tuple(INWARD), "No cut leads, but calls, into Billing"),
    ],
    ids=["plug-in", "library"],
)
def test_what_the_metric_asks_for_fails_the_check_until_the_step_is_done(
    asked: tuple[Evidence, ...], stay: tuple[Evidence, ...], said: str
) -> None:
    before, after = (world(*UNITS, *OWN, *stay, *parts) for parts in (asked, [through(each) for each in asked]))
    told = metric(*stay, *asked)
    assert said in told
    today = [int(number) for number in re.findall(r"today (\d+),", told)]
    found = checked(before, accepted=after)
    assert not found.passed
    assert len(found.new) == sum(today) == len(asked)
    assert {each.location for each in found.new} == {each.location for each in asked}
    assert checked(after, accepted=after).passed
    for one in asked:
        half = world(*UNITS, *OWN, *stay, *(through(each) for each in asked if each is not one), one)
        assert [each.location for each in checked(half, accepted=after).new] == [one.location]


def test_where_nothing_is_asked_everything_that_stays_passes() -> None:
    told = metric(*OUTWARD)
    assert told == "No cut leads into Billing or out of it, but calls that may stay, and `decompose check` keeps it so."
    today = world(*UNITS, *OWN, *OUTWARD)
    assert checked(today, accepted=today).passed
    worse = world(*UNITS, *OWN, *OUTWARD, DATA[0])
    assert [each.location for each in checked(worse, accepted=today).new] == [DATA[0].location]
