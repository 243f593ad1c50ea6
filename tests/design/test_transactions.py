"""Split transactions: which they are, and when moving the boundary is better than a saga."""

from msgspec.structs import replace

from decompose.design.data.ownership import own_tables
from decompose.design.transactions.transactions import SplitTransaction, split_transactions
from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.transaction import Transaction, TransactionKind
from tests.build import link, world
from tests.design.worlds import catalog, context, three

K = EvidenceKind
OWNERS = (
    link("orders/a.py::f", "table:orders", K.WRITES),
    link("orders/a.py::f", "table:lines", K.WRITES),
    link("billing/a.py::f", "table:bills", K.WRITES),
)


def together(one: str, other: str, place: str, line: int = 5) -> Evidence:
    return link(f"table:{one}", f"table:{other}", K.CO_WRITES, line, place=place)


def split(*evidence: Evidence) -> tuple[SplitTransaction, ...]:
    findings = world(*OWNERS, *evidence)
    return split_transactions(findings, three(), own_tables(findings, three()))


def test_a_transaction_is_split_when_its_tables_have_two_owners() -> None:
    place = "orders/a.py::checkout"
    (found,) = split(
        together("bills", "orders", place), together("lines", "orders", place), together("bills", "lines", place)
    )
    assert found.function == place
    assert found.writes == (("bills", "billing"), ("lines", "orders"), ("orders", "orders"))
    assert found.contexts == ("billing", "orders")
    assert found.advice.startswith(
        "Saga with 2 participants: Billing writes bills; Orders writes lines and orders. Each becomes"
    )


def test_a_shared_kernel_is_no_participant_and_its_tables_go_with_everyone() -> None:
    kernel = (link("lib/a.py::f", "table:numbers", K.WRITES), together("bills", "numbers", "billing/a.py::number"))
    assert split(*kernel) == ()
    (found,) = split(
        *kernel, together("bills", "orders", "orders/a.py::f"), together("bills", "numbers", "orders/a.py::f")
    )
    assert found.contexts == ("billing", "orders")
    assert ("numbers", "kernel") in found.writes
    assert found.advice.endswith("Each keeps a copy of numbers, which the shared kernel brings along.")


def test_a_transaction_within_one_context_is_whole() -> None:
    assert split(together("lines", "orders", "orders/a.py::checkout")) == ()


def test_tables_always_written_together_argue_for_moving_the_boundary() -> None:
    found = split(together("bills", "orders", "orders/a.py::one"), together("bills", "orders", "orders/a.py::two"))
    assert {each.advice for each in found} == {
        (
            "Move the boundary: bills (Billing) and orders (Orders) are written together in 2 of the 2 transactions that "
            "write either; let one context own both."
        )
    }


def test_a_boundary_that_leaves_the_transaction_split_is_not_moved() -> None:
    """Of three participants: what is bound to another's tables would move, and a saga with the third be left."""
    places = [f"orders/a.py::{name}" for name in ("one", "two")]
    bound = [together("bills", "orders", place) for place in places]
    third = [link("extra/a.py::f", "table:tips", K.WRITES), together("orders", "tips", places[0])]
    others = [together("tips", f"t{n}", f"extra/a.py::g{n}") for n in range(4)]
    findings = world(*OWNERS, *bound, *third, *others)
    contexts = catalog(
        context("orders", "orders/a.py"), context("billing", "billing/a.py"), context("extra", "extra/a.py")
    )
    first, second = split_transactions(findings, contexts, own_tables(findings, contexts))
    assert first.advice.startswith("Saga with 3 participants")
    assert second.advice.startswith("Move the boundary: bills (Billing) and orders (Orders)")


def test_tables_mostly_written_apart_ask_for_a_saga() -> None:
    apart = [together("lines", "orders", f"orders/a.py::f{n}") for n in range(4)]
    found = split(together("bills", "orders", "orders/a.py::x"), together("bills", "orders", "orders/a.py::y"), *apart)
    assert all(each.advice.startswith("Saga") for each in found)


def test_locks_and_what_follows_the_commit_are_told_with_the_saga() -> None:
    place = "orders/a.py::checkout"
    findings = world(*OWNERS, together("bills", "orders", place))
    held = Transaction(
        place, Location("orders/a.py", 5), 5, 9, TransactionKind.BLOCK, (), ("bills", "stray"), ("orders/b.py::mail",)
    )
    findings = replace(findings, transactions=(held,))
    (found,) = split_transactions(findings, three(), own_tables(findings, three()))
    assert (found.locks, found.afterwards) == (("bills",), ("orders/b.py::mail",))
    assert found.advice.endswith(
        " It locks rows of bills; no lock holds across a boundary, only a reservation with a time-out. What it starts "
        "after its commit (orders.b.mail) can be an event as it is."
    )
