"""Aggregates: what is written together under one key changes as one; what others point to is a root."""

from hypothesis import given
from msgspec.structs import replace

from decompose.contexts.context import ContextCatalog
from decompose.design.aggregates import Aggregate, Part, aggregates_of
from decompose.design.data.ownership import own_tables
from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.transaction import Transaction, TransactionKind, Written
from tests.build import link, world
from tests.design.worlds import catalog, context, designs

K = EvidenceKind
SHOP = catalog(context("orders", "orders.py"), context("billing", "billing.py"))


def writes(function: str, *tables: str) -> list[Evidence]:
    return [
        link(f"{function.partition(':')[0]}.py::{function.partition(':')[2]}", f"table:{t}", K.WRITES) for t in tables
    ]


def key(source: str, target: str) -> Evidence:
    return link(f"table:{source}", f"table:{target}", K.FOREIGN_KEY)


def found(*evidence: Evidence) -> dict[str, Aggregate]:
    findings = world(*evidence)
    return {each.root: each for each in aggregates_of(findings, own_tables(findings, SHOP))}


LINES = [*writes("orders:place", "orders", "lines"), *writes("orders:amend", "lines"), key("lines", "orders")]


def test_what_is_written_with_what_it_points_to_is_part_of_it() -> None:
    assert found(*LINES) == {"orders": Aggregate("orders", "orders", (Part("lines", 1, 2),))}


def test_what_one_transaction_writes_through_several_functions_is_written_together() -> None:
    """Who creates the lines is another function than who creates the order, but never without it."""
    apart = [*writes("orders:place", "orders"), *writes("orders:add_line", "lines"), key("lines", "orders")]
    assert set(found(*apart)) == {"orders", "lines"}
    place = Location("orders.py", 5)
    whole = Transaction("orders.py::place", place, 5, 9, TransactionKind.BLOCK, (Written("lines"), Written("orders")))
    both = replace(world(*apart), transactions=(whole,))
    (one,) = aggregates_of(both, own_tables(both, SHOP))
    assert one == Aggregate("orders", "orders", (Part("lines", 1, 2),))
    gone = replace(whole, writes=(Written("lines", cascade=True), Written("orders")))
    cascade = replace(world(*apart), transactions=(gone,))
    assert len(aggregates_of(cascade, own_tables(cascade, SHOP))) == 2


def test_what_is_mostly_written_alone_is_a_root_of_its_own() -> None:
    assert set(found(*LINES, *writes("orders:fix", "lines"))) == {"orders", "lines"}


def test_without_a_foreign_key_two_tables_are_two_aggregates() -> None:
    assert set(found(*LINES[:-1])) == {"orders", "lines"}


def test_what_others_point_to_is_a_root_but_parts_of_one_root_may_point_to_each_other() -> None:
    notes = [*writes("orders:note", "notes"), key("notes", "lines")]
    assert set(found(*LINES, *notes)) == {"orders", "lines", "notes"}
    gifts = [*writes("orders:wrap", "gifts", "lines", "orders"), key("gifts", "lines")]
    assert found(*LINES, *gifts) == {
        "orders": Aggregate("orders", "orders", (Part("gifts", 1, 1), Part("lines", 2, 3)))
    }


def test_a_table_of_another_owner_is_never_a_part() -> None:
    bills = [*writes("billing:bill", "bills"), *writes("billing:bill", "bills"), key("bills", "orders")]
    touch = link("billing.py::bill", "table:orders", K.READS)
    assert set(found(*LINES, *bills, touch)) == {"orders", "bills"}


def test_what_nobody_writes_is_reference_data() -> None:
    country = link("orders.py::ship", "table:countries", K.READS)
    defined = link("orders.py", "table:countries", K.DEFINES)
    assert found(country, defined)["countries"].reference
    assert not found(*LINES)["orders"].reference


def test_tables_that_point_at_each_other_in_a_circle_stand_alone() -> None:
    circle = [*writes("orders:f", "a", "b"), key("a", "b"), key("b", "a")]
    assert set(found(*circle)) == {"a", "b"}


@given(designs())
def test_every_owned_table_is_in_exactly_one_aggregate_of_its_owner(design: tuple[Findings, ContextCatalog]) -> None:
    ownership = own_tables(*design)
    aggregates = aggregates_of(design[0], ownership)
    placed = [
        (table, each.context) for each in aggregates for table in (each.root, *(part.table for part in each.parts))
    ]
    assert sorted(placed) == sorted((table.table, table.owner) for table in ownership.tables if table.owner)
