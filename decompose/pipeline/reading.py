"""From a folder and settings to a `Repository`: the files that any analyzer wants, and the history that led to them."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import msgspec

from decompose.errors import DecomposeError, Problem
from decompose.pipeline.asked import cache_of
from decompose.pipeline.front_ends import front_ends, wanted
from decompose.pipeline.progress import Progress, silent, staged
from decompose.repository.code_owners_file import find_code_owners
from decompose.repository.git import read_history
from decompose.repository.history import History
from decompose.repository.history_text import read_history_file
from decompose.repository.inventory import read_repository
from decompose.repository.memory import ChangeMemory
from decompose.repository.revision import read_revision
from decompose.repository.source import Repository
from decompose.repository.spellings import differing_in_case
from decompose.settings import Settings

Past = Callable[[], tuple[History | None, tuple[Problem, ...]]]
"""A history that is read when it is asked for, or why there is none."""


def read(root: Path, settings: Settings, progress: Progress = silent) -> Repository:
    """The files and their history; raises DecomposeError where there is nothing to analyse."""
    with_files = staged(progress, "reading files", lambda: read_files(root, settings))
    return staged(progress, "reading history", lambda: with_history(with_files, root, settings))


def read_files(root: Path, settings: Settings) -> Repository:
    """The files and who owns them, without history; raises DecomposeError where there is nothing to analyse."""
    repository = read_tree(root, settings)
    owners, problems = find_code_owners(root, settings.revision)
    return msgspec.structs.replace(repository, owners=owners, problems=(*repository.problems, *problems))


def read_tree(root: Path, settings: Settings) -> Repository:
    """The files alone; raises DecomposeError where there is nothing to analyse."""
    repository = _files(root, settings)
    is_source = wanted(beside=False)
    beside = sum(not is_source(file.path) for file in repository.files)
    if repository.listed == beside and not settings.evidence:
        remedy = "Name the folder of a Python system; of a bare repository, say --revision HEAD."
        raise DecomposeError(f"{root} holds no Python and no SQL.", remedy)
    alike = differing_in_case(file.path for file in repository.files)
    return msgspec.structs.replace(repository, problems=(*repository.problems, *alike))


def with_history(repository: Repository, root: Path, settings: Settings, past: Past | None = None) -> Repository:
    """The repository with its history, or with the problem that tells why it has none; `past` if others read it too."""
    if settings.history:
        history = read_history_file(Path(settings.history), wanted(beside=False))
        return msgspec.structs.replace(repository, history=history)
    if not settings.git:
        return repository
    found, problems = (past or past_of(root, settings))()
    return msgspec.structs.replace(repository, history=found, problems=(*repository.problems, *problems))


def past_of(root: Path, settings: Settings) -> Past:
    """The history of `root` for all who ask for it: read when the first does, and only once."""
    return cache(partial(read_past, root, settings))


def read_past(root: Path, settings: Settings) -> tuple[History | None, tuple[Problem, ...]]:
    """The history of `root` as git tells it, whatever the settings say of a file of history, or why there is none."""
    read = partial(
        read_history,
        root,
        revision=settings.revision or "HEAD",
        max_commits=settings.max_commits or None,
        since=settings.since,
        wants=wanted(beside=False),
    )
    if not settings.cache:
        return read()
    # the files that analyzers want change with their versions
    version = repr([(front_end.name, front_end.version) for front_end in front_ends()])
    with cache_of(settings) as known:
        return read(memory=ChangeMemory(known, version))


def _files(root: Path, settings: Settings) -> Repository:
    exclude, largest = settings.exclude, settings.max_file_size
    if settings.revision:
        return read_revision(root, settings.revision, wanted(), exclude=exclude, max_file_size=largest)
    may_be_empty = bool(settings.evidence)
    return read_repository(root, wanted(), exclude=exclude, max_file_size=largest, may_be_empty=may_be_empty)
