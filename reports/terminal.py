"""The summary for a terminal: what an architect needs of a `Decomposition` on one or two screens, 80 columns or more."""

from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING, Literal

from decompose.plan.plan import Step
from decompose.result.decomposition import Decomposition
from decompose.result.plain import plain
from decompose.result.wording import (
    amount,
    context_names,
    domain_contexts,
    ended_by,
    listed,
    number,
    of,
    place,
    share,
    verdict,
)

from .sentences import (
    ended,
    flows,
    marks,
    what_to_do_first,
    what_to_doubt,
    what_was_found,
    what_was_read,
    what_was_weighed,
)

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100
"""Columns of the summary where no terminal says how many it has."""

CONTEXTS, RELATIONS, TABLES, TRANSACTIONS, STEPS, REASONS, WORDS = 15, 8, 6, 4, 5, 6, 6
"""Rows shown of each list; chosen: together about two screens. What is left out is counted."""


def render(decomposition: Decomposition) -> str:
    """The summary as plain text."""
    from rich.console import Console

    text = StringIO()
    summarise(
        decomposition, Console(file=text, width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    )
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def summarise(decomposition: Decomposition, console: "Console") -> None:
    """Print the summary; the console decides on width and colour."""
    _opening(decomposition, console)
    _contexts(decomposition, console)
    _relations(decomposition, console)
    _contested(decomposition, console)
    _transactions(decomposition, console)
    _plan(decomposition, console)
    _not_understood(decomposition, console)
    _next(decomposition, console)


def _opening(decomposition: Decomposition, console: "Console") -> None:
    _line(console, decomposition.run.system, "bold")
    for say in (what_was_read, what_was_weighed, what_was_found, what_to_do_first):
        if sentence := say(decomposition):
            _line(console, sentence)
    for doubt in what_to_doubt(decomposition):
        _line(console, f"! {doubt}", "yellow")


def _contexts(decomposition: Decomposition, console: "Console") -> None:
    owned: dict[str, int] = {}
    for table in decomposition.ownership.tables:
        owned[table.owner] = owned.get(table.owner, 0) + 1
    names = context_names(decomposition)
    rows = [
        (names[context.id], f"{len(context.members):,}", f"{context.lines:,}", f"{owned.get(context.id, 0):,}",
         share(context.cohesion) if firm else "–", share(context.stability) if firm else "–", ", ".join(context.terms[:WORDS]))
        for context in decomposition.catalog.contexts
        for firm in (context in domain_contexts(decomposition),)
    ]  # fmt: skip
    columns = ("<context", ">modules", ">lines", ">tables", ">cohesion", ">stability", "<words")
    _table(console, "Contexts", columns, rows, CONTEXTS, "context")


def _relations(decomposition: Decomposition, console: "Console") -> None:
    names = context_names(decomposition)
    rows = [
        (names.get(relation.downstream, relation.downstream), names.get(relation.upstream, relation.upstream),
         number(relation.weight), f"{flows(relation)} ({relation.pattern})")
        for relation in decomposition.context_map.relations
    ]  # fmt: skip
    _table(
        console, "Strongest relations", ("<context", "<depends on", ">weight", "<through"), rows, RELATIONS, "relation"
    )


def _contested(decomposition: Decomposition, console: "Console") -> None:
    names = context_names(decomposition)
    rows = [
        (table.table, names.get(table.owner, "–"), share(table.confidence),
         listed([f"{names.get(a.context, a.context)} ({amount(a.writes, 'place')})"
                 for a in table.accesses if a.writes and a.context != table.owner]))
        for table in decomposition.ownership.tables
        if table.contested
    ]  # fmt: skip
    _table(console, "Contested tables", ("<table", "<owner", ">confidence", "<also written by"), rows, TABLES, "table")


def _transactions(decomposition: Decomposition, console: "Console") -> None:
    splits = decomposition.transactions
    if not splits:
        return
    _heading(console, "Transactions that the boundaries split")
    for split in splits[:TRANSACTIONS]:
        _line(console, f"{place(split.location)} writes {', '.join(table for table, _ in split.writes)}")
        _line(console, ended(split.advice), "dim", indent=4)
    _more(console, len(splits) - TRANSACTIONS, "transaction")


def _plan(decomposition: Decomposition, console: "Console") -> None:
    steps = decomposition.plan.steps
    if not steps:
        return
    _heading(console, "Plan")
    names = context_names(decomposition)
    for step in steps[:STEPS]:
        _step(step, names, console)
    _more(console, len(steps) - STEPS, "step")
    for advice in decomposition.plan.advice:
        _line(console, ended(advice), "italic")


def _step(step: Step, names: dict[str, str], console: "Console") -> None:
    title = f"{step.rank:>2}. {names.get(step.context, step.context)}: {verdict(step.verdict)} ({marks(step)})"
    _line(console, title, "bold")
    _line(console, ended(step.why), indent=4)
    for dimension in ("effort", "risk", "value"):
        drivers = sorted((d for d in step.drivers if d.dimension == dimension), key=lambda d: (-d.points, d.name))
        if drivers:
            _line(
                console, f"{dimension}: {'; '.join(d.explanation.rstrip('. ') for d in drivers[:2])}", "dim", indent=4
            )
    if step.after:
        _line(console, f"after: {', '.join(names.get(id, id) for id in step.after)}", "dim", indent=4)


def _not_understood(decomposition: Decomposition, console: "Console") -> None:
    examples: dict[str, list[str]] = {}
    for problem in decomposition.problems:
        examples.setdefault(problem.code, []).append(f"{place(problem.location)} {problem.message}")
    order = sorted(examples.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = [(code, f"{len(found):,}", found[0]) for code, found in order]
    _table(console, "Not understood", ("<reason", ">times", "<for example"), rows, REASONS, "reason")
    for ratio in decomposition.coverage.understood:
        _line(console, f"{ratio.name}: {of(ratio.part, ratio.whole)}", "dim")


def _next(decomposition: Decomposition, console: "Console") -> None:
    _heading(console, "Next")
    steps, contexts = decomposition.plan.steps, [c.id for c in domain_contexts(decomposition)]
    commands = ["decompose report -o html=report.html"]
    if steps:
        commands.append(f"decompose explain step {steps[0].rank}")
    if contexts:
        commands.append(f"decompose explain context {contexts[0]}")
    for relation in decomposition.context_map.relations[:1]:
        commands.append(f"decompose explain edge {relation.downstream} {relation.upstream}")
    for command in commands:
        _line(console, command, indent=2)


def _table(
    console: "Console", title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], most: int, what: str
) -> None:
    """A table whose columns are aligned as the first sign of their names says; nothing for no rows."""
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    _heading(console, title)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for index, column in enumerate(columns):
        last = index == len(columns) - 1
        justify: Literal["left", "right"] = "right" if column[0] == ">" else "left"
        table.add_column(column[1:], justify=justify, no_wrap=not last, overflow="fold" if last else "ellipsis")
    for row in rows[:most]:
        cells = [ended_by(plain(cell), console.width // 3) for cell in row[:-1]]
        table.add_row(*map(Text, cells), Text(plain(row[-1])))
    console.print(table)
    _more(console, len(rows) - most, what)


def _more(console: "Console", count: int, what: str) -> None:
    if count > 0:
        _line(console, f"… and {amount(count, f'more {what}')}", "dim")


def _heading(console: "Console", title: str) -> None:
    console.print()
    _line(console, title, "bold cyan")


def _line(console: "Console", text: str, style: str = "", indent: int = 0) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(plain(text), style=style), (0, 0, 0, indent), expand=False))
