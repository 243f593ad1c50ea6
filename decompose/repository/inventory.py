"""From a path to a `Repository`: the files that analyzers want, read once and safely, and those that were skipped."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from decompose.errors import DecomposeError, Location, Problem
from decompose.repository.globs import globs_of
from decompose.repository.listing import listed_by_git
from decompose.repository.names import display_path
from decompose.repository.reading import Skipped, read_file
from decompose.repository.running import GitUnavailableError
from decompose.repository.shadow import shadow_of
from decompose.repository.source import Repository, SourceFile
from decompose.repository.walking import Selection, Tree, walk

MAX_FILE_SIZE = 1_000_000
"""Bytes; larger Python files are generated data as a rule, and cost seconds each."""


def read_repository(
    root: Path,
    wants: Callable[[str], bool],
    *,
    exclude: tuple[str, ...] = (),
    max_file_size: int = MAX_FILE_SIZE,
    git: bool = True,
    may_be_empty: bool = False,
) -> Repository:
    """The wanted files under `root`; every one that could not be read is a problem. History is not read here.

    What git ignores is left out if `git` and the folder is part of a repository. Raises DecomposeError if `root` is
    missing, not a folder, empty (unless it may be), or not readable, or if a pattern of `exclude` is not one.
    """
    patterns = globs_of(exclude)
    where = _folder(root, may_be_empty)
    listed, problems = _listed(where) if git else (None, ())
    descriptor = os.open(where, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        tree = walk(descriptor, where, Selection(wants, patterns, listed))
        repository = _read(descriptor, where.name or "root", tree, max_file_size)
    finally:
        os.close(descriptor)
    return replace(repository, problems=(*problems, *repository.problems))


def _read(folder: int, name: str, tree: Tree, max_file_size: int) -> Repository:
    files: list[SourceFile] = []
    problems = [*tree.skipped, *tree.folders]
    for path in tree.files:
        file = read_file(folder, path, max_file_size)
        if isinstance(file, Skipped):
            problems.append(Problem(Location(display_path(path)), file.code, file.message))
        else:
            files.append(file)
    return Repository(
        name=display_path(os.fsencode(name)),
        files=tuple(sorted(files, key=lambda file: file.path)),
        listed=len(tree.files) + len(tree.skipped),
        problems=tuple(sorted(problems)),
    )


def _folder(root: Path, may_be_empty: bool) -> Path:
    try:
        where = root.resolve(strict=True)
        if not stat.S_ISDIR(where.stat().st_mode):
            raise DecomposeError(f"{root} is a file.", "Name the folder that holds the system to analyse.")
        with os.scandir(where) as entries:
            if next(entries, None) is None and not may_be_empty:
                raise DecomposeError(f"{root} is empty.", "Name the folder that holds the system to analyse.")
    except FileNotFoundError:
        raise DecomposeError(f"{root} does not exist.", "Name the folder that holds the system to analyse.") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise DecomposeError(f"{root} cannot be read: {_why(error)}.", "Check its name and permissions.") from None
    return where


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "it is not a path"


def _listed(where: Path) -> tuple[frozenset[bytes] | None, tuple[Problem, ...]]:
    """What git lists; without git nobody expects its ignore files to count, but a git that fails is told."""
    try:
        with shadow_of(where) as shadow:
            return listed_by_git(shadow), ()
    except GitUnavailableError as error:
        if error.problem.code == "git-absent":
            return None, ()
        message = f"{error.problem.message}; files that .gitignore leaves out were read"
        return None, (Problem(Location(""), "ignore-rules", message),)
