"""An explanation on the terminal: its title, sentences and tables, nothing of the analysed tree taken for markup."""

from typing import TYPE_CHECKING

from decompose.result.explanation import Explanation, Section
from decompose.result.plain import plain

if TYPE_CHECKING:
    from rich.console import Console

MOST = 25
"""Rows shown of each table; chosen: what fits one screen."""


def show(explanation: Explanation, console: "Console") -> None:
    """Print the explanation."""
    from rich.text import Text

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
        for index, column in enumerate(section.columns):
            table.add_column(Text(plain(column)), no_wrap=index < last, overflow="ellipsis" if index < last else "fold")
        for row in section.rows[:MOST]:
            table.add_row(*(Text(plain(cell)) for cell in row))
        console.print(table)
    if len(section.rows) > MOST:
        console.print(Text(f"… and {len(section.rows) - MOST:,} more; -f json has them all", style="dim"))
