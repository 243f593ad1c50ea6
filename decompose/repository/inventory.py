"""From a path to a `Repository`: the files that analyzers want, read once and safely, and those that were skipped."""

from collections.abc import Callable
from pathlib import Path

from decompose.repository.source import Repository

MAX_FILE_SIZE = 1_000_000


def read_repository(
    root: Path,
    wants: Callable[[str], bool],
    *,
    exclude: tuple[str, ...] = (),
    max_file_size: int = MAX_FILE_SIZE,
) -> Repository:
    """The wanted files under `root`; every one that could not be read is a problem. History is not read here.

    Raises DecomposeError if `root` is missing, not a folder, empty, or if a pattern of `exclude` is not one.
    """
    raise NotImplementedError
