"""Transactions that a boundary would split, and what each would need."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from decompose.contexts.context import ContextCatalog, ContextKind
from decompose.design.crossing import TABLE, product_evidence
from decompose.design.held import Held, held_by
from decompose.design.names import names_of
from decompose.design.ownership import DataOwnership, TableAccess
from decompose.design.remedy import REMEDIES
from decompose.design.saga import Saga, Sagas
from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.evidence.findings import Findings
from decompose.evidence.words import amount, listed


class SplitTransaction(Struct, frozen=True):
    """One transaction whose writes belong to more than one context.

    `function` is the unit that opens it; `writes` are (table, owning context); `contexts` are the domain contexts among
    the owners; `advice` says saga or move the boundary, and why; `alternative` what it would take that one context owned all.
    `locks` are tables of these contexts whose rows it locks until it ends, `afterwards` what it starts once it is committed.
    """

    function: str
    location: Location
    writes: tuple[tuple[str, str], ...]
    contexts: tuple[str, ...]
    advice: str
    alternative: str = ""
    saga: Saga | None = None
    locks: tuple[str, ...] = ()
    afterwards: tuple[str, ...] = ()


class _Transaction(Struct):
    function: str
    location: Location
    tables: set[str]


def split_transactions(
    findings: Findings, catalog: ContextCatalog, ownership: DataOwnership
) -> tuple[SplitTransaction, ...]:
    """Every function of product code that writes tables of two or more domain contexts in one transaction, most owners first.

    Transactions are known from co-writes, grouped by the function that holds them; what is written only because rows that it
    points to are deleted can follow as an event, and splits nothing. Two tables of different owners that
    are written together in at least half of the transactions that write either, and in two or more, argue for moving the
    boundary; everything else asks for a saga. A shared kernel is no participant: its tables travel with its package, so
    that each context writes a copy of its own.
    """
    transactions = _transactions(findings)
    owner_of = {table.table: table.owner for table in ownership.tables if table.owner}
    kernels = {context.id for context in catalog.contexts if context.kind is ContextKind.SHARED_KERNEL}
    names = names_of(catalog)
    single, together = _frequencies(transactions)
    found = []
    accesses = {table.table: table.accesses for table in ownership.tables}
    for transaction in transactions:
        writes = tuple((table, owner_of[table]) for table in sorted(transaction.tables) if table in owner_of)
        contexts = tuple(sorted({owner for _, owner in writes} - kernels))
        if len(contexts) > 1:
            advice = _advice(writes, contexts, names, single, together)
            whole = one_owner(writes, contexts, accesses, names)
            found.append(SplitTransaction(transaction.function, transaction.location, writes, contexts, advice, whole))
    domain = {table: owner for table, owner in owner_of.items() if owner not in kernels}
    sagas = Sagas(findings, catalog, domain, [each.function for each in found])
    held = held_by(findings.transactions, domain)
    found = [_with_held(replace(each, saga=sagas.of(each.function)), held.get(each.function, Held())) for each in found]
    return tuple(sorted(found, key=lambda t: (-len(t.contexts), -len(t.writes), t.function, t.location)))


def _with_held(split: SplitTransaction, held: Held) -> SplitTransaction:
    return replace(split, advice=split.advice + held.advice, locks=held.locks, afterwards=held.afterwards)


def one_owner(
    writes: Sequence[tuple[str, str]],
    contexts: Sequence[str],
    accesses: Mapping[str, Sequence[TableAccess]],
    names: Mapping[str, str],
) -> str:
    """The cheapest way to keep the transaction whole: which context would own all it writes, and what then changes."""
    options = []
    for context in contexts:
        foreign = [(table, owner) for table, owner in writes if owner in contexts and owner != context]
        lost = [access for table, owner in foreign for access in accesses[table] if access.context == owner]
        gained = [access for table, _ in foreign for access in accesses[table] if access.context == context]
        options.append((_points(lost) - _points(gained), context, [table for table, _ in foreign], lost, gained))
    points, context, tables, lost, gained = min(options, key=lambda option: option[:2])
    asking, local = (amount(sum(a.reads + a.writes for a in each), "place") for each in (lost, gained))
    changes = "no other place is known that would change"
    if lost or gained:
        changes = f"today's owners would then ask it at {asking}, and it would no longer ask them at {local}"
        changes += f" ({points:+,.0f} points)"
    return f"Or let {names[context]} own {listed(tables, 0)} too: {changes}."


def _points(accesses: Sequence[TableAccess]) -> float:
    """What it costs to lead these accesses through a façade."""
    read, write = REMEDIES[EvidenceKind.READS].points, REMEDIES[EvidenceKind.WRITES].points
    return sum(read * access.reads + write * access.writes for access in accesses)


def _transactions(findings: Findings) -> list[_Transaction]:
    found: dict[str, _Transaction] = {}
    for evidence in product_evidence(findings):
        if evidence.kind is not EvidenceKind.CO_WRITES or by_itself(evidence.flags):
            continue
        location = evidence.location or Location("")
        function = evidence.place or str(location)
        transaction = found.setdefault(function, _Transaction(function, location, set()))
        transaction.location = min(transaction.location, location)
        transaction.tables |= {evidence.source.removeprefix(TABLE), evidence.target.removeprefix(TABLE)}
    return [found[function] for function in sorted(found)]


def _frequencies(transactions: list[_Transaction]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    single: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for transaction in transactions:
        tables = sorted(transaction.tables)
        single.update(tables)
        together.update(combinations(tables, 2))
    return single, together


def _advice(
    writes: tuple[tuple[str, str], ...],
    contexts: tuple[str, ...],
    names: dict[str, str],
    single: Counter[str],
    together: Counter[tuple[str, str]],
) -> str:
    owner_of = {table: owner for table, owner in writes if owner in contexts}
    bound = [
        (together[pair], pair)
        for pair in combinations(sorted(owner_of), 2)
        if owner_of[pair[0]] != owner_of[pair[1]]
        and together[pair] >= 2
        and 2 * together[pair] >= single[pair[0]] + single[pair[1]] - together[pair]
    ]
    if bound:
        times, (one, other) = min(bound, key=lambda item: (-item[0], item[1]))
        either = single[one] + single[other] - times
        return (
            f"Move the boundary: {one} ({names[owner_of[one]]}) and {other} ({names[owner_of[other]]}) are written together "
            f"in {times} of the {either} transactions that write either; let one context own both."
        )
    steps = "; ".join(f"{names[context]} writes {_tables(context, writes)}" for context in contexts)
    common = [table for table, owner in writes if owner not in contexts]
    apart = f" Each keeps a copy of {listed(common)}, which the shared kernel brings along." if common else ""
    return (
        f"Saga with {len(contexts)} participants: {steps}. Each becomes a local transaction with a compensating one, and an "
        f"outbox carries it to the next.{apart}"
    )


def _tables(owner: str, writes: tuple[tuple[str, str], ...]) -> str:
    return listed([table for table, holder in writes if holder == owner], 0)
