"""What comes in by one entry point: its handler, the contexts, tables and functions that it can reach."""

from decompose.design.transactions.sequence import sequence_from
from decompose.evidence.reach import Reach
from decompose.evidence.unit import Unit, module_of
from decompose.evidence.words import amount
from decompose.result.decomposition import Decomposition
from decompose.result.entrances import Entrance, entrances_of
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.ordered import order_section, ways_of
from decompose.result.wording import context_names, place, symbol


def entry_explanation(decomposition: Decomposition, entry: Unit) -> Explanation:
    """What this entry point is routed to, and what may run and be read or written once it is called."""
    entrance = next((one for one in entrances_of(decomposition) if one.id == entry.id), None)
    reach = next((one for one in decomposition.reach if one.entry == entry.id), Reach(entry.id))
    sections = (
        _handling(decomposition, entry, entrance),
        _contexts(decomposition, reach, entrance),
        _tables(decomposition, reach),
        order_section(
            decomposition, sequence_from(ways_of(decomposition), entry.id), "What it reads and writes, in order"
        ),
        _functions(decomposition, reach),
    )
    return Explanation("entry", (entry.id,), entry.name, tuple(section for section in sections if section))


def _handling(decomposition: Decomposition, entry: Unit, entrance: Entrance | None) -> Section:
    names, context_of = context_names(decomposition), decomposition.catalog.context_of()
    rows = tuple(
        (handler, names.get(context_of.get(module_of(handler), ""), "–"))
        for handler in (entrance.handlers if entrance else ())
    )
    declared = f"Declared at {place(entry.location)}."
    said = (declared,) if rows else (declared, "It is routed to nothing of this tree.")
    return Section("Its handler", said, ("function or class", "context"), rows)


def _contexts(decomposition: Decomposition, reach: Reach, entrance: Entrance | None) -> Section | None:
    names, context_of = context_names(decomposition), decomposition.catalog.context_of()
    counts: dict[str, list[int]] = {}
    for function in reach.functions:
        counts.setdefault(context_of.get(module_of(function), ""), [0, 0])[0] += 1
    for function in reach.later:
        counts[context_of.get(module_of(function), "")][1] += 1
    order = sorted(counts.items(), key=lambda item: (-item[1][0], item[0]))
    rows = tuple(
        (names.get(context, "–"), f"{every:,}", f"{later:,}" if later else "–") for context, (every, later) in order
    )
    abroad = len(entrance.abroad) if entrance else 0
    said = (
        f"Besides its own it can reach {amount(abroad, 'other context')}; whoever cuts there must serve this call too."
        if abroad
        else "It stays in its own context, shared kernels aside."
    )
    columns = ("context", "functions", "only by task, signal or event")
    return Section("Contexts it can reach", (said,), columns, rows) if rows else None


def _tables(decomposition: Decomposition, reach: Reach) -> Section | None:
    owners, names = {t.table: t.owner for t in decomposition.ownership.tables}, context_names(decomposition)
    rows = tuple(
        (symbol(table), "writes" if table in reach.writes else "reads",
         names.get(owners.get(symbol(table), ""), "–"))
        for table in sorted({*reach.reads, *reach.writes}, key=lambda table: (table not in reach.writes, table))
    )  # fmt: skip
    return Section("Tables it can reach", (), ("table", "access", "owner"), rows) if rows else None


def _functions(decomposition: Decomposition, reach: Reach) -> Section | None:
    names, context_of = context_names(decomposition), decomposition.catalog.context_of()
    later = frozenset(reach.later)
    rows = tuple(
        (function, names.get(context_of.get(module_of(function), ""), "–"), "later" if function in later else "")
        for function in reach.functions
    )
    said = "As far as the text tells who calls whom: what is called through names that are computed is not among them."
    return Section("Functions it can reach", (said,), ("function", "context", ""), rows) if rows else None
