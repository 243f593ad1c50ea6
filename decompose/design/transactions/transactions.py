"""Transactions that a boundary would split, and what each would need."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from decompose.contexts.context import ContextCatalog, ContextKind
from decompose.design.cuts.crossing import TABLE, product_evidence
from decompose.design.cuts.remedy import REMEDIES
from decompose.design.data.ownership import DataOwnership, TableAccess
from decompose.design.names import names_of
from decompose.design.transactions.held import Held, held_by
from decompose.design.transactions.saga import Saga, Sagas
from decompose.design.transactions.splitting import Writings, advice_on
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
    points to are deleted can follow as an event, and splits nothing. Who writes only as a receiver of signals follows
    as an event too. A participant whose tables are all written mostly together with those of another argues for moving the
    boundary: that is advised if nothing would be split then, everything else asks for a saga. A shared kernel is no
    participant: its tables travel with its package, so that each context writes a copy of its own.
    """
    transactions = _transactions(findings)
    owner_of = {table.table: table.owner for table in ownership.tables if table.owner}
    kernels = {context.id for context in catalog.contexts if context.kind is ContextKind.SHARED_KERNEL}
    split = {each.function: _Split.of(each, owner_of, kernels) for each in transactions}
    split = {function: each for function, each in split.items() if len(each.contexts) > 1}
    domain = {table: owner for table, owner in owner_of.items() if owner not in kernels}
    sagas = Sagas(findings, catalog, domain, {function: each.own.tables for function, each in split.items()})
    held = held_by(findings.transactions, domain)
    names, writings = names_of(catalog), Writings.of(each.tables for each in transactions)
    accesses = {table.table: table.accesses for table in ownership.tables}
    found = []
    for function, each in split.items():
        saga, holding = sagas.of(function), held.get(function, Held())
        advice = advice_on(each.writes, each.contexts, saga.follows if saga else (), names, writings)
        found.append(
            SplitTransaction(
                function,
                each.own.location,
                each.writes,
                each.contexts,
                advice + holding.advice,
                one_owner(each.writes, each.contexts, accesses, names),
                saga,
                holding.locks,
                holding.afterwards,
            )
        )
    return tuple(sorted(found, key=lambda t: (-len(t.contexts), -len(t.writes), t.function, t.location)))


class _Split(Struct):
    """A transaction with the owner of each table it writes, and those owners that are domain contexts."""

    own: _Transaction
    writes: tuple[tuple[str, str], ...]
    contexts: tuple[str, ...]

    @staticmethod
    def of(transaction: _Transaction, owner_of: Mapping[str, str], kernels: set[str]) -> "_Split":
        writes = tuple((table, owner_of[table]) for table in sorted(transaction.tables) if table in owner_of)
        return _Split(transaction, writes, tuple(sorted({owner for _, owner in writes} - kernels)))


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
