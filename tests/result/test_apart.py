"""What a step has to stand once it runs as a service, from who may ask whom for what before answering."""

from msgspec.structs import replace

from decompose.design.cuts.ledger import Cut
from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.reach import reach_of
from decompose.evidence.resource import Direction, ResourceKind, ResourceUse
from decompose.evidence.unit import Unit, UnitKind
from decompose.plan.plan import Step, Verdict
from decompose.result.apart import Apart
from decompose.result.decomposition import Decomposition
from tests.build import link
from tests.decompositions import INVOICES, ORDERS, shop

K = EvidenceKind


def enters(name: str, handler: str) -> tuple[Unit, Evidence]:
    entry = Unit(f"entry:{name}", UnitKind.ENTRY_POINT, name, Location(handler.partition("::")[0], 1))
    return entry, link(entry.id, handler, K.ROUTES)


def told(*parts: Unit | Evidence | ResourceUse | Cut, verdict: Verdict = Verdict.EXTRACT) -> list[str]:
    """The sentences of billing, which owns invoices, beside orders, which owns orders."""
    evidence = tuple(each for each in parts if isinstance(each, Evidence))
    found = replace(
        shop(),
        units=tuple(each for each in parts if isinstance(each, Unit)),
        evidence=evidence,
        reach=reach_of(Findings(evidence=evidence)),
        resources=tuple(each for each in parts if isinstance(each, ResourceUse)),
        ledger=replace(shop().ledger, cuts=tuple(each for each in parts if isinstance(each, Cut))),
    )
    return list(Apart(found).sentences(replace(billing(found), verdict=verdict)))


def billing(found: Decomposition) -> Step:
    return next(step for step in found.plan.steps if step.context == "billing")


READ = link(f"{INVOICES}::show", "table:orders", K.READS)
WRITTEN = link(f"{INVOICES}::pay", "table:orders", K.WRITES)
SHOW, PAY = enters("GET /invoice", f"{INVOICES}::show"), enters("POST /pay", f"{INVOICES}::pay")


def test_requests_that_need_data_of_others_are_told_from_those_that_need_none() -> None:
    (said,) = told(*SHOW, *PAY, READ)
    assert said.startswith("1 of its 2 requests may need data of others before they answer (Orders 1): a time-out")
    assert said.endswith("They only read there, so a copy can do.")
    (both,) = told(*SHOW, *PAY, READ, WRITTEN)
    assert "1 may also write there, and has to refuse or to wait" in both
    assert told(*SHOW, *PAY) == []


def test_what_enters_outside_of_all_contexts_is_no_request_of_anybody() -> None:
    stray = enters("GET /stray", "stray.py::show")
    assert told(*stray, *SHOW, READ, link("stray.py::show", "table:invoices", K.READS)) == told(*SHOW, READ)


def test_jobs_wait_for_nobody_and_nobody_for_them() -> None:
    assert told(*enters("task invoices.show", f"{INVOICES}::show"), READ) == []


def test_requests_of_others_that_need_its_data_are_those_that_stand_with_it() -> None:
    asked = link(f"{ORDERS}::place", "table:invoices", K.READS)
    (said,) = told(*enters("POST /order", f"{ORDERS}::place"), asked)
    assert said.startswith("1 request of others may need its data (Orders 1; POST /order for one): a circuit breaker")


def test_only_what_adds_rows_at_the_wish_of_a_request_or_of_a_queue_needs_a_key() -> None:
    added = replace(link(f"{ORDERS}::place", "table:invoices", K.WRITES), flags=("create",))
    assert any("a key for each command, first for rows of invoices" in each for each in
               told(*enters("POST /order", f"{ORDERS}::place"), added))  # fmt: skip
    assert not any("a key" in each for each in told(*enters("command fill", f"{ORDERS}::place"), added))
    own = replace(link(f"{INVOICES}::remind", "table:invoices", K.WRITES), flags=("create",))
    (said,) = told(*enters("task invoices.remind", f"{INVOICES}::remind"), own)
    assert said.endswith("first for the rows that task invoices.remind adds, and a queue may deliver twice.")
    assert told(*enters("task invoices.remind", f"{INVOICES}::remind"), replace(own, flags=())) == []


def test_who_uses_its_facade_has_a_contract_with_it_and_calls_without_a_time_limit_are_named() -> None:
    use = Cut(K.CALL, f"{ORDERS}::place", f"{INVOICES}::pay", "orders", "billing", Location(ORDERS, 7), 1, "call", 1.0)
    paid = ResourceUse(
        f"{INVOICES}::pay",
        Location(INVOICES, 9),
        ResourceKind.HTTP,
        "requests",
        "bank",
        Direction.SENDS,
        flags=("no-timeout",),
    )
    contract, waits = told(use, paid)
    assert contract.startswith("Its façade has 1 consumer (Orders 1 place). It states in a contract test")
    assert waits.startswith(f"1 call out of it waits for ever today ({INVOICES}:9)")


def test_of_what_stays_nothing_is_told() -> None:
    assert told(*SHOW, READ, verdict=Verdict.MODULARISE) == []
