"""From a path to its `History`, by one streamed `git log` that runs nothing of the analysed repository."""

from collections.abc import Callable
from pathlib import Path

from decompose.errors import Problem
from decompose.repository.history import History


def read_history(
    root: Path,
    *,
    max_commits: int | None = None,
    since: str = "",
    wants: Callable[[str], bool] | None = None,
) -> tuple[History | None, tuple[Problem, ...]]:
    """The history that led to the checked out commit, or None with the problem that says why there is none.

    `since` is a date as git understands it (`2023-01-01`); `wants` keeps only the changes of paths it accepts.
    """
    raise NotImplementedError
