"""The context map: the user is downstream, patterns follow the numbers, cycles are real ones."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from decompose.contexts.context import ContextCatalog
from decompose.coupling.graph import Coupling, CouplingGraph
from decompose.design.data.ownership import own_tables
from decompose.design.map.context_map import ContextMap, ContextRelation, Flow, map_contexts
from decompose.design.map.cycles import shortest_cycles
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from tests.build import link, module, world
from tests.design.worlds import catalog, context, designs, three

K = EvidenceKind
MANY = catalog(
    context("hub", *(f"hub/m{n}.py" for n in range(8))),
    context("a", *(f"a/m{n}.py" for n in range(4))),
    context("b", "b/m0.py", "b/m1.py"),
    context("c", "c/m0.py", "c/m1.py"),
    context("kernel", "lib/m0.py", kernel=True),
)


def mapped(*evidence: Evidence, contexts: ContextCatalog = MANY, graph: CouplingGraph | None = None) -> ContextMap:
    findings = world(*evidence)
    return map_contexts(findings, contexts, own_tables(findings, contexts), graph)


def relation(found: ContextMap, downstream: str, upstream: str) -> ContextRelation:
    return next(each for each in found.relations if (each.downstream, each.upstream) == (downstream, upstream))


def calls(source: str, target: str, times: int) -> list[Evidence]:
    return [link(f"{source}::f", f"{target}::g", K.CALL, line) for line in range(1, times + 1)]


def test_who_imports_calls_or_reads_is_downstream() -> None:
    found = mapped(
        link("orders/a.py", "billing/a.py"),
        link("billing/b.py::f", "table:bills", K.WRITES),
        link("orders/a.py::f", "table:bills", K.READS),
        contexts=three(),
    )
    (only,) = found.relations
    assert (only.upstream, only.downstream) == ("billing", "orders")
    assert only.flows == (Flow("import", 1), Flow("reads", 1))


def test_co_change_goes_with_the_stronger_direction_and_alone_is_no_relation() -> None:
    change = Evidence(K.CO_CHANGE, "billing/a.py", "orders/a.py", count=9)
    assert mapped(change, contexts=three()).relations == ()
    (only,) = mapped(change, link("orders/a.py", "billing/a.py"), contexts=three()).relations
    assert Flow("co-change", 1) in only.flows
    assert only.upstream == "billing"


def test_both_strong_directions_are_a_partnership() -> None:
    found = mapped(*calls("a/m0.py", "b/m0.py", 6), *calls("b/m1.py", "a/m1.py", 5))
    one = relation(found, "a", "b")
    assert one.pattern == relation(found, "b", "a").pattern == "partnership"
    assert "A uses B at 6 places" in one.reason


def test_a_weak_way_back_is_no_partnership() -> None:
    found = mapped(*calls("a/m0.py", "b/m0.py", 30), *calls("b/m1.py", "a/m1.py", 5))
    assert relation(found, "a", "b").pattern != "partnership"


def test_three_guests_through_few_modules_make_an_open_host() -> None:
    guests = [*calls("a/m0.py", "hub/m0.py", 1), *calls("b/m0.py", "hub/m0.py", 2), *calls("c/m0.py", "hub/m1.py", 1)]
    one = relation(mapped(*guests), "b", "hub")
    assert one.pattern == "open-host-service"
    assert one.reason == "3 contexts use Hub through 2 modules of its 8; B does at 2 places."
    assert relation(mapped(*guests, *calls("c/m0.py", "hub/m2.py", 1)), "b", "hub").pattern != "open-host-service"


ADAPTED = [*calls("a/m0.py", "hub/m0.py", 5), *calls("a/m0.py", "hub/m5.py", 2), *calls("a/m1.py", "hub/m5.py", 1)]
SERVING = [*calls("a/m1.py", "a/m0.py", 1), *calls("a/m2.py", "a/m0.py", 1)]


def test_one_module_through_which_all_uses_leave_is_an_anticorruption_layer() -> None:
    one = relation(mapped(*ADAPTED, *SERVING), "a", "hub")
    assert one.pattern == "anticorruption-layer"
    assert "7 of 8 uses of Hub leave A through a/m0.py, which 2 of its other modules use" in one.reason


def test_a_module_that_serves_no_other_is_a_user_and_no_anticorruption_layer() -> None:
    """A view of a dashboard that alone reads the catalogue translates nothing for anybody."""
    assert relation(mapped(*ADAPTED, *SERVING[:1]), "a", "hub").pattern == "customer-supplier"


def test_a_module_that_uses_every_context_or_defines_tables_is_no_anticorruption_layer() -> None:
    elsewhere = calls("a/m0.py", "b/m0.py", 8)
    assert relation(mapped(*ADAPTED, *SERVING, *elsewhere), "a", "hub").pattern == "customer-supplier"
    table = link("a/m0.py", "table:t", K.DEFINES)
    assert relation(mapped(*ADAPTED, *SERVING, table), "a", "hub").pattern == "customer-supplier"


def test_who_takes_the_model_itself_is_a_conformist() -> None:
    uses = [link(f"b/m{n % 2}.py::C{n}", f"hub/m{n}.py::Base", K.INHERITS, n + 1) for n in range(5)]
    assert relation(mapped(*uses), "b", "hub").pattern == "conformist"


def test_few_uses_are_customer_and_supplier() -> None:
    one = relation(mapped(*calls("b/m0.py", "hub/m0.py", 1)), "b", "hub")
    assert (one.pattern, one.reason) == ("customer-supplier", "B uses Hub at 1 place, through 1 module.")


def test_two_tables_written_by_both_are_a_shared_kernel() -> None:
    writes = [link(f"{name}/m0.py::f", f"table:{each}", K.WRITES) for name in "aab" for each in ("red", "blue")]
    one = relation(mapped(*writes), "b", "a")
    assert (one.pattern, one.reason) == ("shared-kernel", "Both write 2 tables: blue and red.")


def test_kernels_are_named_in_both_directions_and_make_no_cycle() -> None:
    found = mapped(link("a/m0.py", "lib/m0.py"), link("lib/m0.py", "a/m0.py"))
    assert relation(found, "a", "kernel").pattern == "shared-kernel"
    assert relation(found, "kernel", "a").pattern == "inverted-kernel"
    assert found.cycles == ()


def test_weight_is_the_coupling_of_the_graph_between_the_two() -> None:
    graph = CouplingGraph(
        ("a/m0.py", "b/m0.py", "b/m1.py"),
        (Coupling("a/m0.py", "b/m0.py", 0.25), Coupling("a/m0.py", "b/m1.py", 0.5), Coupling("b/m0.py", "b/m1.py", 1)),
    )
    assert relation(mapped(*calls("a/m0.py", "b/m0.py", 1), graph=graph), "a", "b").weight == 0.75


def test_cycles_are_found_among_contexts() -> None:
    found = mapped(*calls("a/m0.py", "b/m0.py", 1), *calls("b/m0.py", "c/m0.py", 1), *calls("c/m0.py", "a/m0.py", 1))
    assert found.cycles == (("a", "b", "c"),)


def test_a_very_long_cycle_is_no_recursion() -> None:
    names = [f"n{n:05}" for n in range(3000)]
    assert shortest_cycles([*pairwise(names), (names[-1], names[-2])]) == ((names[-2], names[-1]),)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=15))
def test_every_cycle_is_one_and_every_node_on_a_cycle_is_in_one(arrows: list[tuple[str, str]]) -> None:
    proper = {(start, end) for start, end in arrows if start != end}
    cycles = shortest_cycles(arrows)
    for cycle in cycles:
        assert cycle[0] == min(cycle)
        assert set(pairwise((*cycle, cycle[0]))) <= proper
    reach = set(proper)
    for _ in range(6):
        reach |= {(a, d) for a, b in reach for c, d in reach if b == c}
    assert {node for cycle in cycles for node in cycle} == {a for a, b in reach if a == b}


@given(designs())
def test_the_map_does_not_depend_on_the_order_of_evidence(design: tuple[Findings, ContextCatalog]) -> None:
    findings, contexts = design
    ownership = own_tables(findings, contexts)
    turned = Findings(units=findings.units, evidence=findings.evidence[::-1])
    assert map_contexts(turned, contexts, ownership) == map_contexts(findings, contexts, ownership)


def test_one_table_written_by_both_is_no_shared_kernel() -> None:
    writes = [link("a/m0.py::f", "table:red", K.WRITES, 1, count=3), link("b/m0.py::f", "table:red", K.WRITES)]
    assert relation(mapped(*writes), "b", "a").pattern == "customer-supplier"


def test_a_package_that_only_hands_on_what_it_imports_is_no_anticorruption_layer() -> None:
    modules = ("a/__init__.py", "a/m0.py", "a/m1.py")
    contexts = catalog(context("a", *modules), context("hub", "hub/m0.py", "hub/m1.py"))
    imports = [link("a/__init__.py", f"hub/m{n % 2}.py", line=n + 1) for n in range(6)]
    found = world(*(module(path) for path in (*modules, "hub/m0.py", "hub/m1.py")), *imports)
    (one,) = map_contexts(found, contexts, own_tables(found, contexts)).relations
    assert one.pattern == "customer-supplier"


def test_contexts_and_the_shared_kernel_are_called_by_their_names() -> None:
    names = {"orders": "Billing", "billing": "Billing", "kernel": "Shared kernel"}
    uses = [link("orders/a.py::f", "lib/a.py::g", K.CALL, 2), link("lib/a.py::g", "billing/a.py::h", K.CALL, 3)]
    contexts = ContextCatalog(tuple(replace(each, name=names[each.id]) for each in three().contexts))
    found = world(*uses)
    reasons = [each.reason for each in map_contexts(found, contexts, own_tables(found, contexts)).relations]
    assert reasons == [
        "The shared kernel uses Billing (billing) at 1 place, so it cannot be packaged alone.",
        "Nearly everything uses the shared kernel; Billing (orders) does at 1 place.",
    ]


def test_uses_that_leave_from_everywhere_are_no_anticorruption_layer() -> None:
    uses = [*calls("a/m0.py", "hub/m0.py", 5), *calls("a/m1.py", "hub/m5.py", 3)]
    assert relation(mapped(*uses), "a", "hub").pattern == "customer-supplier"


def test_a_guest_that_writes_tables_does_not_use_an_open_host() -> None:
    guests = [*calls("a/m0.py", "hub/m0.py", 1), *calls("b/m0.py", "hub/m0.py", 2), *calls("c/m0.py", "hub/m0.py", 1)]
    tables = [link("hub/m0.py::f", "table:t", K.WRITES, count=9), link("b/m0.py::f", "table:t", K.WRITES)]
    found = mapped(*guests, *tables)
    assert relation(found, "b", "hub").pattern != "open-host-service"
    assert relation(found, "c", "hub").pattern == "open-host-service"


def test_co_change_and_definitions_are_told_with_the_stronger_direction() -> None:
    found = mapped(
        *calls("a/m0.py", "b/m0.py", 3),
        *calls("b/m0.py", "a/m0.py", 1),
        Evidence(K.CO_CHANGE, "a/m0.py", "b/m0.py", count=9),
        link("b/m1.py", "table:t", K.DEFINES),
        link("a/m1.py::f", "table:t", K.WRITES, count=9),
        link("a/m1.py::f", "table:t", K.READS, count=9),
    )
    assert {flow.kind for flow in relation(found, "a", "b").flows} == {"call", "co-change", "defines"}
    assert {flow.kind for flow in relation(found, "b", "a").flows} == {"call"}
