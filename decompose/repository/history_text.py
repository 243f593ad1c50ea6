"""From the text of `git log` in one documented format to commits; the streamed command and `--history FILE` share it."""

from pathlib import Path

from decompose.repository.history import History


def read_history_file(path: Path) -> History:
    """The history of a text file made by `COMMAND`; raises DecomposeError with the line that is not understood."""
    raise NotImplementedError
