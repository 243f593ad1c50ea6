"""A sequence of reads and writes → rows that tell it in order."""

from decompose.design.transactions.sequence import Sequence, Step
from decompose.design.transactions.ways import Ways
from decompose.evidence.findings import Findings
from decompose.evidence.words import amount
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Section
from decompose.result.wording import context_names, place, symbol


def ways_of(decomposition: Decomposition) -> Ways:
    """The ways on which tables are reached, from what the result keeps of them."""
    return Ways(
        Findings(
            evidence=decomposition.evidence,
            runs=decomposition.passages,
            transactions=decomposition.all_transactions,
            resources=decomposition.resources,
        )
    )


def order_section(decomposition: Decomposition, sequence: Sequence, heading: str) -> Section | None:
    """The steps in order, each with the owner of its table and the transaction it is in."""
    owners, names = {t.table: t.owner for t in decomposition.ownership.tables}, context_names(decomposition)
    rows = tuple(
        (place(step.location), access(step), step.outside or symbol(step.table),
         names.get(owners.get(symbol(step.table), ""), "–"), symbol(step.function), _transaction(sequence, step))
        for step in sequence.steps
    )  # fmt: skip
    said = ["In the order of the text, through calls; of branches each is told, of loops one round."]
    if not sequence.whole:
        said.append(f"There are more; the first {amount(len(rows), 'step')} are told.")
    columns = ("place", "access", "table", "owner", "in", "transaction")
    return Section(heading, tuple(said), columns, rows) if rows else None


def access(step: Step) -> str:
    """What a step does in one word: reads, locks, writes, creates, deletes."""
    for flag, word in (("lock", "locks"), ("delete", "deletes"), ("create", "creates")):
        if flag in step.flags:
            return word
    return step.access


def _transaction(sequence: Sequence, step: Step) -> str:
    """The begin of the step's transaction, and whether the step comes by a task, signal or event only."""
    inside = place(sequence.transactions[step.transaction - 1].location) if step.transaction else ""
    return ", ".join(part for part in (inside, "later" if step.later else "") if part) or "–"
