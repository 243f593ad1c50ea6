"""The saga of a split transaction: local steps in the order of the code, what undoes them, where it cannot go back."""

import pytest
from msgspec.structs import replace

from decompose.contexts.context import ContextCatalog
from decompose.design.data.ownership import own_tables
from decompose.design.transactions.compensation import Opposites
from decompose.design.transactions.saga import Part, Saga
from decompose.design.transactions.transactions import SplitTransaction, split_transactions
from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.passage import Passage
from decompose.evidence.resource import Direction, ResourceKind, ResourceUse
from decompose.evidence.transaction import Transaction, TransactionKind, Written
from tests.build import link
from tests.design.worlds import catalog, context

K = EvidenceKind
THREE = catalog(context("orders", "orders.py"), context("stock", "stock.py"), context("bills", "bills.py"))
OWN = {"orders": "orders.py", "stock": "stock.py", "bills": "bills.py"}
DEFINED = [link(path, f"table:{table}", K.DEFINES, 1) for table, path in OWN.items()]
FILLED = [link(f"{t}.py::fill", f"table:{t}", K.WRITES, line) for t in ("stock", "bills") for line in (300, 301)]


def split(*parts: Evidence | Passage | ResourceUse, contexts: ContextCatalog = THREE) -> SplitTransaction:
    """The one split transaction of `orders.py::place`, which lasts from line 10 to 90."""
    evidence = [each for each in parts if isinstance(each, Evidence)]
    runs = tuple(each for each in parts if isinstance(each, Passage))
    written = sorted({e.target.removeprefix("table:") for e in evidence if e.kind is K.WRITES and e.source == PLACE})
    transaction = Transaction(
        PLACE, Location("orders.py", 10), 10, 90, TransactionKind.BLOCK, tuple(Written(table) for table in written)
    )
    together = [
        link(f"table:{one}", f"table:{other}", K.CO_WRITES, 10, place=PLACE)
        for one in written
        for other in written
        if one < other
    ]
    home = [Evidence(e.kind, e.source, e.target, Location("orders.py", 10), place=e.place) for e in together]
    findings = Findings(evidence=(*DEFINED, *FILLED, *evidence, *home), transactions=(transaction,), runs=runs)
    findings = replace(findings, resources=tuple(each for each in parts if isinstance(each, ResourceUse)))
    (found,) = [
        each
        for each in split_transactions(findings, contexts, own_tables(findings, contexts))
        if each.function == PLACE
    ]
    return found


PLACE = "orders.py::place"


def write(table: str, line: int, *flags: str, function: str = PLACE) -> Evidence:
    return link(function, f"table:{table}", K.WRITES, line, flags=flags)


def through(target: str, line: int) -> Passage:
    """A call of the transaction's function."""
    return Passage(PLACE, target, line)


def saga(*parts: Evidence | Passage | ResourceUse) -> Saga:
    found = split(*parts).saga
    assert found is not None
    return found


def parts(found: Saga) -> list[tuple[str, str]]:
    return [(step.context, step.part.value) for step in found.steps]


def test_steps_follow_the_code_and_the_last_is_the_pivot() -> None:
    found = saga(write("stock", 20), write("orders", 30), write("bills", 40))
    assert parts(found) == [("stock", "compensatable"), ("orders", "compensatable"), ("bills", "pivot")]


def test_what_is_deleted_cannot_come_back_so_what_follows_must_go_through() -> None:
    found = saga(write("orders", 20), write("stock", 30, "delete"), write("bills", 40))
    assert parts(found) == [("orders", "compensatable"), ("stock", "pivot"), ("bills", "retriable")]


def test_a_deletion_before_something_new_is_marked_first_and_no_pivot() -> None:
    """Where an order is placed, the voucher that is taken off the basket on the way is not the point of no return."""
    found = saga(write("orders", 20, "create"), write("stock", 30, "delete"), write("bills", 40, "create"))
    assert parts(found) == [("orders", "compensatable"), ("stock", "compensatable"), ("bills", "pivot")]
    assert [step.deletes for step in found.steps] == [False, True, False]


def test_steps_are_of_what_the_transaction_writes_and_of_nothing_else() -> None:
    """A way through calls may not be taken, or may end in a transaction of its own: what is written decides."""
    apart = write("bills", 5, function="bills.py::log"), write("orders", 20), write("stock", 40)
    assert {table for step in saga(*apart, through("bills.py::log", 30)).steps for table in step.tables} == {
        "orders",
        "stock",
    }


def test_what_is_written_nobody_knows_when_is_told_beside_the_steps() -> None:
    unseen = link("table:bills", "table:orders", K.CO_WRITES, 10, place=PLACE)
    found = saga(write("orders", 20), write("stock", 30), unseen)
    assert found.unplaced == (("bills", "bills"),)
    assert found.effort == saga(write("orders", 20), write("stock", 30)).effort + 8


def test_what_only_receivers_of_signals_write_follows_as_an_event() -> None:
    signal = (
        link("orders.py::Order", "bills.py::note", K.TRIGGERS, 2),
        link("orders.py::Order", "table:orders", K.DEFINES, 3),
    )
    receiver = write("bills", 60, function="bills.py::note")
    both = link("table:bills", "table:orders", K.CO_WRITES, 10, place=PLACE)
    found = split(write("orders", 20), *signal, receiver, both)
    assert found.saga is not None
    assert (found.saga.follows, found.saga.unplaced) == ((("bills", "bills"),), ())
    assert found.advice == (
        "Events instead of a saga: Orders commits what it writes by itself. Only receivers of signals write bills (Bills): that "
        "follows as an event through an outbox, and nothing has to be undone, unless a receiver may refuse."
    )
    more = [link(f"table:{one}", f"table:{other}", K.CO_WRITES, 10, place=PLACE)
            for one, other in (("bills", "orders"), ("orders", "stock"))]  # fmt: skip
    counted = write("stock", 61, function="bills.py::note"), write("bills", 62, function="bills.py::note")
    told = split(write("orders", 20), *signal, *counted, *more).saga
    assert told is not None
    assert told.follows == (("bills", "bills"), ("stock", "stock"))
    three = split(write("orders", 20), write("stock", 30), *signal, receiver, both)
    assert three.advice.startswith("Saga with 2 participants: Orders writes orders; Stock writes stock. Each")
    assert "Only receivers of signals write bills" in three.advice


def test_more_turns_than_anybody_reads_are_told_by_context_and_the_last_of_these_is_the_pivot() -> None:
    turns = [write(table, 20 + at, "create") for at, table in enumerate(["orders", "stock", "bills"] * 4)]
    found = saga(*turns)
    assert (found.turns, parts(found)) == (
        12,
        [("orders", "compensatable"), ("stock", "compensatable"), ("bills", "pivot")],
    )


def test_writes_of_one_owner_in_a_row_are_one_local_transaction() -> None:
    found = saga(write("orders", 20), write("orders", 21), write("stock", 30))
    assert [step.tables for step in found.steps] == [("orders",), ("stock",)]


def test_a_compensation_that_exists_is_named_and_one_that_does_not_costs() -> None:
    steps = [write("orders", 20), write("stock", 30)]
    bare = saga(*steps)
    assert bare.steps[0].undone_by == ()
    helped = saga(
        *steps, write("orders", 200, function="orders.py::cancel"), write("orders", 210, function="orders.py::list_all")
    )
    assert helped.steps[0].undone_by == ("orders.py::cancel",)
    assert bare.effort - helped.effort == 3.0


@pytest.mark.parametrize(
    ("function", "opposite", "known"),
    [
        ("reserve_seats", "release_seats", True),
        ("releaseSeats", "reserveSeats", True),
        ("Seats.reserve", "Seats.release", True),
        ("charge", "refund_all", True),
        ("reserve", "count_released", False),
        ("reserve", "reserve_again", False),
        ("add_gift_cards", "remove_voucher", False),
        ("create_stocks", "delete_stock", True),
        ("create_stock", "delete", True),
        ("create_lines", "cancel_allocation", False),
    ],
)
def test_opposites_are_told_by_the_first_word(function: str, opposite: str, known: bool) -> None:
    evidence = [
        write("stock", 5, function=f"stock.py::{opposite}"),
        write("stock", 9, function=f"stock.py::{function}"),
    ]
    opposites = Opposites(evidence, {"stock.py": "stock"})
    assert opposites.of(f"stock.py::{function}", "stock", "stock") == ((f"stock.py::{opposite}",) if known else ())
    assert opposites.of(f"stock.py::{function}", "stock", "elsewhere") == ()


def test_who_reads_what_may_be_undone_is_told_but_nobody_who_takes_part() -> None:
    reads = [
        link("bills.py::total", "table:orders", K.READS, 5),
        link("bills.py::total", "table:orders", K.READS, 6),
        link("stock.py::count", "table:orders", K.READS, 7),
        link("bills.py::total", "table:stock", K.READS, 8),
    ]
    found = saga(write("orders", 20), write("stock", 30), *reads)
    assert found.steps[-1].part is Part.PIVOT
    assert found.seen_by == (("bills", 2),)


def test_keeping_it_whole_names_the_cheapest_owner_and_what_it_costs() -> None:
    reads = [link("stock.py::count", "table:stock", K.READS, line) for line in range(100, 110)]
    mine = [link("orders.py::show", "table:orders", K.READS, 120)]
    found = split(
        write("orders", 20), write("stock", 30), *reads, *mine, write("stock", 200, function="stock.py::fill")
    )
    assert found.alternative == (
        "Or let Stock own orders too: today's owners would then ask it at 2 places, and it would no longer ask them at no places "
        "(+5 points)."
    )


def test_one_owner_needs_no_saga() -> None:
    two = catalog(context("orders", "orders.py", "stock.py"), context("bills", "bills.py"))
    findings = Findings(evidence=(*DEFINED, write("orders", 20), write("stock", 30)))
    assert split_transactions(findings, two, own_tables(findings, two)) == ()


def asks(line: int, kind: ResourceKind = ResourceKind.PAYMENT, does: Direction = Direction.SENDS) -> ResourceUse:
    return ResourceUse("bills.py::charge", Location("bills.py", line), kind, "Stripe", "Stripe", does)


def charged(*uses: ResourceUse) -> Saga:
    """Stock is taken, another machine asked, and an order written."""
    return saga(write("stock", 20), through("bills.py::charge", 30), write("orders", 40, "create"), *uses)


def test_what_another_machine_may_refuse_decides_whether_a_saga_goes_through() -> None:
    found = charged(asks(5))
    assert parts(found) == [("stock", "compensatable"), ("bills", "pivot"), ("orders", "retriable")]
    assert (found.steps[1].tables, found.steps[1].asks) == ((), ("payment service Stripe",))
    bare = charged()
    assert parts(bare) == [("stock", "compensatable"), ("orders", "pivot")]
    assert found.effort == bare.effort  # it is asked today as well
    assert parts(charged(asks(5, does=Direction.READS))) == parts(bare)
    assert parts(charged(asks(5, ResourceKind.MAIL))) == parts(bare)


def test_a_payment_decides_rather_than_what_is_told_after_it() -> None:
    told = ResourceUse(
        "stock.py::tell", Location("stock.py", 7), ResourceKind.HTTP, "requests", "depot", Direction.SENDS
    )
    late = through("stock.py::tell", 50)
    found = saga(write("stock", 20), through("bills.py::charge", 30), write("orders", 40), late, asks(5), told)
    assert [each.part.value for each in found.steps] == ["compensatable", "pivot", "retriable", "retriable"]
    alone = saga(write("stock", 20), write("orders", 40), late, told)
    assert [each.part.value for each in alone.steps] == ["compensatable", "compensatable", "pivot"]


def test_who_only_asks_another_machine_splits_no_transaction() -> None:
    found = split(write("orders", 20), write("stock", 30), through("bills.py::charge", 40), asks(5))
    assert found.contexts == ("orders", "stock")
