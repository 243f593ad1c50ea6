"""An explanation answers with what the result holds: every place, formula and commit; an unknown name gets a suggestion."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings

from decompose.coupling.graph import Coupling, Strand
from decompose.design.map.families import Family
from decompose.errors import DecomposeError, Location, Problem
from decompose.evidence.unit import Unit, UnitKind
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explain import (
    explain_context,
    explain_edge,
    explain_entry,
    explain_measures,
    explain_module,
    explain_people,
    explain_resource,
    explain_step,
    explain_table,
    explain_transaction,
)
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.leanings import disagreements, leanings_of
from tests.decompositions import CHECKOUT, COMMITS, INVOICES, KERNEL, LINES, ORDERS, PRICES, SCRIPT, renamed, shop
from tests.strategies import names

EVERY: dict[str, Callable[[Decomposition], Explanation]] = {
    "module": lambda d: explain_module(d, "shop.orders.checkout"),
    "module-kernel": lambda d: explain_module(d, KERNEL),
    "module-unassigned": lambda d: explain_module(d, SCRIPT),
    "edge-modules": lambda d: explain_edge(d, CHECKOUT, INVOICES),
    "edge-contexts": lambda d: explain_edge(d, "Orders", "Billing"),
    "context": lambda d: explain_context(d, "billing"),
    "step": lambda d: explain_step(d, 2),
    "measures": explain_measures,
    "people": explain_people,
    "entry": lambda d: explain_entry(d, "POST /checkout"),
    "table": lambda d: explain_table(d, "orders"),
    "transaction": lambda d: explain_transaction(d, "invoices.invoice_for"),
    "resource": lambda d: explain_resource(d, "default"),
}


@pytest.mark.parametrize("name", EVERY)
def test_explanations_are_as_reviewed(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.json", msgspec.json.format(msgspec.json.encode(EVERY[name](shop()))).decode() + "\n")


@pytest.mark.parametrize("mark", ["durable", "savepoint", "two-phase", "inherited"])
def test_whatever_a_transaction_is_marked_as_is_said(mark: str) -> None:
    """A method that a class inherits is another transaction in each class; asked for, it ended in an internal error."""
    found = shop()
    marked = tuple(msgspec.structs.replace(each, marks=(mark,)) for each in found.all_transactions)
    told = explain_transaction(msgspec.structs.replace(found, all_transactions=marked), "invoices.invoice_for")
    bare = tuple(msgspec.structs.replace(each, marks=()) for each in found.all_transactions)
    plain = explain_transaction(msgspec.structs.replace(found, all_transactions=bare), "invoices.invoice_for")
    assert len(told.sections[0].sentences) == len(plain.sections[0].sentences) + 1


def section(explanation: Explanation, heading: str) -> Section:
    (found,) = [each for each in explanation.sections if each.heading.startswith(heading)]
    return found


@pytest.mark.parametrize(
    "name",
    [CHECKOUT, f"./{CHECKOUT}", "shop.orders.checkout", "orders/checkout.py", "checkout.py", "checkout", "orders.checkout",
     f"{CHECKOUT}:22", f"{CHECKOUT}::place_order"],
)  # fmt: skip
def test_a_module_is_found_by_path_dotted_name_place_or_ending(name: str) -> None:
    assert explain_module(shop(), name).ids == (CHECKOUT,)


def test_an_ending_that_fits_two_modules_is_refused_with_both() -> None:
    twin = msgspec.structs.replace(shop().units[-1], id="shop/billing/models.py", kind=UnitKind.MODULE)
    twins = msgspec.structs.replace(shop(), units=(*shop().units, twin))
    with pytest.raises(DecomposeError, match=f"fits 2 modules: {ORDERS}, {twin.id}"):
        explain_module(twins, "models.py")


def test_a_package_is_found_by_its_folder() -> None:
    package = msgspec.structs.replace(
        shop().units[-1], id="shop/orders/__init__.py", name="shop.orders", kind=UnitKind.MODULE
    )
    decomposition = msgspec.structs.replace(shop(), units=(*shop().units, package))
    assert explain_module(decomposition, "shop/orders/").ids == ("shop/orders/__init__.py",)


@pytest.mark.parametrize(
    ("explain", "suggested"),
    [
        (lambda d: explain_module(d, "shop.orders.chekout"), "shop.orders.checkout"),
        (lambda d: explain_module(d, "eckout.py"), CHECKOUT),
        (lambda d: explain_edge(d, "oders", "billing"), "orders"),
        (lambda d: explain_context(d, "Bilings"), "Billing"),
        (lambda d: explain_step(d, "catalogue"), "catalog"),
        (lambda d: explain_step(d, "zzz"), "There are, among others: 1"),
        (lambda d: explain_entry(d, "GET /checkout"), "POST /checkout"),
        (lambda d: explain_entry(d, ""), "There are, among others"),
        (lambda d: explain_table(d, "oders"), "orders"),
        (lambda d: explain_transaction(d, "invoice_fro"), "invoice_for"),
        (lambda d: explain_resource(d, "defalt"), "default"),
        (lambda d: explain_module(d, ""), "There are, among others"),
    ],
)
def test_an_unknown_name_gets_a_suggestion(explain: Callable[[Decomposition], Explanation], suggested: str) -> None:
    with pytest.raises(DecomposeError) as caught:
        explain(shop())
    assert suggested in caught.value.remedy


def test_an_entry_point_is_found_by_a_part_of_its_name_in_any_case() -> None:
    for name in ("entry:POST /checkout", "post /CHECKOUT", "/checkout"):
        assert explain_entry(shop(), name).ids == ("entry:POST /checkout",)


def test_a_part_of_several_names_is_too_little() -> None:
    more = Unit("entry:GET /checkout", UnitKind.ENTRY_POINT, "GET /checkout", Location(CHECKOUT, 40))
    decomposition = msgspec.structs.replace(shop(), units=(more, *shop().units))
    with pytest.raises(DecomposeError, match="'/checkout' fits 2 entry points: 'GET /checkout', 'POST /checkout'"):
        explain_entry(decomposition, "/checkout")
    (handling,) = explain_entry(decomposition, "GET /checkout").sections
    assert handling.sentences[-1] == "It is routed to nothing of this tree."


def test_functions_that_a_name_fits_are_told_in_order() -> None:
    (one,) = shop().all_transactions
    functions = [f"shop/{letter}.py::save" for letter in "fcbeda"]
    many = tuple(msgspec.structs.replace(one, function=each) for each in functions)
    decomposition = msgspec.structs.replace(shop(), all_transactions=many)
    with pytest.raises(DecomposeError, match=r"'save' fits 6 functions: shop/a.py::save, shop/b.py::save, .*, …"):
        explain_transaction(decomposition, "save")


def test_a_context_is_meant_before_a_module_of_the_same_name() -> None:
    module = msgspec.structs.replace(shop().units[-1], id="orders.py", name="orders", kind=UnitKind.MODULE)
    decomposition = msgspec.structs.replace(shop(), units=(module, *shop().units))
    assert explain_edge(decomposition, "orders", "billing").ids == ("orders", "billing")
    assert explain_edge(decomposition, "orders.py", "billing").ids == ("orders.py", "billing")


def test_the_id_of_a_context_is_meant_before_the_name_of_another() -> None:
    first, *others = shop().catalog.contexts
    catalog = msgspec.structs.replace(
        shop().catalog, contexts=(msgspec.structs.replace(first, name="billing"), *others)
    )
    assert explain_context(msgspec.structs.replace(shop(), catalog=catalog), "billing").ids == ("billing",)


@pytest.mark.parametrize(("one", "other"), [("orders", "orders"), ("orders", CHECKOUT), (CHECKOUT, CHECKOUT)])
def test_an_edge_needs_two_separate_ends(one: str, other: str) -> None:
    with pytest.raises(DecomposeError, match="not two separate things"):
        explain_edge(shop(), one, other)


def test_the_kernel_has_no_step_and_that_is_said() -> None:
    with pytest.raises(DecomposeError, match="no step for shared-kernel"):
        explain_step(shop(), "Shared kernel")


def test_an_edge_of_contexts_has_every_piece_of_evidence_either_way() -> None:
    rows = section(explain_edge(shop(), "orders", "billing"), "Evidence").rows
    assert {(row[0], row[1]) for row in rows} == {
        (INVOICES, "co-change"),
        (f"{INVOICES}:2", "import"),
        (f"{INVOICES}:15", "foreign-key"),
        (f"{INVOICES}:108", "co-writes"),
        (f"{INVOICES}:112", "writes"),
        (f"{CHECKOUT}:5", "import"),
        (f"{CHECKOUT}:30", "call"),
    }


def test_an_edge_is_the_same_from_both_ends() -> None:
    there, back = explain_edge(shop(), "orders", "billing"), explain_edge(shop(), "billing", "orders")
    for heading in ("Weight", "Direction", "Evidence", "Pairs of modules"):
        assert section(there, heading) == section(back, heading)


def test_the_weight_of_an_edge_is_the_sum_of_its_strands() -> None:
    assert section(explain_edge(shop(), CHECKOUT, INVOICES), "Weight").sentences == (
        "0.51 = 0.3 references + 0.21 co-change, over 1 pair of modules.",
    )


def test_an_edge_without_evidence_says_so() -> None:
    explanation = explain_edge(shop(), PRICES, INVOICES)
    assert section(explanation, "Weight").sentences == ("No coupling with a weight.",)
    assert section(explanation, "Evidence").sentences


def test_a_module_set_apart_has_its_reason_on_the_edge_too() -> None:
    explanation = explain_edge(shop(), ORDERS, KERNEL)
    assert "used by 3 of 3 contexts" in section(explanation, "Weight").sentences[0]
    assert section(explanation, "Evidence").rows


def test_commits_that_changed_both_ends_are_listed_in_full() -> None:
    rows = section(explain_edge(shop(), "orders", "billing"), "Commits").rows
    assert sorted(row[0] for row in rows) == sorted(COMMITS)


def test_a_module_that_pulls_elsewhere_is_said_to() -> None:
    assert any(
        "More of its coupling goes to Orders" in s for s in section(explain_module(shop(), INVOICES), "Why").sentences
    )
    assert not any("More of its" in s for s in section(explain_module(shop(), CHECKOUT), "Why").sentences)


def test_a_step_counts_the_cuts_of_its_boundary_by_remedy() -> None:
    rows = section(explain_step(shop(), "billing"), "Work by remedy").rows
    assert rows[0] == ("saga", "1", "5")
    assert sum(int(row[1]) for row in rows) == len(section(explain_step(shop(), 2), "What its boundary").rows) == 5


@settings(max_examples=40)
@given(names)
def test_every_row_has_a_cell_for_every_column_whatever_the_names_are(name: str) -> None:
    decomposition = renamed(shop(), lambda text: text + name)
    contexts = [context.id for context in decomposition.catalog.contexts]
    modules = [unit.id for unit in decomposition.units if unit.kind == "module"]
    explanations = [explain_context(decomposition, id) for id in contexts]
    explanations += [explain_step(decomposition, step.rank) for step in decomposition.plan.steps]
    explanations += [explain_edge(decomposition, contexts[0], other) for other in contexts[1:]]
    if name.strip() == name and "::" not in name and not name.endswith("/"):
        explanations += [explain_module(decomposition, id) for id in modules]
    for explanation in explanations:
        for each in explanation.sections:
            assert all(len(row) == len(each.columns) for row in each.rows)
            assert each.sentences or each.rows


def test_where_references_and_co_change_disagree_both_are_told() -> None:
    """Checkout's references stay in orders and go to billing and catalog; what changes together is with billing."""
    found = {leaning.signal: leaning for leaning in leanings_of(shop())[CHECKOUT]}
    assert found["co-change"].context == "billing"
    assert found["references"].share >= found["references"].own
    torn = disagreements(shop())
    told = [each for context in ("orders", "billing", "catalog") for each in explain_context(shop(), context).sections]
    rows = {row[0] for each in told if each.heading == "Where evidence disagrees" for row in each.rows}
    assert rows == set(torn)
    for leanings in torn.values():
        assert len({leaning.context for leaning in leanings}) > 1


def test_what_only_one_kind_of_evidence_speaks_of_is_no_disagreement() -> None:
    couplings = tuple(
        msgspec.structs.replace(c, strands=tuple(s for s in c.strands if s.signal == "references"))
        for c in shop().graph.couplings
    )
    one = msgspec.structs.replace(shop(), graph=msgspec.structs.replace(shop().graph, couplings=couplings))
    assert disagreements(one) == {}
    assert all(0 < leaning.share <= 1 for leanings in leanings_of(one).values() for leaning in leanings)


def test_a_kind_of_evidence_that_is_hardly_for_another_context_does_not_disagree() -> None:
    """A sixth more for billing than for its own context is no word against it; twice as much is."""
    told = []
    for weight in (0.35, 0.6):
        strands = {
            LINES: Strand("references", 1, 0.9),
            INVOICES: Strand("co-change", 1, weight),
            ORDERS: Strand("co-change", 1, 0.3),
        }
        couplings = tuple(
            Coupling(min(CHECKOUT, other), max(CHECKOUT, other), strand.weight, (strand,))
            for other, strand in strands.items()
        )
        one = msgspec.structs.replace(shop(), graph=msgspec.structs.replace(shop().graph, couplings=couplings))
        told.append(CHECKOUT in disagreements(one))
    assert told == [False, True]


def test_a_context_tells_what_of_its_calls_could_not_be_followed_and_why() -> None:
    (unseen,) = (s for s in explain_context(shop(), "orders").sections if s.heading == "What cannot be seen here")
    assert unseen.sentences[:3] == (
        "Of 120 calls 36 lead to the system itself and 4 could not be followed (10% of both).",
        "Why not: type of a variable unknown 3, name bound nowhere 1.",
        f"Most of them in: {CHECKOUT} 4.",
    )


def test_a_context_tells_each_computed_construct_of_its_own_modules_with_its_place() -> None:
    problems = (
        Problem(Location(CHECKOUT, 7), "dynamic-import", "The module imported here is computed."),
        Problem(Location(CHECKOUT, 9), "syntax-error", "No Python."),
        Problem(Location(PRICES, 3), "dynamic-code", "The code that is run here is computed."),
    )
    result = msgspec.structs.replace(shop(), problems=problems)
    (unseen,) = (s for s in explain_context(result, "orders").sections if s.heading == "What cannot be seen here")
    assert unseen.rows == ((f"{CHECKOUT}:7", "dynamic-import", "The module imported here is computed."),)
    assert "Problems in its files: syntax-error 1." in unseen.sentences


def test_what_two_contexts_share_outside_the_database_stands_in_what_is_between_them() -> None:
    found = section(explain_edge(shop(), "catalog", "orders"), "What both use outside the database")
    [row] = found.rows
    assert row[:4] == ("Django cache default (cache)", "1", "1", "rates")
    assert row[4].startswith("Several use the same keys (rates)")


def test_plug_ins_and_their_host_are_told_as_such() -> None:
    family = Family("shop/orders/models.py::Payment", "orders", ("billing", "catalog"))
    decomposition = msgspec.structs.replace(
        shop(), context_map=msgspec.structs.replace(shop().context_map, families=(family,))
    )
    (said,) = section(explain_context(decomposition, "billing"), "What it is").sentences[-1:]
    assert said.startswith("A plug-in of Orders: with 1 other it extends shop.orders.models.Payment;")
    (said,) = section(explain_context(decomposition, "orders"), "What it is").sentences[-1:]
    assert said == "2 contexts are plug-ins of it: Billing and Catalog extend shop.orders.models.Payment."
