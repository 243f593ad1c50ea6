"""Measures and confidence: definitions compared with independent ones, bounds, baselines."""

from math import fsum, isclose, log

import networkx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from decompose.contexts.detection.detect import detect
from decompose.contexts.measures.confidence import memberships, steadiness
from decompose.contexts.measures.definitions import DEFINITIONS
from decompose.contexts.measures.measure import measure
from decompose.contexts.measures.observed import Observed, observe
from decompose.contexts.measures.quality import cohesions, conductances, crossing, flows_of, modularity
from decompose.coupling.graph import CouplingGraph
from decompose.coupling.weigh import weigh
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.reach import reach_of
from tests.build import link, module
from tests.build import world as findings_of
from tests.contexts.worlds import UNITS, clique, graph, graphs, named

homes = st.fixed_dictionaries({unit: st.sampled_from("xyz") for unit in UNITS})
TWO = graph(clique(*named("order", 6)) | clique(*named("user", 5)) | {("order0.py", "user0.py"): 0.3})
HOME = {unit: unit[0] for unit in TWO.units}


@settings(deadline=None)
@given(graphs, homes, st.sampled_from([0.5, 1.0, 2.0]))
def test_modularity_is_that_of_networkx(world: CouplingGraph, home: dict[str, str], resolution: float) -> None:
    assume(world.couplings)
    oracle: networkx.Graph[str] = networkx.Graph()
    oracle.add_nodes_from(world.units)
    oracle.add_weighted_edges_from((c.source, c.target, c.weight) for c in world.couplings)
    blocks = [{unit for unit in home if home[unit] == block} for block in sorted(set(home.values()))]
    expected = networkx.community.modularity(oracle, blocks, resolution=resolution)
    assert modularity(flows_of(world, home), resolution) == pytest.approx(expected)


@given(graphs, homes)
def test_what_is_inside_and_what_crosses_is_all_coupling(world: CouplingGraph, home: dict[str, str]) -> None:
    assume(world.couplings)
    total = fsum(c.weight for c in world.couplings)
    inside = fsum(c.weight for c in world.couplings if home[c.source] == home[c.target])
    assert isclose(inside + crossing(flows_of(world, home)) * total, total)


@given(graphs, homes)
def test_strength_and_runner_up_are_shares_of_one_whole(world: CouplingGraph, home: dict[str, str]) -> None:
    for member in memberships(world, home).values():
        assert 0 <= member.runner_up_strength <= 1
        assert 0 <= member.strength + member.runner_up_strength <= 1 + 1e-9
        assert member.runner_up != home[member.unit]


@given(graphs, homes)
def test_cohesion_is_between_nothing_and_all(world: CouplingGraph, home: dict[str, str]) -> None:
    assert all(0 <= value <= 1 + 1e-9 for value in cohesions(flows_of(world, home)).values())


def test_membership_names_the_runner_up() -> None:
    member = memberships(TWO, HOME)["order0.py"]
    assert (member.strength, member.runner_up, member.runner_up_strength) == pytest.approx((5 / 5.3, "u", 0.3 / 5.3))
    assert memberships(TWO, HOME)["order1.py"].runner_up == ""


def test_of_two_others_the_runner_up_is_the_one_that_pulls_more() -> None:
    pulled = graph({("a0.py", "a1.py"): 1.0, ("a0.py", "b0.py"): 0.6, ("a0.py", "c0.py"): 0.4, ("a0.py", "d0.py"): 0.5})
    member = memberships(pulled, {unit: unit[0] for unit in pulled.units})["a0.py"]
    assert member.runner_up == "b"
    assert member.runner_up_strength == pytest.approx(0.24)


def test_clear_blocks_come_back_and_arbitrary_ones_do_not() -> None:
    mixture = ["order0.py", "order1.py", "user0.py", "user1.py"]
    clear, mixed, alone = steadiness(TWO, [named("order", 6), mixture, ["order0.py"]], detect(TWO))
    assert min(clear.resampled, clear.seeds) > 0.9
    assert max(mixed.resampled, mixed.seeds) < 0.5
    assert (alone.resampled, alone.seeds, alone.resolutions, alone.units) == (1, 1, 1, {"order0.py": 1})


def test_a_unit_that_could_go_either_way_does_not_come_back_as_often_as_the_others() -> None:
    torn = {("torn.py", unit): 1.0 for unit in (*named("order", 3), *named("user", 3))}
    world = graph(clique(*named("order", 6)) | clique(*named("user", 6)) | torn)
    (order,) = steadiness(world, [[*named("order", 6), "torn.py"]], detect(world))
    assert order.units["torn.py"] < min(order.units[unit] for unit in named("order", 6))
    assert fsum(order.units.values()) / 7 == pytest.approx(order.resampled)


def test_measures_stand_beside_trivial_partitions() -> None:
    found = measure(Observed(TWO), HOME)
    baselines = dict(found.baselines)
    assert list(baselines) == ["folders", "all in one", "singletons", "random of the same sizes"]
    assert baselines["all in one"] == pytest.approx(0)
    assert found.modularity > max(baselines.values())
    assert found.largest_share == 6 / 11
    assert 1.9 < found.effective_contexts <= 2
    assert found.crossing == pytest.approx(0.3 / 25.3)


def test_the_random_baseline_is_the_same_whatever_order_the_modules_come_in() -> None:
    assert measure(Observed(TWO), dict(reversed(HOME.items()))).baselines == measure(Observed(TWO), HOME).baselines


def test_nothing_has_measures_too() -> None:
    nothing = measure(Observed(graph({})), {})
    assert (nothing.modularity, nothing.crossing, nothing.largest_share, nothing.effective_contexts) == (0, 0, 0, 0)


@given(graphs, homes)
def test_conductance_is_that_of_networkx(world: CouplingGraph, home: dict[str, str]) -> None:
    oracle: networkx.Graph[str] = networkx.Graph()
    oracle.add_nodes_from(world.units)
    oracle.add_weighted_edges_from((c.source, c.target, c.weight) for c in world.couplings)
    for block, value in conductances(flows_of(world, home)).items():
        inside = {unit for unit in home if home[unit] == block}
        volumes = [networkx.volume(oracle, side, "weight") for side in (inside, set(home) - inside)]
        expected = networkx.conductance(oracle, inside, weight="weight") if min(volumes) > 1e-9 else 0.0
        assert value == pytest.approx(expected)


def test_every_measure_stands_beside_its_trivial_partitions_and_has_a_definition() -> None:
    units = [module(f"{area}/m{n}.py") for area in ("shop", "users") for n in range(3)]
    evidence = [
        link("shop/m0.py::f", "shop/m1.py::g", EvidenceKind.CALL, count=3),
        link("shop/m1.py::g", "shop/m2.py", EvidenceKind.CALL),
        link("users/m0.py", "users/m1.py", EvidenceKind.CALL),
        link("users/m2.py::f", "shop/m0.py::f", EvidenceKind.CALL),
        link("shop/m0.py::f", "table:orders", EvidenceKind.READS),
        link("users/m0.py::f", "table:orders", EvidenceKind.WRITES),
        link("entry:GET /", "users/m2.py::f", EvidenceKind.ROUTES),
    ]
    findings = findings_of(*units, *evidence)
    home = {unit.id: unit.id[:4] for unit in units}
    scores = measure(observe(findings, weigh(findings), reach_of(findings)), home).scores
    assert [row.partition for row in scores] == [
        "these contexts",
        "folders",
        "all in one",
        "singletons",
        "random of the same sizes",
    ]
    for row in scores:
        assert [name for name, _ in row.values] == [definition.id for definition in DEFINITIONS]
    found, folders = dict(scores[0].values), dict(scores[1].values)
    assert found == folders
    assert found["icp"] == pytest.approx(1 / (log(3) + 1 + 1 + 1 + 1))
    assert found["ifn"] == 1 / 2
    assert found["ned"] == 1
    assert found["database-purity"] == pytest.approx(1 - log(2))
    assert found["bcp"] == pytest.approx(log(2) / 2)  # GET / runs in all of shop, in m2 of users, and nothing else does
    assert [row.contexts for row in scores] == [2, 2, 1, 6, 2]


def test_a_use_case_that_somebody_recorded_counts_like_one_that_entry_points_reach() -> None:
    units = [module("a.py"), module("b.py"), module("b.py::f")]
    seen = [link("use:buy", "a.py::f", EvidenceKind.EXERCISES), link("use:sell", "b.py", EvidenceKind.EXERCISES)]
    routed = [link("entry:GET /", "a.py::f", EvidenceKind.ROUTES)]
    findings = findings_of(*units, *seen, *routed, link("a.py", "b.py"))
    told = observe(findings, weigh(findings), reach_of(findings)).use_cases
    assert told == {"a.py": {"entry:GET /", "use:buy"}, "b.py": {"use:sell"}}


def test_a_unit_without_any_coupling_belongs_nowhere_in_particular() -> None:
    alone = memberships(graph({("a0.py", "a1.py"): 1.0}, "b0.py"), {"a0.py": "a", "a1.py": "a", "b0.py": "b"})["b0.py"]
    assert (alone.strength, alone.runner_up) == (0.0, "")


def test_without_calls_entry_points_and_tables_there_are_no_measures_of_them() -> None:
    assert {name for name, _ in measure(Observed(TWO), HOME).scores[0].values} == {
        "modularity", "cohesion", "coupling", "conductance", "ned", "mojofm-folders",
    }  # fmt: skip
