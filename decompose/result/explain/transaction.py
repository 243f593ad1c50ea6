"""What a transaction is: where it begins and ends, what it writes, locks and starts, in which order, and what splits it."""

from collections.abc import Mapping, Sequence

from decompose.design.transactions.saga import Part, Saga, SagaStep
from decompose.design.transactions.sequence import sequence_in
from decompose.evidence.transaction import INHERITED, Transaction, TransactionKind
from decompose.evidence.words import amount, listed, number
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.explain.outside import calls_section
from decompose.result.ordered import order_section, ways_of
from decompose.result.wording import context_names, place, symbol

KINDS = {
    TransactionKind.BLOCK: "a block",
    TransactionKind.FUNCTION: "the function as a whole, by a decorator",
    TransactionKind.COMMIT: "what ends in a commit",
    TransactionKind.REQUEST: "the request, by a setting of the framework",
    TransactionKind.TEXT: "what stands between BEGIN and COMMIT",
}

MARKS = {
    "durable": "It may not be part of another transaction.",
    "savepoint": "It is a savepoint of whatever transaction its caller has begun.",
    "two-phase": "It commits in two phases.",
    INHERITED: "Its text is that of an ancestor; told is what it does for an object of this class.",
}


def transaction_explanation(decomposition: Decomposition, transactions: tuple[Transaction, ...]) -> Explanation:
    """The transactions that one function holds, each with its steps in order."""
    ways = ways_of(decomposition)
    sections: list[Section | None] = []
    for transaction in transactions:
        where = place(transaction.location)
        sections += [
            _itself(decomposition, transaction),
            order_section(decomposition, sequence_in(ways, transaction), f"What happens in it, in order ({where})"),
        ]
    function = transactions[0].function
    sections += _split(decomposition, function)
    sections.append(calls_section([call for call in decomposition.calls_out if call.function == function]))
    title = f"{symbol(function)}: {amount(len(transactions), 'transaction')}"
    return Explanation("transaction", (function,), title, tuple(section for section in sections if section))


def _itself(decomposition: Decomposition, transaction: Transaction) -> Section:
    owners, names = {t.table: t.owner for t in decomposition.ownership.tables}, context_names(decomposition)
    lines = f"line {transaction.first}" + (f" to {transaction.last}" if transaction.last > transaction.first else "")
    said = [f"It is {KINDS[transaction.kind]}: {lines}.", *(MARKS[mark] for mark in transaction.marks)]
    if transaction.locks:
        said.append(f"It locks rows of {listed(transaction.locks, 0)}.")
    if transaction.afterwards:
        said.append(f"Once it is committed, this runs: {listed(transaction.afterwards, 0)}.")
    rows = tuple(
        (written.table, names.get(owners.get(written.table, ""), "–"), "itself" if written.direct else "through calls",
         number(written.confidence))
        for written in transaction.writes
    )  # fmt: skip
    return Section(f"Written at {place(transaction.location)}", tuple(said), ("table", "owner", "by", "sure"), rows)


def _split(decomposition: Decomposition, function: str) -> list[Section]:
    sections = []
    for split in decomposition.transactions:
        if split.function == function:
            sections.append(Section("What the boundaries do to it", (split.advice, split.alternative)))
            sections += [_saga(decomposition, split.saga)] if split.saga else []
    return sections


def _saga(decomposition: Decomposition, saga: Saga) -> Section:
    names = context_names(decomposition)
    seen = listed(
        [f"{names.get(context, context)} at {amount(places, 'place')}" for context, places in saga.seen_by], 0
    )
    said = [
        f"About {number(saga.effort)} points: each step beyond the first, and each compensation that has to be written.",
        *_order(saga, names),
        f"Until it is done {seen} can read what may yet be undone."
        if seen
        else "Nobody else reads what may yet be undone.",
        f"Functionality complexity {saga.functionality_complexity}, system complexity {saga.system_complexity}.",
    ]
    rows = tuple(
        (str(at), names.get(step.context, step.context), _done(step), str(step.part), _undone(step), place(step.location))
        for at, step in enumerate(saga.steps, 1)
    )  # fmt: skip
    columns = ("step", "context", "writes, or asks", "part", "undone by", "place")
    return Section("As a saga, in the order of today's code", tuple(said), columns, rows)


def _done(step: SagaStep) -> str:
    return listed(step.tables, 0) or f"asks {listed(step.asks, 0)}"


def _order(saga: Saga, names: Mapping[str, str]) -> list[str]:
    """What the steps do not show: turns that are told as one, and what follows or is written nobody knows when."""
    said = []
    if saga.turns > sum(bool(step.tables) for step in saga.steps):
        said.append(
            f"Today's code goes back and forth: {saga.turns} local transactions if its order stayed. Told is one for each "
            "context, which asks for another order."
        )
    if saga.follows:
        said.append(f"Receivers of signals write {_owned(saga.follows, names)}: an event each, nothing to undo.")
    if saga.unplaced:
        said.append(f"It also writes {_owned(saga.unplaced, names)}; at which point is not known.")
    return said


def _owned(tables: Sequence[tuple[str, str]], names: Mapping[str, str]) -> str:
    return listed([f"{table} ({names.get(context, context)})" for context, table in tables], 0)


def _undone(step: SagaStep) -> str:
    known = ", ".join(map(symbol, step.undone_by))
    if known or step.part is not Part.COMPENSATABLE:
        return known or "–"
    return "mark the rows, delete them at the end" if step.deletes else "to be written"
