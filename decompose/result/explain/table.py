"""What a table is to the system: what it holds, who owns and uses it, and which tables are used together with it."""

from decompose.design.data.co_access import CoAccess, co_accesses
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import Unit, module_of
from decompose.evidence.words import amount
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.wording import context_names, place, symbol

USES = (EvidenceKind.READS, EvidenceKind.WRITES)


def table_explanation(decomposition: Decomposition, table: Unit) -> Explanation:
    """What the result knows of one table."""
    sections = (
        _definition(decomposition, table),
        _owner(decomposition, table),
        _pointers(decomposition, table),
        _together(decomposition, table),
        _transactions(decomposition, table),
        _uses(decomposition, table),
        _problems(decomposition, table),
    )
    return Explanation("table", (table.id,), table.name, tuple(section for section in sections if section))


def _definition(decomposition: Decomposition, table: Unit) -> Section:
    rows = tuple(
        (place(piece.location), symbol(piece.source), piece.detail)
        for piece in decomposition.evidence
        if piece.kind is EvidenceKind.DEFINES and piece.target == table.id
    )
    said = () if rows else ("Nothing of this tree defines it: it is known from its use.",)
    return Section("What it holds", said, ("place", "defined by", "columns"), rows)


def _owner(decomposition: Decomposition, table: Unit) -> Section | None:
    names = context_names(decomposition)
    known = next((each for each in decomposition.ownership.tables if each.table == symbol(table.id)), None)
    if known is None:
        return None
    rows = tuple((names.get(each.context, each.context), str(each.reads), str(each.writes)) for each in known.accesses)
    said = [known.reason] + (["Another context than the owner writes it."] if known.contested else [])
    return Section("Who owns it", tuple(said), ("context", "reads", "writes"), rows)


def _pointers(decomposition: Decomposition, table: Unit) -> Section | None:
    rows = tuple(
        (place(piece.location), symbol(piece.source), piece.detail or "–", symbol(piece.target),
         "no" if "unenforced" in piece.flags else "yes")
        for piece in decomposition.evidence
        if piece.kind is EvidenceKind.FOREIGN_KEY and table.id in (piece.source, piece.target)
    )  # fmt: skip
    columns = ("place", "table", "column", "points to", "checked by the database")
    return Section("Foreign keys", (), columns, rows) if rows else None


def _together(decomposition: Decomposition, table: Unit) -> Section | None:
    """The tables joined, written and touched together with this one."""
    found = co_accesses(decomposition.evidence, decomposition.all_transactions, decomposition.reach, table.id)
    owners, names = {t.table: t.owner for t in decomposition.ownership.tables}, context_names(decomposition)
    rows = tuple(
        (symbol(other), names.get(owners.get(symbol(other), ""), "–"), *map(str, _counts(pair)), _example(pair))
        for pair in found
        for other in (pair.other if pair.one == table.id else pair.one,)
    )
    columns = ("table", "owner", "joins", "transactions", "entry points", "for example")
    return Section("Used together with", (), columns, rows) if rows else None


def _counts(pair: CoAccess) -> tuple[int, int, int]:
    return (len(pair.joins), len(pair.transactions), len(pair.entries))


def _example(pair: CoAccess) -> str:
    return next(iter((*pair.transactions, *pair.joins, *map(symbol, pair.entries))), "–")


def _transactions(decomposition: Decomposition, table: Unit) -> Section | None:
    rows = tuple(
        (place(each.location), symbol(each.function), ", ".join(each.tables))
        for each in decomposition.all_transactions
        if symbol(table.id) in each.tables
    )
    return Section("Transactions that write it", (), ("place", "function", "writes"), rows) if rows else None


def _uses(decomposition: Decomposition, table: Unit) -> Section | None:
    names, context_of = context_names(decomposition), decomposition.catalog.context_of()
    rows = tuple(
        (place(piece.location), piece.kind.value, symbol(piece.source),
         names.get(context_of.get(module_of(piece.source), ""), "–"), piece.detail)
        for piece in decomposition.evidence
        if piece.kind in USES and piece.target == table.id
    )  # fmt: skip
    columns = ("place", "access", "in", "context", "detail")
    return Section(f"Who reads and writes it: {amount(len(rows), 'place')}", (), columns, rows) if rows else None


def _problems(decomposition: Decomposition, table: Unit) -> Section | None:
    name = f" {symbol(table.id)} "
    rows = tuple(
        (place(problem.location), problem.message)
        for problem in decomposition.problems
        if problem.code in {"schema-disagreement", "undefined-table", "past-table"}
        and name in f" {problem.message} ".replace(",", " ")
    )
    return Section("What does not fit", (), ("place", "problem"), rows) if rows else None
