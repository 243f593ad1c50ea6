"""An explanation on the terminal: its title, sentences and tables, nothing of the analysed tree taken for markup."""

from typing import TYPE_CHECKING

from decompose.result.explain.explanation import Explanation, Section
from decompose.result.plain import plain

if TYPE_CHECKING:
    from rich.console import Console, OverflowMethod

MOST = 25
"""Rows shown of each table; chosen: what fits one screen."""

WHOLE, PLACE = ("place", "kind"), 48
"""Columns that other columns make room for, as a place without its line is none, and the most that they may take."""

UNCUT = 10_000
"""Columns where no terminal says how many there are: what is read by `grep` loses nothing."""


def show(explanation: Explanation, console: "Console") -> None:
    """Print the explanation."""
    from rich.text import Text

    if not console.is_terminal:
        console.width = UNCUT
    console.print(Text(plain(explanation.title), style="bold"))
    for section in explanation.sections:
        _show(section, console)


def _show(section: Section, console: "Console") -> None:
    from rich.table import Table
    from rich.text import Text

    console.print()
    console.print(Text(plain(section.heading), style="bold cyan"))
    for sentence in section.sentences:
        console.print(Text(plain(sentence)))
    if section.rows:
        table = Table(box=None, pad_edge=False, header_style="dim")
        last = len(section.columns) - 1
        rows = [[plain(cell) for cell in row] for row in section.rows[:MOST]]
        for index, column in enumerate(section.columns):
            widest = max(len(row[index]) for row in rows) if column in WHOLE else 0
            overflow: OverflowMethod = "ellipsis" if index < last else "fold"
            table.add_column(Text(plain(column)), no_wrap=index < last, overflow=overflow, min_width=min(widest, PLACE))
        for row in rows:
            table.add_row(*map(Text, row))
        console.print(table)
    if len(section.rows) > MOST:
        console.print(Text(f"… and {len(section.rows) - MOST:,} more; -f json has them all", style="dim"))
