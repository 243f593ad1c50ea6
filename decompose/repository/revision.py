"""From a repository and a revision to a `Repository` as it was then: read from git's objects, with nothing checked out.

GitPython reads the objects through one `git cat-file --batch` on the shadow directory, in which nothing of the analysed
repository's configuration is in force.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from decompose.errors import DecomposeError, Location, Problem
from decompose.repository.globs import Globs, globs_of
from decompose.repository.inventory import MAX_FILE_SIZE
from decompose.repository.listing import NEVER
from decompose.repository.names import display_path
from decompose.repository.reading import Skipped
from decompose.repository.running import GitUnavailableError
from decompose.repository.shadow import Shadow, shadow_of
from decompose.repository.source import Repository, SourceFile

if TYPE_CHECKING:
    from git.objects import Blob, Submodule, Tree

SHA1_LENGTH = 40
"""Hexadecimal digits of the only object ids that GitPython's database knows."""


def read_revision(
    root: Path,
    revision: str,
    wants: Callable[[str], bool],
    *,
    exclude: tuple[str, ...] = (),
    max_file_size: int = MAX_FILE_SIZE,
) -> Repository:
    """The wanted files of `root` as they were at `revision`; every one that could not be read is a problem.

    `root` is a bare repository or a folder of a work tree, which then limits what is read. Raises DecomposeError if it is
    no repository, has no such commit or no such folder in it, or has objects of a kind that cannot be read (SHA-256).
    """
    patterns = globs_of(exclude)
    try:
        with shadow_of(root, revision) as shadow:
            if not shadow.head:
                raise DecomposeError(f"{root} has no commit {revision!r}.", "`git log --oneline` lists them.")
            if len(shadow.head) != SHA1_LENGTH:
                raise DecomposeError(f"{root} has SHA-256 objects.", f"Check {revision!r} out and analyse its folder.")
            name = display_path(os.fsencode(root.resolve().name or "root"))
            return _read(name, shadow, lambda path: wants(path) and not patterns.match(path), max_file_size, patterns)
    except GitUnavailableError as error:
        raise DecomposeError(f"{root} cannot be read at {revision!r}: {error.problem.message}.") from None


def _read(name: str, shadow: Shadow, wants: Callable[[str], bool], max_file_size: int, exclude: Globs) -> Repository:
    files: list[SourceFile] = []
    problems: list[Problem] = []
    with _tree(shadow) as tree:
        for path, entry in _entries(tree, exclude, problems):
            if not wants(path):
                continue
            content = _content(entry, max_file_size)
            if isinstance(content, Skipped):
                problems.append(Problem(Location(path), content.code, content.message))
            else:
                files.append(SourceFile(path, content, blake2b(content, digest_size=16).hexdigest()))
    listed = len(files) + sum(wants(problem.location.path) for problem in problems)
    return Repository(name, tuple(sorted(files, key=lambda file: file.path)), listed, tuple(sorted(problems)))


@contextmanager
def _tree(shadow: Shadow) -> "Iterator[Tree]":
    """The analysed folder in the commit that the shadow is of, readable within the context."""
    from git import Repo

    folder = os.fsdecode(shadow.prefix).rstrip("/")
    with Repo(shadow.directory) as repository:
        repository.git.update_environment(**_environment(shadow))
        try:
            tree = repository.commit(shadow.head).tree
            analysed = tree.join(folder) if folder else tree
            list(analysed)  # a missing one is told here, with what to do
        except KeyError:
            remedy = "Analyse the folder above it."
            raise DecomposeError(f"there is no folder {folder!r} at that revision.", remedy) from None
        except ValueError as error:  # also for names that lead elsewhere, which GitPython refuses
            remedy = "`git fetch --refetch` brings what is missing, `git fsck` names what is garbled."
            raise DecomposeError(f"objects of that revision are missing or garbled ({error}).", remedy) from None
        yield analysed


def _environment(shadow: Shadow) -> dict[str, str]:
    """The shadow's environment; GitPython adds it to the caller's, so what a git hook would set there is set to nothing."""
    home = str(shadow.directory)
    silenced = {name: "" for name in os.environ if name.startswith("GIT_")}
    places = {"GIT_DIR": home, "GIT_COMMON_DIR": home, "GIT_WORK_TREE": home, "GIT_OBJECT_DIRECTORY": f"{home}/objects"}
    return {**silenced, "GIT_CONFIG_COUNT": "0", **places, **shadow.environment}


def _entries(tree: "Tree", exclude: Globs, problems: list[Problem]) -> Iterator[tuple[str, "Blob | Submodule"]]:
    """Every file below the folder with its path from there; folders that cannot be read become problems."""
    pending: list[tuple[str, Tree]] = [("", tree)]
    while pending:
        folder, above = pending.pop()
        try:
            entries = list(above)
        except (ValueError, OSError) as error:
            problems.append(
                Problem(Location(folder), "missing-object", f"is a folder that git lacks or garbled: {error}")
            )
            continue
        for entry in entries:
            path = folder + display_path(os.fsencode(str(entry.path)).rpartition(b"/")[2])
            if entry.type != "tree":
                yield path, entry
            elif path.rpartition("/")[2] not in NEVER and not exclude.match(path):
                pending.append((f"{path}/", entry))


def _content(entry: "Blob | Submodule", max_file_size: int) -> bytes | Skipped:
    if entry.type != "blob":
        return Skipped("nested-repository", "is a git repository of its own and was not read")
    if entry.mode == entry.link_mode:
        return Skipped("link", "is a link; links are not followed")
    try:
        if entry.size > max_file_size:
            return Skipped("too-large", f"has {entry.size} bytes, the limit (--max-file-size) is {max_file_size}")
        return bytes(entry.data_stream.read())
    except (ValueError, OSError) as error:
        return Skipped("missing-object", f"is not among git's objects: {type(error).__name__}")
