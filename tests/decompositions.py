"""One small but complete Decomposition: a shop with three contexts, a shared kernel, contested data and a plan.

Every field that a report shows is filled at least once, and what is said in one place agrees with the others: the cuts
are evidence, the drivers count the cuts, the owners write their tables. `shop()` makes it; `renamed()` makes the same
system with other, for example hostile, names.
"""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from decompose.contexts.context import Area, BoundedContext, ContextCatalog, ContextKind, Measures, Membership, Score
from decompose.contexts.detection.partition import partition_of
from decompose.coupling.graph import Coupling, CouplingGraph, Signal, Strand
from decompose.design.aggregates import Aggregate, Part
from decompose.design.cuts.ledger import Cut, CutLedger, CutTotal, KernelUse
from decompose.design.data.ownership import DataOwnership, TableAccess, TableOwnership
from decompose.design.map.context_map import ContextMap, ContextRelation, Flow
from decompose.design.past.hidden import hidden_pairs
from decompose.design.past.trend import PairCoupling, Snapshot, Trend
from decompose.design.people.topology import (
    Contended,
    ContextPeople,
    Hotspot,
    ModulePeople,
    Owner,
    Team,
    TeamShare,
    TeamTopology,
)
from decompose.design.transactions.calls_out import calls_out_of
from decompose.design.transactions.transactions import SplitTransaction
from decompose.errors import Location, Problem
from decompose.evidence.evidence import Evidence, EvidenceKind, Together, in_order
from decompose.evidence.findings import Activity, Clarity, Findings, HistorySummary, Ratio
from decompose.evidence.passage import Passage
from decompose.evidence.reach import reach_of
from decompose.evidence.resource import Direction, ResourceKind, ResourceUse
from decompose.evidence.transaction import Transaction, TransactionKind, Written
from decompose.evidence.unit import Role, Unit, UnitKind
from decompose.plan.plan import Driver, MigrationPlan, Step, Verdict
from decompose.result.decomposition import (
    SCHEMA_VERSION,
    Coverage,
    Decomposition,
    Run,
    Tool,
)

Value = TypeVar("Value")

ORDERS, LINES, CHECKOUT = "shop/orders/models.py", "shop/orders/lines.py", "shop/orders/checkout.py"
INVOICES, PAYMENTS = "shop/billing/invoices.py", "shop/billing/payments.py"
PRODUCTS, PRICES = "shop/catalog/products.py", "shop/catalog/prices.py"
KERNEL, SCRIPT = "shop/common/money.py", "shop/scripts/once.py"
COMMITS = ("9f1c2d3e4a5b60718293a4b5c6d7e8f901234567", "0a1b2c3d4e5f60718293a4b5c6d7e8f9fedcba98")
SIGNALS = (
    Signal("references", 0.6, 8, 164.0, "164 references join 8 pairs of modules"),
    Signal("co-change", 0.25, 2, 212.0, "212 commits changed 2 pairs of modules together"),
    Signal("tables", 0.15, 1, 6.0, "6 places read or write 4 tables"),
    Signal("vocabulary", 0.0, 0, 0.0, "no words in common"),
)


def shop() -> Decomposition:
    """The whole answer about a small shop."""
    return Decomposition(
        schema_version=SCHEMA_VERSION,
        tool=Tool("decompose", "0.1.0"),
        run=Run("shop", (("resolution", "1.0"), ("seed", "0"), ("since", ""))),
        coverage=_coverage(),
        units=_units(),
        evidence=_evidence(),
        graph=_graph(),
        partition=partition_of([[ORDERS, LINES, CHECKOUT], [INVOICES, PAYMENTS], [PRODUCTS, PRICES]], "consensus", 1.0),
        catalog=_catalog(),
        context_map=_context_map(),
        ownership=_ownership(),
        ledger=_ledger(),
        transactions=_transactions(),
        plan=_plan(),
        problems=(
            Problem(Location("shop/legacy/old.py", 3), "syntax-error", "cannot parse: unexpected indent"),
            Problem(Location("shop/legacy/huge.py"), "too-large", "2,400,000 bytes; the limit is 1,000,000"),
            Problem(Location(CHECKOUT, 41), "dynamic-import", "importlib.import_module of a computed name"),
        ),
        activity=(
            Activity(CHECKOUT, 40, 9, 3, quarters=(1, 2, 1, 1, 2, 3, 2, 2)),
            Activity(INVOICES, 60, 14, 2, quarters=(6, 7, 5, 4, 4, 3, 4, 3)),
            Activity(ORDERS, 90, 30, 5, quarters=(2, 3, 4, 3, 6, 8, 9, 7)),
        ),
        topology=_topology(),
        hotspots=(
            Hotspot(ORDERS, "ordering", 30, 420, 0.41, (2, 3, 4, 3, 6, 8, 9, 7)),
            Hotspot(INVOICES, "billing", 14, 310, 0.14, (6, 7, 5, 4, 4, 3, 4, 3)),
        ),
        aggregates=(
            Aggregate("billing", "invoices"),
            Aggregate("catalog", "products", reference=True),
            Aggregate("orders", "orders", (Part("order_lines", 1, 1),)),
        ),
        reach=reach_of(Findings(evidence=_evidence(), runs=_runs())),
        all_transactions=_all_transactions(),
        passages=_runs(),
        hidden=hidden_pairs(Findings(units=_units(), evidence=_evidence())),
        resources=_resources(),
        calls_out=calls_out_of(Findings(transactions=_all_transactions(), resources=_resources(), runs=_runs())),
        trend=_trend(),
    )


def _trend() -> Trend:
    """Two trees of the past and today's: orders uses billing more and more."""
    then = Snapshot("a" * 40, "2023-12-31", 6, 1500, 5, 0, 4, 1, 0, 1, (PairCoupling("orders", "billing", 1),), 9, 2)
    later = Snapshot("b" * 40, "2024-03-31", 8, 1780, 8, 1, 6, 2, 1, 2, (PairCoupling("orders", "billing", 2),), 12, 5)
    pairs = (PairCoupling("catalog", "orders", 1), PairCoupling("orders", "billing", 3))
    return Trend("quarter", (then, later, Snapshot("c" * 40, "2024-05-17", 8, 1880, 8, 0, 8, 4, 1, 3, pairs, 4, 1)))


def _resources() -> tuple[ResourceUse, ...]:
    """A cache that two contexts share, a queue, and a payment in an open transaction."""
    return (
        ResourceUse(f"{ORDERS}::Order.total", Location(ORDERS, 61), ResourceKind.CACHE, "Django cache", "default",
                    Direction.READS, "rates"),
        ResourceUse(f"{PRICES}::refresh", Location(PRICES, 12), ResourceKind.CACHE, "Django cache", "default",
                    Direction.WRITES, "rates"),
        ResourceUse(f"{INVOICES}::Invoice.send", Location(INVOICES, 33), ResourceKind.HTTP, "requests", "", Direction.SENDS,
                    confidence=0.9, flags=("no-timeout",), detail="requests.post(hook.url)"),
        ResourceUse(f"{INVOICES}::invoice_for", Location(INVOICES, 110), ResourceKind.PAYMENT, "Stripe", "Stripe",
                    Direction.SENDS, detail="stripe.Charge.create"),
        ResourceUse(f"{PAYMENTS}::pay", Location(PAYMENTS, 9), ResourceKind.QUEUE, "Celery", "billing", Direction.RECEIVES),
    )  # fmt: skip


def renamed(decomposition: Decomposition, rename: Callable[[str], str]) -> Decomposition:
    """The same system with every string that came from the repository replaced; ids of contexts stay as they are."""
    keep = {context.id for context in decomposition.catalog.contexts} | {""}
    keep |= {
        str(member)
        for kinds in (EvidenceKind, UnitKind, Role, ContextKind, Verdict, TransactionKind, ResourceKind, Direction)
        for member in kinds
    }
    keep |= {decomposition.schema_version, "effort", "risk", "value"}

    def walk(value: object) -> object:
        if isinstance(value, str):
            return value if value in keep else rename(value)
        if isinstance(value, list | tuple):
            return [walk(item) for item in value]
        if isinstance(value, dict):
            return {key: walk(item) for key, item in value.items()}
        return value

    return msgspec.convert(walk(msgspec.to_builtins(decomposition)), Decomposition)


def _coverage() -> Coverage:
    return Coverage(
        files_listed=12,
        files_read=10,
        skipped=(("syntax-error", 1), ("too-large", 1)),
        understood=(Ratio("calls resolved", 41, 52), Ratio("statements of SQL parsed", 7, 8)),
        history=HistorySummary(
            source="git",
            commits=240,
            used=212,
            left_out=(("large", 6), ("merge", 22)),
            first="2021-03-01",
            last="2024-05-17",
            limits=("shallow clone",),
            passed_over=(("migration", 14), ("other files", 310), ("test", 95)),
            changes=205,
            modules=8,
            judged=7,
            notes=("14 commits belong together in 7 changes", "62% of recent commits look like squash merges"),
        ),
    )


def _units() -> tuple[Unit, ...]:
    modules = (
        _module(ORDERS, 420, order=31, line=12, status=9),
        _module(LINES, 180, line=22, order=14, quantity=8),
        _module(CHECKOUT, 260, checkout=17, order=11, payment=6),
        _module(INVOICES, 310, invoice=28, tax=7, order=4),
        _module(PAYMENTS, 150, payment=19, refund=6, invoice=5),
        _module(PRODUCTS, 380, product=33, stock=10, price=5),
        _module(PRICES, 120, price=21, discount=9, product=6),
        _module(KERNEL, 60, money=15, currency=7),
        _module(SCRIPT, 25, once=2),
    )
    inner = (
        _inner(UnitKind.CLASS, ORDERS, "Order", 10, 90),
        _inner(UnitKind.FUNCTION, CHECKOUT, "place_order", 14, 40),
        _inner(UnitKind.CLASS, INVOICES, "Invoice", 8, 70),
        _inner(UnitKind.FUNCTION, INVOICES, "invoice_for", 92, 30),
        _inner(UnitKind.CLASS, PRODUCTS, "Product", 12, 110),
        _inner(UnitKind.FUNCTION, PRICES, "price_of", 9, 20),
    )
    tables = (
        Unit("table:invoices", UnitKind.TABLE, "invoices", Location(INVOICES, 8)),
        Unit("table:order_lines", UnitKind.TABLE, "order_lines", Location(LINES, 6)),
        Unit("table:orders", UnitKind.TABLE, "orders", Location(ORDERS, 10)),
        Unit("table:products", UnitKind.TABLE, "products", Location(PRODUCTS, 12)),
        Unit("table:settings", UnitKind.TABLE, "settings", Location("db/schema.sql", 4)),
    )
    entry = Unit("entry:POST /checkout", UnitKind.ENTRY_POINT, "POST /checkout", Location(CHECKOUT, 12))
    test = Unit("tests/test_orders.py", UnitKind.MODULE, "tests.test_orders", Location("tests/test_orders.py", 1),
                lines=80, role=Role.TEST)  # fmt: skip
    return tuple(sorted((*modules, *inner, *tables, entry, test), key=lambda unit: unit.id))


def _module(path: str, lines: int, **words: int) -> Unit:
    name = path.removesuffix(".py").replace("/", ".")
    return Unit(path, UnitKind.MODULE, name, Location(path, 1), lines=lines, words=tuple(sorted(words.items())))


def _inner(kind: UnitKind, path: str, name: str, line: int, lines: int) -> Unit:
    dotted = f"{path.removesuffix('.py').replace('/', '.')}.{name}"
    return Unit(f"{path}::{name}", kind, dotted, Location(path, line), parent=path, lines=lines)


def _runs() -> tuple[Passage, ...]:
    return tuple(Passage(piece.source, piece.target) for piece in _evidence() if piece.kind is EvidenceKind.CALL)


def _evidence() -> tuple[Evidence, ...]:
    place_order, invoice_for, price_of = f"{CHECKOUT}::place_order", f"{INVOICES}::invoice_for", f"{PRICES}::price_of"
    kind = EvidenceKind
    return tuple(
        sorted(
            (
                Evidence(kind.IMPORT, CHECKOUT, ORDERS, Location(CHECKOUT, 3), detail="Order"),
                Evidence(kind.IMPORT, CHECKOUT, LINES, Location(CHECKOUT, 4), detail="Line"),
                Evidence(kind.IMPORT, CHECKOUT, INVOICES, Location(CHECKOUT, 5), detail="invoice_for"),
                Evidence(kind.IMPORT, CHECKOUT, PRICES, Location(CHECKOUT, 6), detail="price_of"),
                Evidence(kind.CALL, place_order, invoice_for, Location(CHECKOUT, 30), count=2, detail="invoice_for"),
                Evidence(kind.CALL, place_order, price_of, Location(CHECKOUT, 22), detail="price_of"),
                Evidence(kind.CALL, place_order, f"{ORDERS}::Order", Location(CHECKOUT, 18), detail="Order"),
                Evidence(kind.IMPORT, LINES, PRODUCTS, Location(LINES, 2), flags=("lazy",), detail="Product"),
                Evidence(kind.IMPORT, INVOICES, ORDERS, Location(INVOICES, 2), flags=("type-checking",), detail="Order"),
                Evidence(kind.IMPORT, PAYMENTS, INVOICES, Location(PAYMENTS, 1), detail="Invoice"),
                Evidence(kind.IMPORT, PRICES, PRODUCTS, Location(PRICES, 1), detail="Product"),
                Evidence(kind.IMPORT, ORDERS, KERNEL, Location(ORDERS, 1), detail="Money"),
                Evidence(kind.IMPORT, INVOICES, KERNEL, Location(INVOICES, 1), detail="Money"),
                Evidence(kind.IMPORT, PRICES, KERNEL, Location(PRICES, 2), detail="Money"),
                Evidence(kind.DEFINES, f"{ORDERS}::Order", "table:orders", Location(ORDERS, 10), flags=("orm",)),
                Evidence(kind.WRITES, place_order, "table:orders", Location(CHECKOUT, 25), flags=("create", "orm")),
                Evidence(kind.WRITES, place_order, "table:order_lines", Location(CHECKOUT, 26), flags=("create", "orm")),
                Evidence(kind.WRITES, invoice_for, "table:invoices", Location(INVOICES, 110), flags=("orm",)),
                Evidence(kind.WRITES, invoice_for, "table:orders", Location(INVOICES, 112), flags=("sql",),
                         detail="UPDATE orders SET invoiced = ? WHERE id = ?"),
                Evidence(kind.READS, price_of, "table:products", Location(PRICES, 14), flags=("orm",)),
                Evidence(kind.READS, place_order, "table:products", Location(CHECKOUT, 21), confidence=0.7, flags=("orm",)),
                Evidence(kind.FOREIGN_KEY, "table:invoices", "table:orders", Location(INVOICES, 15), detail="order_id"),
                Evidence(kind.FOREIGN_KEY, "table:order_lines", "table:products", Location(LINES, 12), detail="product_id"),
                Evidence(kind.CO_WRITES, "table:invoices", "table:orders", Location(INVOICES, 108), place=invoice_for),
                Evidence(kind.ROUTES, "entry:POST /checkout", place_order, Location(CHECKOUT, 12)),
                _together(INVOICES, CHECKOUT, 14, 6.5, COMMITS, (60, 40), 3.1, 0.0002),
                _together(LINES, ORDERS, 31, 18.25, COMMITS[:1], (50, 90), 4.2, 0.0001),
                _together(PAYMENTS, PRODUCTS, 9, 4.5, COMMITS, (24, 18), 8.25, 0.0003),
                _together(LINES, PRICES, 1, 0.5, COMMITS[1:], (50, 3), 1.9, 1.0),
            ),
            key=in_order,
        )
    )  # fmt: skip


def _together(
    one: str,
    other: str,
    count: int,
    support: float,
    commits: tuple[str, ...],
    changes: tuple[int, int],
    lift: float,
    chance: float,
) -> Evidence:
    told = Together(changes, lift, chance, min(count, 2) if chance < 1 else 0, "2024-04-02")
    more = {"confidence": count / min(changes), "commits": commits, "support": support, "together": told}
    return Evidence(EvidenceKind.CO_CHANGE, one, other, count=count, **more)  # type: ignore[arg-type]  # by keyword


def _graph() -> CouplingGraph:
    def references(weight: float, count: int) -> Strand:
        return Strand("references", float(count), weight, f"{count} references, log₂(1 + {count}) / 8 = {weight}")

    co_change = Strand("co-change", 6.5, 0.21, "support 6.5 of 31 changes: 6.5 / 31 = 0.21")
    tables = Strand("tables", 2.0, 0.4, "2 tables shared: orders, order_lines")
    couplings = (
        _coupling(CHECKOUT, ORDERS, references(0.5, 15), tables),
        _coupling(CHECKOUT, LINES, references(0.25, 3)),
        _coupling(CHECKOUT, INVOICES, references(0.3, 7), co_change),
        _coupling(CHECKOUT, PRICES, references(0.2, 2)),
        _coupling(LINES, ORDERS, Strand("co-change", 18.25, 0.6, "support 18.25 of 30 changes: 18.25 / 30 = 0.6")),
        _coupling(LINES, PRODUCTS, references(0.1, 1)),
        _coupling(INVOICES, PAYMENTS, references(0.4, 8)),
        _coupling(INVOICES, ORDERS, references(0.1, 1)),
        _coupling(PRICES, PRODUCTS, references(0.7, 127)),
    )
    units = tuple(sorted((ORDERS, LINES, CHECKOUT, INVOICES, PAYMENTS, PRODUCTS, PRICES)))
    return CouplingGraph(units, tuple(sorted(couplings)), ((KERNEL, "used by 3 of 3 contexts, uses none"),), SIGNALS)


def _coupling(one: str, other: str, *strands: Strand) -> Coupling:
    source, target = sorted((one, other))
    return Coupling(source, target, round(sum(strand.weight for strand in strands), 6), strands)


def _catalog() -> ContextCatalog:
    orders = (
        Membership(CHECKOUT, 0.62, "billing", 0.28),
        Membership(LINES, 0.89, "catalog", 0.11),
        Membership(ORDERS, 0.94, "billing", 0.06),
    )
    return ContextCatalog(
        contexts=(
            BoundedContext("orders", "Orders", ContextKind.DOMAIN, orders, ("order", "line", "checkout"), 860, 0.71, 0.93,
                           clarity=Clarity("orders", 120, 36, 4, 1,
                                           (("type of a variable unknown", 3), ("name bound nowhere", 1)), ((CHECKOUT, 4),))),
            BoundedContext("catalog", "Catalog", ContextKind.DOMAIN,
                           (Membership(PRICES, 0.78, "orders", 0.22), Membership(PRODUCTS, 0.88, "orders", 0.12)),
                           ("product", "price", "stock"), 500, 0.7, 1.0),
            BoundedContext("billing", "Billing", ContextKind.DOMAIN,
                           (Membership(INVOICES, 0.4, "orders", 0.6), Membership(PAYMENTS, 1.0)),
                           ("invoice", "payment", "tax"), 460, 0.4, 0.81),
            BoundedContext("shared-kernel", "Shared kernel", ContextKind.SHARED_KERNEL,
                           (Membership(KERNEL, 0.0),), ("money", "currency"), 60),
        ),
        unassigned=((SCRIPT, "coupled to nothing"),),
        areas=(Area(("orders", "billing"), 0.82), Area(("catalog",), 0.7)),
        measures=Measures(
            modularity=0.41,
            crossing=0.25,
            largest_share=0.43,
            effective_contexts=2.94,
            baselines=(("all in one", 0.0), ("folders", 0.38), ("random of the same sizes", -0.08), ("singletons", -0.15)),
            scores=(
                Score("these contexts", 3, 0.43, 2.94, (("modularity", 0.41), ("coupling", 0.25), ("icp", 0.4))),
                Score("folders", 3, 0.43, 2.94, (("modularity", 0.38), ("coupling", 0.25), ("icp", 0.3))),
                Score("all in one", 1, 1.0, 1.0, (("modularity", 0.0), ("coupling", 0.0), ("icp", 0.0))),
            ),
        ),
    )  # fmt: skip


def _context_map() -> ContextMap:
    return ContextMap(
        relations=(
            ContextRelation("billing", "orders", (Flow("call", 2), Flow("co-change", 1), Flow("import", 1)),
                            "customer-supplier", "orders calls billing in 2 places, and they change together", 0.51),
            ContextRelation("catalog", "orders",
                            (Flow("call", 1), Flow("foreign-key", 1), Flow("import", 2), Flow("reads", 1)),
                            "conformist", "orders reads the catalog's table directly", 0.3),
            ContextRelation("orders", "billing", (Flow("foreign-key", 1), Flow("import", 1), Flow("writes", 1)),
                            "anticorruption-layer", "billing writes the table orders", 0.1),
        ),
        cycles=(("billing", "orders"),),
    )  # fmt: skip


def _ownership() -> DataOwnership:
    access, place = TableAccess, Location
    return DataOwnership(
        (
            TableOwnership("orders", "orders", 0.67, "orders defines it and writes it in 1 of 2 places", True,
                           (access("billing", 0, 1), access("orders", 0, 1)), (place(ORDERS, 10),)),
            TableOwnership("invoices", "billing", 1.0, "only billing writes it", False,
                           (access("billing", 0, 1),), (place(INVOICES, 8),)),
            TableOwnership("order_lines", "orders", 1.0, "only orders writes it", False,
                           (access("orders", 0, 1),), (place(LINES, 6),)),
            TableOwnership("products", "catalog", 0.8, "catalog defines it; nothing writes it", False,
                           (access("catalog", 1, 0), access("orders", 1, 0)), (place(PRODUCTS, 12),)),
            TableOwnership("settings", "", 0.0, "nothing touches it", False, (), (place("db/schema.sql", 4),)),
        )
    )  # fmt: skip


def _ledger() -> CutLedger:
    place_order, invoice_for = f"{CHECKOUT}::place_order", f"{INVOICES}::invoice_for"
    return CutLedger(
        cuts=(
            Cut("foreign-key", "table:invoices", "table:orders", "billing", "orders", Location(INVOICES, 15), 1,
                "replace-foreign-key-by-id", 3.0, "order_id"),
            Cut("import", INVOICES, ORDERS, "billing", "orders", Location(INVOICES, 2), 1, "move", 0.5, "Order",
                ("type-checking",)),
            Cut("writes", invoice_for, "table:orders", "billing", "orders", Location(INVOICES, 112), 1, "saga", 5.0,
                "UPDATE orders SET invoiced = ? WHERE id = ?", ("sql",)),
            Cut("call", place_order, f"{INVOICES}::invoice_for", "orders", "billing", Location(CHECKOUT, 30), 2,
                "call-through-facade", 2.0, "invoice_for"),
            Cut("import", CHECKOUT, INVOICES, "orders", "billing", Location(CHECKOUT, 5), 1, "call-through-facade", 1.0,
                "invoice_for"),
            Cut("call", place_order, f"{PRICES}::price_of", "orders", "catalog", Location(CHECKOUT, 22), 1,
                "call-through-facade", 1.0, "price_of"),
            Cut("foreign-key", "table:order_lines", "table:products", "orders", "catalog", Location(LINES, 12), 1,
                "replace-foreign-key-by-id", 3.0, "product_id"),
            Cut("import", CHECKOUT, PRICES, "orders", "catalog", Location(CHECKOUT, 6), 1, "call-through-facade", 1.0,
                "price_of"),
            Cut("import", LINES, PRODUCTS, "orders", "catalog", Location(LINES, 2), 1, "call-through-facade", 1.0,
                "Product", ("lazy",)),
            Cut("reads", place_order, "table:products", "orders", "catalog", Location(CHECKOUT, 21), 1, "split-query", 2.0),
        ),
        totals=(
            CutTotal("billing", "orders", 3, 8.5),
            CutTotal("orders", "catalog", 5, 8.0),
            CutTotal("orders", "billing", 2, 3.0),
        ),
        kernel=tuple(KernelUse(context, "shared-kernel", "import", 1) for context in ("billing", "catalog", "orders")),
    )  # fmt: skip


def _transactions() -> tuple[SplitTransaction, ...]:
    return (
        SplitTransaction(
            f"{INVOICES}::invoice_for",
            Location(INVOICES, 108),
            (("invoices", "billing"), ("orders", "orders")),
            ("billing", "orders"),
            "saga: write the invoice, then let orders mark itself invoiced on an event",
        ),
    )


def _all_transactions() -> tuple[Transaction, ...]:
    return (
        Transaction(
            f"{INVOICES}::invoice_for",
            Location(INVOICES, 108),
            108,
            114,
            TransactionKind.BLOCK,
            (Written("invoices"), Written("orders", 0.5)),
            locks=("orders",),
            afterwards=(f"{PRICES}::price_of",),
            marks=("durable",),
        ),
    )


def _plan() -> MigrationPlan:
    return MigrationPlan(
        steps=(
            _step(1, "catalog", Verdict.EXTRACT, (0.35, 0.2, 0.6), "others only call it, and nothing else writes its tables",
                  tables=("products",), facade=(f"{PRICES}::price_of", f"{PRODUCTS}::Product")),
            _step(2, "billing", Verdict.PREPARE, (0.6, 0.7, 0.5), "it writes a table that orders owns, in one transaction",
                  after=("catalog",), tables=("invoices",), facade=(f"{INVOICES}::invoice_for",),
                  preconditions=("split the transaction of invoice_for", "catalog first: orders needs its façade")),
            _step(3, "orders", Verdict.KEEP, (1.0, 0.9, 0.3), "everything else depends on it or is called by it",
                  tables=("order_lines", "orders")),
        ),
        advice=("Modules in one deployable with enforced boundaries come first; extract only what must scale alone.",),
    )  # fmt: skip


def _step(
    rank: int,
    context: str,
    verdict: Verdict,
    marks: tuple[float, float, float],
    why: str,
    after: tuple[str, ...] = (),
    tables: tuple[str, ...] = (),
    facade: tuple[str, ...] = (),
    preconditions: tuple[str, ...] = (),
) -> Step:
    effort, risk, value = marks
    return Step(
        rank=rank,
        context=context,
        verdict=verdict,
        effort=effort,
        risk=risk,
        value=value,
        score=round(value - (effort + risk) / 2, 6),
        why=why,
        drivers=(
            Driver("effort", "cut points", effort * 20, effort, f"{effort * 20:g} points of cuts"),
            Driver("risk", "contested tables", risk, risk, f"{risk:g} of its tables are written by others"),
            Driver("value", "change rate", value * 100, value, f"{value * 100:g} commits in the last year"),
        ),
        preconditions=preconditions,
        after=after,
        facade=facade,
        tables=tables,
        communication="synchronous call" if rank == 1 else "events through an outbox",
        success_metric="no import and no query crosses the boundary",
        rollback="route the façade back to the module",
        remaining_coupling=round(0.1 * (3 - rank), 6),
    )


def _topology() -> TeamTopology:
    """Two teams: one of its own, one that also changes what the other owns; in the catalogue too little happened."""
    meeting = Contended(ORDERS, (("checkout", 22), ("finance", 8)))
    ordering = ContextPeople(
        context="ordering",
        changes=48,
        people=5,
        at_home=3,
        teams=(TeamShare("checkout", 36, 0.75), TeamShare("finance", 10, 10 / 48), TeamShare("", 2, 2 / 48)),
        declared=(("checkout", 1.0),),
        fit=0.4,
        contended=(meeting,),
        owners=(Owner("author dakob-lupim", 0.35), Owner("author sizan-gutof", 0.25)),
        bus_factor=2,
        lost=0.21,
        quarters=(4, 5, 6, 7, 10, 12, 14, 12),
    )
    billing = ContextPeople(
        context="billing",
        changes=25,
        people=2,
        at_home=2,
        teams=(TeamShare("finance", 25, 1.0),),
        declared=(("finance", 0.9), ("checkout", 0.1)),
        fit=1.0,
        owners=(Owner("author bigod-rinak", 0.8),),
        bus_factor=1,
        lost=0.0,
        quarters=(9, 9, 8, 6, 7, 6, 7, 5),
    )
    catalog = ContextPeople(
        context="catalog", changes=3, people=1, teams=(TeamShare("", 3, 1.0),), quarters=(0, 1, 0, 0, 1, 0, 1, 1)
    )
    return TeamTopology(
        source="CODEOWNERS",
        note="Teams are those of CODEOWNERS: people count to the team whose modules they changed most.",
        teams=(Team("checkout", 3, 36, ("ordering",)), Team("finance", 2, 35, ("billing", "ordering"))),
        contexts=(ordering, billing, catalog),
        modules=(
            ModulePeople(INVOICES, 2, (("finance", 14),)),
            ModulePeople(ORDERS, 5, (("checkout", 22), ("finance", 8))),
        ),
        spread=(4, 1),
    )
