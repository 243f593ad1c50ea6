"""A TOML file as text: from its lines to where something is set, and to errors that say so."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from decompose.errors import DecomposeError


class TomlText:
    """The text of a file with its name, to tell where something is."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self._lines = name, text.split("\n")

    def wrong(self, line: int, message: str, remedy: str) -> DecomposeError:
        """The error for a mistake at `line`; 0 if the line is not known."""
        return DecomposeError(f"{self.name}{f':{line}' if line else ''}: {message}", remedy)

    def line_of(self, key: str, table: str = "", index: int = 0) -> int:
        """The line that sets `key` in the `index`th `[[table]]`, or at the top; the table's own line if only that is found."""
        start, end = self._span(table, index)
        for number in range(start, end):
            if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]|\s*\[+\s*{re.escape(key)}\b""", self._lines[number]):
                return number + 1
        return start if table else 0

    def _span(self, table: str, index: int) -> tuple[int, int]:
        if not table:
            return 0, len(self._lines)
        heads = [n for n, line in enumerate(self._lines) if re.match(r"\s*\[", line)]
        own = [n for n in heads if re.match(rf"\s*\[\[\s*{table}\s*\]\]", self._lines[n])]
        if index >= len(own):
            return 0, 0
        return own[index] + 1, min((n for n in heads if n > own[index]), default=len(self._lines))

    def lines_of(self, table: str, count: int) -> list[int]:
        """The lines of the heads of this many `[[table]]`; 0 for those that are written another way."""
        own = [n + 1 for n, line in enumerate(self._lines) if re.match(rf"\s*\[\[\s*{table}\s*\]\]", line)]
        return (own + [0] * count)[:count]


def meant(name: str, names: Iterable[str]) -> str:
    """The remedy for a name that is none of these."""
    known = sorted(names)
    close = get_close_matches(name, known, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Known are: {', '.join(known)}." if known else "None are known."
