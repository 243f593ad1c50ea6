"""The coupling graph as a whole: who is in it, how signals are added, and what must not matter."""

import subprocess
import sys
from itertools import combinations
from math import fsum, isclose
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.coupling.graph import CouplingGraph
from decompose.coupling.weigh import weigh
from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, Unit, UnitKind
from tests.build import link, module, table, world

PATHS = [f"shop/m{number}.py" for number in range(8)]
SHOP = world(
    module("orders.py", order=9, ship=1),
    module("carts.py", order=4, cart=5),
    module("mail.py", mail=5, ship=2),
    table("orders", "orders.py"),
    link("orders.py::Order", "table:orders", EvidenceKind.DEFINES),
    link("carts.py::check_out", "table:orders", EvidenceKind.WRITES),
    link("carts.py", "orders.py::Order"),
    link("carts.py", "orders.py::total", EvidenceKind.CALL),
    link("orders.py", "mail.py"),
    Evidence(EvidenceKind.CO_CHANGE, "carts.py", "orders.py", count=4, support=3.0),
)


def weight(graph: CouplingGraph, one: str, other: str) -> float:
    return next((c.weight for c in graph.couplings if {c.source, c.target} == {one, other}), 0.0)


@st.composite
def worlds(draw: st.DrawFn) -> Findings:
    words = st.dictionaries(st.sampled_from(["order", "ship", "tax", "user"]), st.integers(1, 9))
    modules = [module(path, **draw(words)) for path in PATHS]
    pairs = st.tuples(st.sampled_from(PATHS), st.sampled_from(PATHS))
    uses = [
        link(a, f"{b}::{name}", EvidenceKind.CALL)
        for (a, b), name in draw(st.lists(st.tuples(pairs, st.sampled_from("xyz")), max_size=25))
    ]
    changes = [
        Evidence(EvidenceKind.CO_CHANGE, min(a, b), max(a, b), count=1, support=support)
        for (a, b), support in draw(st.lists(st.tuples(pairs, st.floats(0.05, 9)), max_size=15))
        if a != b
    ]
    accesses = [
        link(path, f"table:{name}", EvidenceKind.READS)
        for path, name in draw(st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from("abc")), max_size=12))
    ]
    return world(*modules, *uses, *changes, *accesses)


def test_an_empty_system_has_an_empty_graph() -> None:
    graph = weigh(Findings())
    assert (graph.units, graph.couplings, graph.apart) == ((), (), ())
    assert [signal.share for signal in graph.signals] == [0.0] * 8


def test_only_product_modules_with_lines_are_clustered() -> None:
    test = Unit(
        "tests/test_a.py", UnitKind.MODULE, "tests.test_a", Location("tests/test_a.py"), lines=9, role=Role.TEST
    )
    graph = weigh(
        world(module("a.py"), module("a/__init__.py", lines=0), test, table("t"), link("tests/test_a.py", "a.py"))
    )
    assert graph.units == ("a.py",)
    assert graph.couplings == ()


def test_every_coupling_is_the_sum_of_its_strands_and_names_its_numbers() -> None:
    graph = weigh(SHOP)
    (strongest,) = [c for c in graph.couplings if (c.source, c.target) == ("carts.py", "orders.py")]
    assert [strand.signal for strand in strongest.strands] == ["references", "co-change", "tables"]
    assert isclose(strongest.weight, fsum(strand.weight for strand in strongest.strands))
    by = {strand.signal: strand.formula for strand in strongest.strands}
    assert by["references"].startswith("log(1+2 names)/√(1 user) = 1.10; 100% of the references of carts.py, 61% of")
    assert by["co-change"].startswith("4 common commits, support 3.00/√(3.0·3.0 commits) = 1.00")
    assert by["tables"].startswith("1 common table (orders), cosine 1.00")


def test_signals_that_a_system_does_not_show_leave_their_share_to_the_others() -> None:
    graph = weigh(world(module("a.py"), module("b.py"), link("a.py", "b.py")))
    assert {signal.name: signal.share for signal in graph.signals if signal.share} == {"references": 1.0}
    assert graph.couplings[0].weight == 1.0
    assert all("the others count more" in signal.note for signal in graph.signals if not signal.share)


def test_shares_of_signals_sum_to_one() -> None:
    assert isclose(fsum(signal.share for signal in weigh(SHOP).signals), 1.0)


@settings(max_examples=12, deadline=None)
@given(worlds())
def test_couplings_are_ordered_unique_positive_and_at_most_one(findings: Findings) -> None:
    graph = weigh(findings)
    pairs = [(c.source, c.target) for c in graph.couplings]
    assert pairs == sorted(set(pairs))
    assert all(source < target and {source, target} <= set(graph.units) for source, target in pairs)
    assert all(0 < c.weight <= 1 + 1e-9 for c in graph.couplings)


@settings(max_examples=12, deadline=None)
@given(worlds(), st.integers(0, 999))
def test_the_order_of_units_and_evidence_does_not_matter(findings: Findings, seed: int) -> None:
    shuffle = Random(seed)
    units, evidence = list(findings.units), list(findings.evidence)
    shuffle.shuffle(units)
    shuffle.shuffle(evidence)
    assert weigh(Findings(tuple(units), tuple(evidence))) == weigh(findings)


@settings(max_examples=12, deadline=None)
@given(worlds(), st.sampled_from(PATHS), st.sampled_from(PATHS))
def test_one_more_name_used_never_lowers_the_references_of_the_pair(findings: Findings, a: str, b: str) -> None:
    # Words are left out: vocabulary is lifted along references, so the other strands may move.
    bare = Findings(tuple(module(path) for path in PATHS), findings.evidence)
    more = Findings(bare.units, (*bare.evidence, link(a, f"{b}::another", EvidenceKind.CALL)))

    def strand(graph: CouplingGraph) -> float:
        found = [s for c in graph.couplings if {c.source, c.target} == {a, b} for s in c.strands]
        share = next(signal.share for signal in graph.signals if signal.name == "references")
        return sum(s.weight / share for s in found if s.signal == "references")

    assert strand(weigh(more)) >= strand(weigh(bare)) - 1e-9


@settings(max_examples=12, deadline=None)
@given(worlds(), st.floats(1, 100))
def test_co_change_of_a_long_history_is_the_same_at_any_scale_of_support(findings: Findings, factor: float) -> None:
    from msgspec.structs import replace

    long = tuple(replace(e, support=e.support * 10_000) for e in findings.evidence)
    scaled = tuple(replace(e, support=e.support * factor) for e in long)
    one, other = weigh(Findings(findings.units, long)), weigh(Findings(findings.units, scaled))
    assert [c.weight for c in one.couplings] == pytest.approx([c.weight for c in other.couplings])


def test_the_hash_seed_does_not_matter() -> None:
    program = (
        "from tests.coupling.test_weigh import SHOP; from decompose.coupling.weigh import weigh; import msgspec;"
        "print(msgspec.json.encode(weigh(SHOP)).decode())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True)
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout != b""


def test_formulas_are_told_for_the_strongest_couplings_of_each_module_only() -> None:
    paths = [f"m{number:02}.py" for number in range(40)]
    changes = [
        Evidence(EvidenceKind.CO_CHANGE, a, b, support=1.0 + number % 7)
        for number, (a, b) in enumerate(combinations(paths, 2))
    ]
    graph = weigh(world(*map(module, paths), *changes))
    told = [c for c in graph.couplings if all(strand.formula for strand in c.strands)]
    silent = [c for c in graph.couplings if not any(strand.formula for strand in c.strands)]
    assert len(told) + len(silent) == len(graph.couplings) == 40 * 39 / 2
    assert len(silent) > 0
    assert all(sum(path in (c.source, c.target) for c in told) >= 15 for path in paths)
