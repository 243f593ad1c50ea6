"""A trial: the boundary file as it is, and as it would be with a few more lines, on disk only when asked."""

from collections.abc import Sequence
from pathlib import Path

from decompose.contexts.hand.hand import Hand
from decompose.errors import DecomposeError
from decompose.result.decomposition import Decomposition
from decompose.result.writing import write
from decompose.tracking.boundary_file import parse
from decompose.tracking.boundary_text import FIRST, entry, file_of
from decompose.tracking.moves import Move
from decompose.tracking.store import CONTEXTS, read_text


class Trial:
    """The file of `folder`, or where there is no folder what the result remembers of it."""

    def __init__(self, decomposition: Decomposition, folder: Path | None) -> None:
        self._path = folder / CONTEXTS if folder else None
        if self._path:
            self._text = read_text(self._path) if self._path.exists() else ""
        else:
            self._text = file_of(decomposition.hand)
        self.hand = parse(self._text, CONTEXTS).hand() if self._text else Hand()

    def lines(self, moves: Sequence[Move]) -> tuple[str, ...]:
        """The text of the entries that the moves need."""
        return tuple(entry(each) for move in moves for each in move.entries)

    def hand_with(self, moves: Sequence[Move]) -> Hand:
        """What the file would say; raises DecomposeError where the lines contradict those that are there."""
        return parse(self._with(moves), CONTEXTS).hand()

    def write(self, moves: Sequence[Move]) -> Path:
        """Add the lines to the file; what is there stays as it is."""
        if self._path is None:
            raise DecomposeError("a saved result has no boundary file.", "Give the folder that was analysed.")
        write(self._path, self._with(moves).encode())
        return self._path

    def _with(self, moves: Sequence[Move]) -> str:
        start = self._text.rstrip("\n") + "\n" if self._text else FIRST
        return "\n".join([start, *self.lines(moves)])
