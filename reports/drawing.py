"""Headings, lines and tables on a rich console; all text is shown as it is, with nothing of it taken for markup."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from decompose.evidence.words import number
from decompose.result.plain import plain
from decompose.result.wording import ended_by

if TYPE_CHECKING:
    from rich.console import Console


def heading(console: "Console", title: str) -> None:
    """An empty line, and the title of a section."""
    console.print()
    line(console, title, "bold cyan")


def line(console: "Console", text: str, style: str = "", indent: int = 0) -> None:
    """A paragraph, each of its lines indented."""
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(plain(text), style=style), (0, 0, 0, indent), expand=False))


def answers(console: "Console", told: Sequence[tuple[str, str]]) -> None:
    """Each question in one word with its answer beside it."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    for question, answer in told:
        grid.add_row(Text(question, style="bold cyan"), Text(plain(answer)))
    console.print(grid)


def item(console: "Console", text: str) -> None:
    """One item of a list, behind a dash."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row("-", Text(plain(text)))
    console.print(grid)


NARROWEST = 30
"""Signs that any cell may have before its beginning is cut; chosen: the name of a context."""


def table(
    console: "Console", title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], most: int, what: str
) -> None:
    """A heading and the first `most` rows, or nothing where there are none.

    Columns are aligned as the first sign of their names says (`<` or `>`). The last one wraps, and so do words; of a path
    or name that is too long the end is shown, which tells more.
    """
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    heading(console, title)
    widest = min(console.width * 2 // 5, max(NARROWEST, console.width // len(columns)))  # so that the last one has room
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for index, column in enumerate(columns):
        last = index == len(columns) - 1
        justify: Literal["left", "right"] = "right" if column[0] == ">" else "left"
        wraps = last or any(_is_words(row[index]) and len(row[index]) > widest for row in rows[:most])
        room = None if last or not wraps else widest
        overflow: Literal["fold", "ellipsis"] = "fold" if wraps else "ellipsis"
        grid.add_column(column[1:], justify=justify, no_wrap=not wraps, overflow=overflow, max_width=room)
    for row in rows[:most]:
        cells = [plain(cell) if _is_words(cell) else ended_by(plain(cell), widest) for cell in row[:-1]]
        grid.add_row(*map(Text, cells), Text(plain(row[-1])))
    console.print(grid)
    more(console, len(rows) - most, what)


def _is_words(cell: str) -> bool:
    return " " in cell and "/" not in cell


def more(console: "Console", count: int, one: str, many: str = "") -> None:
    """How many there are that are not shown, if any."""
    if count > 0:
        line(console, f"… and {number(count)} more {one if count == 1 else many or one + 's'}", "dim")
