"""Merge conflicts: a committed file that still holds git's markers is refused, because taking a side changes policy silently."""

from decompose.errors import DecomposeError

MARKERS = ("<<<<<<< ", ">>>>>>> ", "||||||| ")


def refuse_conflicts(text: str, name: str, remedy: str) -> None:
    """Raise DecomposeError with the line of the first marker of a merge that was not finished."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(MARKERS) or line.rstrip() == "=======":
            raise DecomposeError(f"{name}:{number}: an unfinished merge is left in this file.", remedy)
