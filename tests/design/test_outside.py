"""Who shares what outside the database, and what leaves while a transaction is open."""

from hypothesis import given
from hypothesis import strategies as st

from decompose.design.transactions.calls_out import calls_out_of
from decompose.design.transactions.outside import OutsideResource, outside_resources
from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings, gather
from decompose.evidence.passage import Passage
from decompose.evidence.resource import STATEFUL, Direction, ResourceKind, ResourceUse
from decompose.evidence.transaction import Transaction, TransactionKind, Written

HOMES = {"orders.py": "orders", "billing.py": "billing", "lib.py": "kernel"}


def use(
    source: str, kind: ResourceKind, name: str, direction: Direction, line: int = 3, key: str = "", *flags: str
) -> ResourceUse:
    return ResourceUse(
        source, Location(source.partition("::")[0], line), kind, "client", name, direction, key, flags=flags
    )


def only(*uses: ResourceUse) -> OutsideResource:
    [found] = outside_resources(uses, HOMES, {"kernel"})
    return found


def test_state_that_two_contexts_use_is_shared_and_common_keys_are_told() -> None:
    found = only(
        use("orders.py::f", ResourceKind.CACHE, "default", Direction.WRITES, 3, "rates"),
        use("billing.py::g", ResourceKind.CACHE, "default", Direction.READS, 4, "rates"),
        use("billing.py::g", ResourceKind.CACHE, "default", Direction.READS, 5, "bill:{}"),
    )
    assert found.shared
    assert found.common == ("rates",)
    assert [(user.context, user.takes, user.gives) for user in found.users] == [("billing", 2, 0), ("orders", 0, 1)]


def test_what_everybody_only_reads_or_only_a_kernel_or_settings_use_is_not_shared() -> None:
    reads = (use(f"{one}::f", ResourceKind.FILES, "default", Direction.READS) for one in ("orders.py", "billing.py"))
    assert not only(*reads).shared
    kernel = (use(f"{one}::f", ResourceKind.QUEUE, "jobs", Direction.SENDS) for one in ("orders.py", "lib.py"))
    assert not only(*kernel).shared
    declared = only(
        use("orders.py::f", ResourceKind.CACHE, "default", Direction.WRITES),
        use("billing.py", ResourceKind.CACHE, "default", Direction.USES, 7, "", "setting"),
    )
    assert not declared.shared
    assert declared.declared == (Location("billing.py", 7),)


def test_a_service_two_contexts_call_and_a_store_without_a_name_are_not_shared_state() -> None:
    sends = [use(f"{one}::f", ResourceKind.PAYMENT, "Stripe", Direction.SENDS) for one in ("orders.py", "billing.py")]
    assert not only(*sends).shared
    nameless = [use(f"{one}::f", ResourceKind.KEY_VALUE, "", Direction.WRITES) for one in ("orders.py", "billing.py")]
    assert not only(*nameless).shared


PLACES = st.builds(
    use,
    st.sampled_from([f"{path}::f" for path in (*HOMES, "stray.py")]),
    st.sampled_from([ResourceKind.CACHE, ResourceKind.QUEUE, ResourceKind.HTTP]),
    st.sampled_from(["", "default", "mails"]),
    st.sampled_from(Direction),
    st.integers(1, 99),
    st.sampled_from(["", "rates"]),
)


@given(st.lists(PLACES, max_size=12))
def test_no_use_is_missing_and_what_two_contexts_write_and_use_is_among_the_shared(uses: list[ResourceUse]) -> None:
    """The ledger's law for what is no table: its places are those of the uses, once each, and nothing crosses unlisted."""
    found = outside_resources(uses, HOMES, {"kernel"})
    assert sum(user.places for one in found for user in one.users) == len(uses)
    told = {(one.kind, one.name): {u.context for u in one.users} for one in found if one.shared}
    for each in uses:
        same = [other for other in uses if (other.kind, other.name) == (each.kind, each.name) and each.name]
        homes = {HOMES.get(other.location.path, "") for other in same} - {"", "kernel"}
        gives = any(
            other.direction in (Direction.WRITES, Direction.SENDS) and HOMES.get(other.location.path) in homes
            for other in same
        )
        crosses = len(homes) > 1 and gives and each.kind in STATEFUL
        assert ((each.kind, each.name) in told) == crosses
        assert not crosses or homes <= told[each.kind, each.name]


def calls(*parts: ResourceUse | Passage, afterwards: tuple[str, ...] = ()) -> list[tuple[int, str, tuple[str, ...]]]:
    """Line in the transaction of lines 10 to 20 of `pay`, name of the resource, and way, of all calls out of it."""
    transaction = Transaction(
        "orders.py::pay", Location("orders.py", 10), 10, 20, TransactionKind.BLOCK, (Written("orders"),), (), afterwards
    )
    findings = Findings(
        transactions=(transaction,),
        resources=tuple(part for part in parts if isinstance(part, ResourceUse)),
        runs=tuple(part for part in parts if isinstance(part, Passage)),
    )
    return [(call.location.line, call.name, call.way) for call in calls_out_of(gather([findings]))]


CHARGE = use("billing.py::charge", ResourceKind.PAYMENT, "Stripe", Direction.SENDS, 40)


def test_a_call_out_counts_only_between_begin_and_end() -> None:
    ask = [
        use("orders.py::pay", ResourceKind.HTTP, host, Direction.READS, line) for host, line in (("a", 9), ("b", 12))
    ]
    assert calls(*ask) == [(12, "b", ())]


def test_what_is_called_from_a_transaction_is_in_it_with_the_way_there() -> None:
    way = (Passage("orders.py::pay", "orders.py::settle", 15), Passage("orders.py::settle", "billing.py::charge", 30))
    assert calls(CHARGE, *way) == [(15, "Stripe", ("orders.py::settle",))]
    assert calls(CHARGE, Passage("orders.py::pay", "billing.py::charge", 25)) == []


def test_what_waits_for_the_commit_is_outside() -> None:
    assert calls(CHARGE, Passage("orders.py::pay", "billing.py::charge", 15, True)) == []
    put_off = Passage("orders.py::pay", "billing.py::charge", 15)
    assert calls(CHARGE, put_off, afterwards=("billing.py::charge",)) == []


def test_of_several_ways_the_shortest_is_told_once() -> None:
    ways = (
        Passage("orders.py::pay", "orders.py::settle", 11),
        Passage("orders.py::settle", "billing.py::charge", 30),
        Passage("orders.py::pay", "billing.py::charge", 18),
    )
    assert calls(CHARGE, *ways) == [(18, "Stripe", ())]


def test_caches_programs_declarations_and_receiving_do_not_leave() -> None:
    inside = [
        use("orders.py::pay", ResourceKind.CACHE, "default", Direction.WRITES, 12),
        use("orders.py::pay", ResourceKind.PROGRAM, "git", Direction.USES, 12),
        use("orders.py::pay", ResourceKind.QUEUE, "jobs", Direction.RECEIVES, 12),
        use("orders.py::pay", ResourceKind.FILES, "default", Direction.USES, 12),
        use("orders.py::pay", ResourceKind.HTTP, "x", Direction.READS, 12, "", "setting"),
    ]
    assert calls(*inside) == []


def test_circles_of_calls_end() -> None:
    circle = (Passage("orders.py::pay", "orders.py::a", 12), Passage("orders.py::a", "orders.py::pay", 30))
    assert calls(CHARGE, *circle, Passage("orders.py::a", "billing.py::charge", 31)) == [
        (12, "Stripe", ("orders.py::a",))
    ]


def enqueued(detail: str, committed: bool = False) -> list[str]:
    """The tasks that a transaction of lines 10 to 20 enqueues before its end by this call at line 12."""
    triggers = Evidence(
        EvidenceKind.TRIGGERS, "orders.py::pay", "mail.py::receipt", Location("orders.py", 12), detail=detail
    )
    transaction = Transaction(
        "orders.py::pay", Location("orders.py", 10), 10, 20, TransactionKind.BLOCK, (Written("orders"),)
    )
    runs = (Passage("orders.py::pay", "mail.py::receipt", 12, committed),) if committed else ()
    findings = Findings(evidence=(triggers,), transactions=(transaction,), runs=runs)
    return [call.name for call in calls_out_of(findings) if not call.waits]


def test_a_task_that_is_enqueued_before_the_commit_is_told() -> None:
    assert enqueued("delay") == ["receipt"]
    assert enqueued("delay", committed=True) == []
    assert enqueued("delay_on_commit") == []
    assert enqueued("post_save") == []
