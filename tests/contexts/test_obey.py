"""The architect's hand: what is said holds whatever was found, nothing else moves, what cannot hold is told with its lines."""

from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from decompose.contexts.catalog import find_contexts
from decompose.contexts.context import ContextCatalog
from decompose.contexts.detection.detect import detect
from decompose.contexts.hand.decree import decree
from decompose.contexts.hand.hand import Apart, ContextBoundary, Hand, Merge, Pin, Split, Together
from decompose.coupling.weigh import weigh
from decompose.errors import DecomposeError, Location
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, Unit, UnitKind
from tests.build import link, module, table, world
from tests.contexts.test_catalog import ring

SYSTEM = world(
    *ring("orders", 6),  # type: ignore[arg-type]
    *ring("users", 5),  # type: ignore[arg-type]
    *ring("stock", 4),  # type: ignore[arg-type]
    module("lonely.py"),
    link("orders/m0.py", "users/m0.py::User"),
    link("orders/m1.py", "stock/m0.py::Item"),
    link("stock/m1.py", "users/m1.py::User"),
)
GRAPH = weigh(SYSTEM)
PARTITION = detect(GRAPH)
MODULES = [unit.id for unit in SYSTEM.units]


def found(hand: Hand, findings: Findings = SYSTEM) -> ContextCatalog:
    """The contexts of the system with this hand."""
    decrees = decree(hand, findings.units)
    if not decrees.set_apart():
        return find_contexts(findings, GRAPH, PARTITION, decrees=decrees)
    graph = weigh(findings, kernel=decrees.set_apart(), kept=decrees.kept())
    return find_contexts(findings, graph, detect(graph), decrees=decrees)


def homes(hand: Hand) -> dict[str, str]:
    return found(hand).context_of()


PLAIN = homes(Hand())


def test_without_a_word_nothing_changes() -> None:
    assert found(Hand()) == find_contexts(SYSTEM, GRAPH, PARTITION)
    assert set(PLAIN.values()) == {"orders", "users", "stock"}


def test_a_pin_moves_what_it_names_and_nothing_else() -> None:
    after = found(Hand("f.toml", pins=(Pin("users", ("orders.m2",), line=7),)))
    assert after.context_of() == PLAIN | {"orders/m2.py": "users"}
    (member,) = [m for context in after.contexts for m in context.members if m.by]
    assert (member.unit, member.by) == ("orders/m2.py", "f.toml:7")


def test_a_pin_to_a_context_that_is_not_there_makes_one_even_of_a_module_without_coupling() -> None:
    after = found(Hand(pins=(Pin("audit-log", ("lonely.py",)),)))
    assert [(c.id, c.name) for c in after.contexts][-1] == ("audit-log", "Audit log")
    assert after.context_of()["lonely.py"] == "audit-log"
    assert "lonely.py" not in dict(after.unassigned)


def test_a_found_context_most_of_whose_modules_are_listed_takes_in_the_rest_under_the_accepted_name() -> None:
    accepted = ContextBoundary("sales", ("orders/m0.py", "orders/m1.py", "orders/m2.py", "orders/m3.py"), name="SALES")
    after = found(Hand(contexts=(accepted,)))
    assert after.context_of() == {unit: "sales" if home == "orders" else home for unit, home in PLAIN.items()}
    assert next(c.name for c in after.contexts if c.id == "sales") == "SALES"


def test_a_pin_goes_before_a_list_and_a_list_before_a_less_specific_one() -> None:
    lists = (ContextBoundary("all", ("**",)), ContextBoundary("sales", ("orders/**",)))
    after = homes(Hand(contexts=lists, pins=(Pin("all", ("orders/m5.py",)),)))
    assert {after[f"orders/m{n}.py"] for n in range(5)} == {"sales"}
    assert (after["orders/m5.py"], after["users/m0.py"]) == ("all", "all")


def test_a_context_without_modules_gives_a_found_one_its_name() -> None:
    after = found(Hand(contexts=(ContextBoundary("users", name="People & accounts"),)))
    assert after.context_of() == PLAIN
    assert [c.name for c in after.contexts if c.id == "users"] == ["People & accounts"]


def test_a_list_of_modules_places_product_modules_and_nothing_else() -> None:
    test = replace(module("orders/test_m0.py"), role=Role.TEST)
    inner = Unit("orders/m0.py::Order", UnitKind.CLASS, "orders.m0.Order", Location("orders/m0.py", 3))
    said = decree(Hand(contexts=(ContextBoundary("sales", ("orders/**",)),)), (*SYSTEM.units, test, inner))
    assert sorted(said.homes) == [f"orders/m{n}.py" for n in range(6)]


def test_merges_that_run_in_a_circle_end() -> None:
    said = Hand(merges=(Merge(("a",), "b"), Merge(("b",), "c"), Merge(("c",), "b")))
    assert said.merged("a") == "c"


def test_an_entry_of_tables_or_of_a_kernel_needs_no_context_that_was_found() -> None:
    entries = (
        ContextBoundary("ledgers", (), ("bills",), line=2),
        ContextBoundary("base", kind="shared-kernel", line=4),
        ContextBoundary("nobody", line=6),
    )
    problems = found(Hand("f", contexts=entries), world(*SYSTEM.units, *SYSTEM.evidence, table("bills"))).problems
    assert [str(problem.location) for problem in problems] == ["f:6"]


def test_a_list_of_tables_places_tables_and_nothing_else() -> None:
    said = decree(Hand(contexts=(ContextBoundary("sales", (), ("**",)),)), (*SYSTEM.units, table("bills")))
    assert sorted(said.tables) == ["bills"]


def test_a_pattern_that_means_only_tests_is_told_that_no_context_is_made_of_them() -> None:
    test = replace(module("checks/test_m0.py"), role=Role.TEST)
    hand = Hand("f", pins=(Pin("users", ("checks/**",), line=4),))
    [problem] = decree(hand, (*SYSTEM.units, test)).problems
    assert problem.message == "'checks/**' means only test code, of which no context is made."


def test_merged_contexts_are_one() -> None:
    after = homes(Hand(merges=(Merge(("users", "stock"), "users"),)))
    assert after == {unit: "users" if home == "stock" else home for unit, home in PLAIN.items()}
    renamed = homes(Hand(merges=(Merge(("users", "stock"), "back-office"), Merge(("back-office",), "office"))))
    assert set(renamed.values()) == {"orders", "office"}


def test_a_split_takes_what_it_means_out_of_its_context_only() -> None:
    after = homes(Hand(splits=(Split("orders", "returns", ("**/m0.py", "**/m1.py")),)))
    assert after == PLAIN | {"orders/m0.py": "returns", "orders/m1.py": "returns"}


def test_a_split_of_an_accepted_context_goes_before_its_list_and_a_pin_before_both() -> None:
    hand = Hand(
        contexts=(ContextBoundary("sales", ("orders/**",)),),
        splits=(Split("sales", "returns", ("**/m0.py", "**/m1.py")),),
        pins=(Pin("users", ("orders/m1.py",)),),
    )
    after = homes(hand)
    assert [after[f"orders/m{n}.py"] for n in range(3)] == ["returns", "users", "sales"]


def test_what_is_kept_together_goes_where_it_is_coupled_most() -> None:
    after = homes(Hand(together=(Together(("orders/m0.py", "orders/m1.py", "stock/m2.py")),)))
    assert after == PLAIN | {"stock/m2.py": "orders"}


def test_what_is_kept_together_with_a_pinned_module_follows_it() -> None:
    hand = Hand(pins=(Pin("users", ("stock/m2.py",)),), together=(Together(("orders/m0.py", "stock/m2.py")),))
    assert homes(hand) == PLAIN | {"stock/m2.py": "users", "orders/m0.py": "users"}


def test_one_module_that_is_kept_apart_goes_where_it_is_coupled_next() -> None:
    after = homes(Hand(apart=(Apart(("orders/m0.py", "orders/**")),)))
    assert after == PLAIN | {"orders/m0.py": "users"}


def test_many_modules_that_are_kept_apart_found_a_context_of_their_own() -> None:
    after = found(Hand(apart=(Apart(("orders/m0*", "orders/m1*", "orders/m2*")),)))
    of = after.context_of()
    assert len({of["orders/m0.py"], of["orders/m1.py"], of["orders/m2.py"]}) == 3


def test_a_forced_kernel_member_is_set_apart_and_its_couplings_glue_nothing() -> None:
    after = found(Hand("f.toml", pins=(Pin("shared-kernel", ("orders/m0.py",), line=3),)))
    kernel = next(context for context in after.contexts if context.kind == "shared-kernel")
    assert [(member.unit, member.by) for member in kernel.members] == [("orders/m0.py", "f.toml:3")]
    named = found(Hand(contexts=(ContextBoundary("platform", ("orders/m0.py",), kind="shared-kernel"),)))
    assert [c.id for c in named.contexts if c.kind == "shared-kernel"] == ["platform"]


def test_a_helper_that_everybody_uses_stays_where_it_is_pinned() -> None:
    modules = [module(f"a{n}/m{i}.py") for n in range(5) for i in range(4)]
    inside = [link(f"a{n}/m{i}.py", f"a{n}/m{(i + 1) % 4}.py::f") for n in range(5) for i in range(4)]
    findings = world(*modules, *inside, module("helper.py"), *(link(unit.id, "helper.py::f") for unit in modules))
    assert [unit for unit, _ in weigh(findings).apart] == ["helper.py"]
    decrees = decree(Hand(pins=(Pin("tools", ("helper.py",)),)), findings.units)
    graph = weigh(findings, kernel=decrees.set_apart(), kept=decrees.kept())
    assert find_contexts(findings, graph, detect(graph), decrees=decrees).context_of()["helper.py"] == "tools"


CONTRADICTIONS = {
    "together and pins": (
        Hand(pins=(Pin("a", ("orders/m0.py",), line=2), Pin("b", ("orders/m1.py",), line=5)),
             together=(Together(("orders/m0.py", "orders/m1.py"), line=9),)),
        {"9", "2", "5"},
    ),
    "apart and pins": (
        Hand(pins=(Pin("a", ("orders/m0.py",), line=2), Pin("a", ("orders/m1.py",), line=5)),
             apart=(Apart(("orders/m0.py", "orders/m1.py"), line=9),)),
        {"9", "2", "5"},
    ),
    "apart and the kernel": (
        Hand(pins=(Pin("shared-kernel", ("orders/m*",), line=2),), apart=(Apart(("orders/m0.py", "orders/m1.py"), line=9),)),
        {"9", "2"},
    ),
    "apart and together": (
        Hand(together=(Together(("orders/m0.py", "stock/m1.py"), line=4),),
             apart=(Apart(("orders/m0.py", "stock/m1.py"), line=9),)),
        {"9", "4"},
    ),
    "split and together": (
        Hand(splits=(Split("orders", "returns", ("**/m0.py",), line=3), Split("users", "people", ("**/m1.py",), line=6)),
             together=(Together(("orders/m0.py", "users/m1.py"), line=9),)),
        {"9", "3", "6"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_what_cannot_hold_is_told_with_every_line(name: str) -> None:
    hand, lines = CONTRADICTIONS[name]
    with pytest.raises(DecomposeError) as told:
        found(hand)
    assert all(f":{line}" in told.value.message or f"line {line}" in told.value.message for line in lines)
    assert told.value.remedy


UNKNOWN = {
    "orders.m22": (Hand("f", pins=(Pin("a", ("orders.m22",), line=4),)), "'orders.m2'"),
    "usres": (Hand("f", merges=(Merge(("usres", "stock"), "stock", line=4),)), "'users'"),
    "oders": (Hand("f", splits=(Split("oders", "x", ("**",), line=4),)), "'orders'"),
    "stokc": (Hand("f", contexts=(ContextBoundary("stokc", name="Stock", line=4),)), "'stock'"),
    "user": (Hand("f", pins=(Pin("user", ("lonely",), line=4),)), "'users'"),
    "tabel": (Hand("f", pins=(Pin("a", ("lonely",), ("tabel",), line=4),)), "no table"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_name_that_nothing_has_is_told_with_what_it_may_have_meant(name: str) -> None:
    hand, meant = UNKNOWN[name]
    problems = [problem for problem in found(hand).problems if name in problem.message]
    assert [str(problem.location) for problem in problems] == ["f:4"]
    assert meant in problems[0].message


names = st.sampled_from(MODULES)
groups = st.lists(names, min_size=2, max_size=3, unique=True).map(tuple)
ids = st.sampled_from(["orders", "users", "new"])
hands = st.builds(
    Hand,
    st.just("f"),
    pins=st.lists(st.builds(Pin, ids, st.lists(names, min_size=1, max_size=2, unique=True).map(tuple)), max_size=2).map(
        tuple
    ),
    together=st.lists(st.builds(Together, groups), max_size=2).map(tuple),
    apart=st.lists(st.builds(Apart, groups), max_size=3).map(tuple),
    merges=st.lists(st.builds(Merge, st.just(("stock", "users")), st.just("users")), max_size=1).map(tuple),
    splits=st.lists(st.builds(Split, ids, st.just("part"), groups), max_size=1).map(tuple),
)


@settings(max_examples=120, deadline=None)
@given(hands)
def test_what_is_said_always_holds_or_is_refused(hand: Hand) -> None:
    try:
        catalog = found(hand)
    except DecomposeError:
        assume(False)
    home = catalog.context_of()
    for pin in hand.pins:
        others = {module for other in hand.pins if other.context != pin.context for module in other.modules}
        assert all(home[module] == pin.context for module in pin.modules if module not in others) or hand.merges
    for together in hand.together:
        assert len({home[module] for module in together.modules}) == 1
    for apart in hand.apart:
        placed = [module for module in apart.modules if module in home]
        assert all(home[one] != home[other] for one, other in combinations(placed, 2))
    placed_or_not = sorted([*home, *(unit for unit, _ in catalog.unassigned)])
    assert placed_or_not == sorted(MODULES)
    assert len({context.id for context in catalog.contexts}) == len(catalog.contexts)


@settings(max_examples=40, deadline=None)
@given(st.lists(names, min_size=1, max_size=4, unique=True))
def test_modules_that_no_line_is_about_stay_where_they_are(moved: list[str]) -> None:
    after = homes(Hand(pins=(Pin("elsewhere", tuple(moved)),)))
    assert {unit: home for unit, home in after.items() if unit not in moved} == {
        unit: home for unit, home in PLAIN.items() if unit not in moved
    }
