"""The cut ledger: nothing that crosses is missing, and no line is paid for twice."""

from collections import Counter
from collections.abc import Callable
from math import fsum

from hypothesis import given
from msgspec.structs import replace

from decompose.contexts.context import ContextCatalog
from decompose.coupling.weigh import weigh
from decompose.design.cuts.ledger import CoChange, CutLedger, ledger_of, places
from decompose.design.data.ownership import DataOwnership, own_tables
from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, module_of
from tests.build import link, module, table, world
from tests.design.worlds import ACCESS, CODE, TABLES, designs, three

K = EvidenceKind


def ledger(*parts: object) -> CutLedger:
    findings = world(*parts)  # type: ignore[arg-type]
    return ledger_of(findings, three(), own_tables(findings, three()))


def efforts(*parts: object) -> list[tuple[str, float]]:
    return [(cut.kind, cut.effort) for cut in ledger(*parts).cuts]


def home_of(findings: Findings, contexts: ContextCatalog, ownership: DataOwnership) -> Callable[[str], str]:
    """The context of a module, of a table by its owner, and of a class that defines a table by the owner of the first."""
    known = contexts.context_of() | {f"table:{each.table}": each.owner for each in ownership.tables}
    rows: dict[str, str] = {}
    for each in findings.evidence:
        if each.kind is K.DEFINES and "::" in each.source and known.get(each.target):
            row, owner = each.source.split(".method")[0], known[each.target]
            rows[row] = min(owner, rows.get(row, owner))
    return lambda end: rows.get(end.split(".method")[0]) or known.get(end.split("::")[0], "")


@given(designs())
def test_cuts_uses_of_kernels_and_co_changes_are_exactly_the_evidence_that_crosses(
    design: tuple[Findings, ContextCatalog],
) -> None:
    findings, contexts = design
    ownership = own_tables(findings, contexts)
    found = ledger_of(findings, contexts, ownership)
    home = home_of(findings, contexts, ownership)

    def crosses(evidence: Evidence) -> bool:
        module = evidence.source.split("::")[0]
        ends = [home(module if evidence.kind is K.DEFINES else evidence.source), home(evidence.target)]
        return all(ends) and ends[0] != ends[1]

    together = [e for e in findings.evidence if crosses(e) and e.kind is K.CO_CHANGE]
    assert len(together) == len(found.co_changes)
    crossing = [e for e in findings.evidence if crosses(e) and e.kind is not K.CO_CHANGE]
    assert len(crossing) == len(found.cuts) + sum(use.uses for use in found.kernel)
    kernel_kinds = [use.kind for use in found.kernel for _ in range(use.uses)]
    assert sorted(e.kind.value for e in crossing) == sorted([cut.kind for cut in found.cuts] + kernel_kinds)
    assert sum(total.cuts for total in found.totals) == len(found.cuts)
    assert abs(fsum(t.effort for t in found.totals) - fsum(c.effort for c in found.cuts)) < 1e-9


@given(designs())
def test_totals_of_a_pair_are_its_cuts(design: tuple[Findings, ContextCatalog]) -> None:
    findings, contexts = design
    ownership = own_tables(findings, contexts)
    found = ledger_of(findings, contexts, ownership)
    pairs = Counter((cut.from_context, cut.to_context) for cut in found.cuts)
    assert {(each.from_context, each.to_context): each.cuts for each in found.totals} == pairs
    for (start, end), number in pairs.items():
        efforts = [cut.effort for cut in found.cuts if (cut.from_context, cut.to_context) == (start, end)]
        (total,) = (each for each in found.totals if (each.from_context, each.to_context) == (start, end))
        assert abs(total.effort - fsum(efforts)) < 1e-9
        assert len(efforts) == number


@given(designs())
def test_every_coupling_of_the_graph_that_crosses_is_in_the_ledger(design: tuple[Findings, ContextCatalog]) -> None:
    """Those that are seen and not only alike; a class that defines a table lives with its owner, so such modules are left out."""
    findings, contexts = design
    found, home = ledger_of(findings, contexts, own_tables(findings, contexts)), contexts.context_of()
    rows = {module_of(each.source) for each in findings.evidence if each.kind is K.DEFINES}
    told = {frozenset((module_of(cut.source), module_of(cut.target))) for cut in found.cuts}
    told |= {frozenset((each.source, each.target)) for each in found.co_changes}
    kernel = {frozenset((use.context, use.kernel)) for use in found.kernel}
    for coupling in weigh(findings).couplings:
        ends = (coupling.source, coupling.target)
        homes = {home.get(end, "") for end in ends}
        seen = {strand.signal for strand in coupling.strands} & {"references", "co-change"}
        if seen and len(homes) == 2 and "" not in homes and not rows.intersection(ends):
            assert frozenset(ends) in told or homes in kernel


def test_the_worlds_of_the_laws_hold_every_kind_that_can_cross() -> None:
    """Routes and use cases start at entry points, which live nowhere."""
    assert {*CODE, *ACCESS, *TABLES} == set(K) - {K.ROUTES, K.EXERCISES}


@given(designs())
def test_a_cut_starts_and_ends_in_the_contexts_of_its_ends(design: tuple[Findings, ContextCatalog]) -> None:
    findings, contexts = design
    ownership = own_tables(findings, contexts)
    home = home_of(findings, contexts, ownership)
    for cut in ledger_of(findings, contexts, ownership).cuts:
        source = cut.source.split("::")[0] if cut.kind == K.DEFINES else cut.source
        assert home(source) == cut.from_context != cut.to_context == home(cut.target)


@given(designs())
def test_order_of_evidence_does_not_matter(design: tuple[Findings, ContextCatalog]) -> None:
    findings, contexts = design
    turned = Findings(units=findings.units[::-1], evidence=findings.evidence[::-1])
    assert own_tables(turned, contexts) == own_tables(findings, contexts)
    ownership = own_tables(findings, contexts)
    assert ledger_of(turned, contexts, ownership) == ledger_of(findings, contexts, ownership)


def test_an_import_costs_nothing_when_a_use_of_it_is_paid() -> None:
    assert efforts(link("orders/a.py", "billing/a.py"), link("orders/a.py::f", "billing/a.py::pay", K.CALL, 9)) == [
        ("call", 1.0),
        ("import", 0.0),
    ]


def test_an_import_that_nothing_uses_costs_one_edit_and_half_of_it_for_type_checking() -> None:
    assert efforts(link("orders/a.py", "billing/a.py")) == [("import", 1.0)]
    assert efforts(link("orders/a.py", "billing/a.py", flags=("type-checking",))) == [("import", 0.5)]


def test_an_import_is_paid_by_an_access_to_a_table_that_the_imported_module_defines() -> None:
    assert efforts(
        table("bills"),
        link("orders/a.py", "billing/a.py"),
        link("billing/a.py::Bill", "table:bills", K.DEFINES),
        link("orders/a.py::f", "table:bills", K.READS, 7),
    ) == [("import", 0.0), ("reads", 2.0)]


def test_a_line_is_paid_once_by_its_costliest_cut() -> None:
    assert efforts(
        link("orders/a.py::f", "billing/a.py::pay", K.CALL, 9),
        link("orders/a.py::F", "billing/a.py::Base", K.INHERITS, 9),
        link("orders/a.py::f", "billing/b.py::tax", K.CALL, 9),
    ) == [("call", 0.0), ("call", 0.0), ("inherits", 3.0)]


def test_two_contexts_reached_from_one_line_are_two_edits() -> None:
    cuts = ledger(
        link("lib/a.py::f", "billing/a.py::pay", K.CALL, 9), link("lib/a.py::f", "orders/a.py::order", K.CALL, 9)
    ).cuts
    assert [(cut.to_context, cut.effort, cut.remedy) for cut in cuts] == [
        ("billing", 1.0, "invert-dependency"),
        ("orders", 1.0, "invert-dependency"),
    ]


def test_a_use_of_a_shared_kernel_is_counted_but_is_no_cut() -> None:
    found = ledger(link("orders/a.py", "lib/a.py"), link("orders/b.py", "lib/a.py"))
    assert not found.cuts
    assert not found.totals
    assert [(use.context, use.kernel, use.kind, use.uses) for use in found.kernel] == [
        ("orders", "kernel", "import", 2)
    ]


def test_a_join_starts_where_the_statement_is() -> None:
    parts = (
        module("orders/a.py"),
        link("orders/a.py", "table:z_orders", K.WRITES),
        link("billing/a.py", "table:a_bills", K.WRITES),
        link("table:a_bills", "table:z_orders", K.JOINS, place="orders/a.py::report"),
    )
    (cut,) = ledger(*parts).cuts
    assert (cut.from_context, cut.to_context, cut.source, cut.target) == (
        "orders",
        "billing",
        "table:z_orders",
        "table:a_bills",
    )


def test_a_join_that_somebody_else_holds_starts_in_the_smaller_context_whatever_the_two_are_called() -> None:
    parts = world(
        link("orders/a.py", "table:z_orders", K.WRITES),
        link("billing/a.py", "table:a_bills", K.WRITES),
        link("table:a_bills", "table:z_orders", K.JOINS, place="lib/a.py::report"),
    )
    for small in ("billing", "orders"):
        lines = {"billing": 900, "orders": 900} | {small: 100}
        contexts = tuple(replace(each, lines=lines.get(each.id, 0)) for each in three().contexts)
        catalog = replace(three(), contexts=contexts)
        (cut,) = ledger_of(parts, catalog, own_tables(parts, catalog)).cuts
        assert cut.from_context == small


def test_costliest_total_comes_first() -> None:
    totals = ledger(
        link("orders/a.py", "billing/a.py"), link("billing/a.py::B", "orders/a.py::A", K.INHERITS, 3)
    ).totals
    assert [(total.from_context, total.effort) for total in totals] == [("billing", 3.0), ("orders", 1.0)]


def test_co_change_of_a_pair_is_found_in_one_place_whichever_way_it_was_written() -> None:
    for ends in (("orders/a.py", "billing/a.py"), ("billing/a.py", "orders/a.py")):
        (pair,) = ledger(link(*ends, K.CO_CHANGE, count=4)).co_changes
        assert pair == CoChange("billing", "orders", "billing/a.py", "orders/a.py", 4)


def test_co_change_is_no_cut_no_use_of_a_kernel_and_pays_for_no_import() -> None:
    found = ledger(
        link("billing/a.py", "orders/a.py"),
        link("billing/a.py", "orders/a.py", K.CO_CHANGE),
        link("lib/a.py", "orders/a.py", K.CO_CHANGE),
    )
    assert [(cut.kind, cut.effort) for cut in found.cuts] == [("import", 1.0)]
    assert [(total.from_context, total.cuts) for total in found.totals] == [("billing", 1)]
    assert found.kernel == ()


def test_places_that_use_a_kernel_are_those_that_name_it() -> None:
    found = ledger(
        link("orders/a.py::f", "lib/a.py::g", K.CALL, 3),
        link("lib/a.py::f", "table:numbers", K.WRITES),
        link("orders/a.py::f", "table:orders", K.WRITES),
        link("table:numbers", "table:orders", K.CO_WRITES, place="orders/a.py::f"),
    )
    assert sum(use.uses for use in found.kernel) == 2
    assert places(found.kernel) == 1


def test_what_tests_do_to_tables_is_no_cut() -> None:
    writers = (link("orders/a.py", "table:orders", K.WRITES), link("billing/a.py", "table:bills", K.WRITES))
    place = "tests/conftest.py::seed"
    seed = link("table:bills", "table:orders", K.CO_WRITES, place=place)
    there = replace(seed, location=Location("tests/conftest.py", 3))
    test = replace(module("tests/conftest.py"), role=Role.TEST)
    assert len(ledger(*writers, there).cuts) == 1
    assert not ledger(*writers, there, test).cuts


def test_a_class_that_defines_a_table_lives_with_its_owner_and_only_the_definition_crosses() -> None:
    """In a module of everybody's models; another class of that module lives where the module does."""
    found = ledger(
        link("orders/a.py::Bill", "table:bill", K.DEFINES),
        *(link("billing/a.py::pay", "table:bill", K.WRITES, line) for line in (1, 2)),
        link("orders/a.py::Bill.total", "table:bill", K.READS, 7),
        link("billing/a.py::pay", "orders/a.py::Bill.total", K.CALL, 8),
        link("billing/a.py::pay", "orders/a.py::Order", K.REFERENCES, 9),
        link("orders/b.py::ship", "orders/a.py::Bill.total", K.CALL, 10),
    )
    assert [(cut.kind, cut.from_context, cut.to_context, cut.effort) for cut in found.cuts] == [
        ("references", "billing", "orders", 1.0),
        ("call", "orders", "billing", 1.0),
        ("defines", "orders", "billing", 3.0),
    ]
