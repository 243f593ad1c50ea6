"""What a transaction is: where it begins and ends, what it writes, locks and starts, in which order, and what splits it."""

from decompose.design.sequence import sequence_in
from decompose.evidence.transaction import Transaction, TransactionKind
from decompose.evidence.words import amount, listed, number
from decompose.result.decomposition import Decomposition
from decompose.result.explanation import Explanation, Section
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
    sections.append(_split(decomposition, function))
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


def _split(decomposition: Decomposition, function: str) -> Section | None:
    said = tuple(split.advice for split in decomposition.transactions if split.function == function)
    return Section("What the boundaries do to it", said) if said else None
