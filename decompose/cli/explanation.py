"""An explanation on the terminal: its title, sentences and tables, nothing of the analysed tree taken for markup."""

from typing import TYPE_CHECKING

from decompose.result.explanation import Explanation, Section
from decompose.result.plain import plain

if TYPE_CHECKING:
    from rich.console import Console


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
        for column in section.columns:
            table.add_column(Text(plain(column)), overflow="fold")
        for row in section.rows:
            table.add_row(*(Text(plain(cell)) for cell in row))
        console.print(table)
