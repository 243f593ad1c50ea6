"""An effect in words: from everything that would be different to an explanation for a terminal or another program."""

from collections.abc import Iterable

from decompose.contexts.measures.definitions import DEFINITIONS
from decompose.design.cuts.ledger import Cut
from decompose.design.transactions.transactions import SplitTransaction
from decompose.evidence.words import amount, number, percent
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.wording import inside, place, symbol
from decompose.tracking.what_if import Change, Effect, Moved

SHARES = ("largest context",)
"""Sizes that are shares, told in percent; their difference is told in percentage points."""

CALM = 0.0005
"""A measure that moves less than this is told as the same."""


def told(effect: Effect) -> Explanation:
    """The effect, with what changes first, and the lines for the boundary file last."""
    sections = (
        _summary(effect),
        _moved("Modules that move", ("module", "from", "to"), effect.moved),
        _numbers(effect),
        _measures(effect),
        _cuts("Cuts that would be new", effect.new_cuts),
        _cuts("Cuts that would be gone", effect.gone_cuts),
        _transactions("Transactions that would be split", effect.split),
        _transactions("Transactions that would be whole again", effect.joined),
        _moved("Tables with another owner", ("table", "from", "to"), effect.tables),
        _moved("Verdicts that change", ("context", "from", "to"), effect.verdicts),
        Section("Lines for decompose.contexts.toml", tuple("\n".join(effect.lines).rstrip("\n").split("\n"))),
    )
    title = f"What if: {effect.said}"
    return Explanation("what-if", (), title, tuple(section for section in sections if section))


def _summary(effect: Effect) -> Section:
    sentences = [f"{amount(len(effect.moved), 'module')} would be in another context."]
    sentences.append(f"Cuts: {len(effect.new_cuts)} new, {len(effect.gone_cuts)} gone.")
    sentences.append(f"Transactions: {len(effect.split)} newly split, {len(effect.joined)} whole again.")
    better, worse = _sides(effect.measures)
    sentences.append(f"Measures: {len(better)} better, {len(worse)} worse. No measure alone says whether it is right.")
    sentences += [
        f"The modules of {id} would not hang together: {amount(count, 'part')}." for id, count in effect.pieces
    ]
    sentences += [f"Note: {note}" for note in effect.notes]
    return Section("In short", tuple(sentences))


def _sides(measures: Iterable[Change]) -> tuple[list[str], list[str]]:
    ways = {definition.id: definition.better for definition in DEFINITIONS}
    verdicts = {change.name: _verdict(change, ways.get(change.name, "")) for change in measures}
    return [n for n, v in verdicts.items() if v == "better"], [n for n, v in verdicts.items() if v == "worse"]


def _verdict(change: Change, better: str) -> str:
    if not better or abs(change.after - change.before) < CALM:
        return ""
    return "better" if (change.after > change.before) == (better == "higher") else "worse"


def _moved(heading: str, columns: tuple[str, ...], moved: tuple[Moved, ...]) -> Section | None:
    rows = tuple((symbol(each.module), each.before or "none", each.after or "none") for each in moved)
    return Section(heading, (), columns, rows) if rows else None


def _numbers(effect: Effect) -> Section:
    rows = tuple(
        (change.name, _shown(change.name, change.before), _shown(change.name, change.after), _difference(change))
        for change in effect.balance
    )
    return Section("Sizes and ledger", (), ("", "now", "then", "difference"), rows)


def _shown(name: str, value: float) -> str:
    return percent(value) if name in SHARES else number(round(value, 1))


def _difference(change: Change) -> str:
    if change.name in SHARES:
        points = round(100 * change.after) - round(100 * change.before)
        return f"{points:+d} points" if points else "–"
    difference = round(change.after - change.before, 2)
    return f"{difference:+g}" if difference else "–"


def _measures(effect: Effect) -> Section | None:
    known = {definition.id: definition for definition in DEFINITIONS}
    rows = tuple(
        (
            known[change.name].name,
            known[change.name].better or "–",
            f"{change.before:.3f}",
            f"{change.after:.3f}",
            _verdict(change, known[change.name].better) or "–",
        )
        for change in effect.measures
        if change.name in known
    )
    columns = ("measure", "better", "now", "then", "which is")
    return Section("Measures", (), columns, rows) if rows else None


def _cuts(heading: str, cuts: tuple[Cut, ...]) -> Section | None:
    rows = tuple(
        (place(cut.location), cut.kind, inside(cut.source, cut.location), symbol(cut.target), cut.from_context,
         cut.to_context, cut.remedy, number(cut.effort))
        for cut in cuts
    )  # fmt: skip
    columns = ("place", "kind", "in", "to", "from context", "to context", "remedy", "points")
    return Section(heading, (), columns, rows) if rows else None


def _transactions(heading: str, splits: tuple[SplitTransaction, ...]) -> Section | None:
    rows = tuple(
        (place(each.location), each.function, ", ".join(each.contexts), ", ".join(table for table, _ in each.writes))
        for each in splits
    )
    return Section(heading, (), ("place", "function", "contexts", "writes"), rows) if rows else None
