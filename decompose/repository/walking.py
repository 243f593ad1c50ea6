"""From an open folder to the entries below it: wanted paths with what they are, and folders that could not be entered."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from decompose.errors import Location, Problem
from decompose.repository.globs import Globs
from decompose.repository.listing import NEVER
from decompose.repository.names import display_path
from decompose.repository.reading import Skipped, reason_of

USUALLY = ("venv", "env", "build", "dist")
"""Folders that hold copies or foreign code by custom, unless git tracks them or they are packages themselves."""


class Selection(Struct, frozen=True):
    """What of a tree is wanted: by an analyzer, not excluded by the user, listed by git where git has a say."""

    wants: Callable[[str], bool]
    exclude: Globs
    listed: frozenset[bytes] | None

    def folders(self) -> frozenset[bytes] | None:
        """Every folder that holds something listed."""
        if self.listed is None:
            return None
        found: set[bytes] = set()
        for path in self.listed:
            folder = path.rstrip(b"/").rpartition(b"/")[0]
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition(b"/")[0]
        return frozenset(found)


class Tree(Struct, frozen=True):
    """What a walk found: wanted regular files (or what may be some), sorted; wanted entries that are none; other problems."""

    files: tuple[bytes, ...]
    skipped: tuple[Problem, ...]
    folders: tuple[Problem, ...]


def walk(root: int, where: Path, selection: Selection) -> Tree:
    """Everything wanted below the open folder `root`, whose path is `where`; links are never followed."""
    walker = _Walker(root, where, selection)
    pending = [b""]
    while pending:
        pending.extend(walker.enter(pending.pop()))
    return Tree(tuple(sorted(walker.files)), tuple(sorted(walker.skipped)), tuple(sorted(walker.problems)))


class _Walker:
    def __init__(self, root: int, where: Path, selection: Selection) -> None:
        self._root = root
        self._where = where
        self._selection = selection
        self._folders = selection.folders()
        self.files: list[bytes] = []
        self.skipped: list[Problem] = []
        self.problems: list[Problem] = []

    def enter(self, folder: bytes) -> list[bytes]:
        """Judge every entry of one folder; returns the folders to enter next."""
        try:
            descriptor = os.open(
                folder or b".", os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=self._root
            )
        except OSError as error:
            self._tell(self.problems, folder, reason_of(error))
            return []
        try:
            return list(self._judged(folder, descriptor))
        finally:
            os.close(descriptor)

    def _judged(self, folder: bytes, descriptor: int) -> Iterator[bytes]:
        with os.scandir(descriptor) as entries:
            for entry in entries:
                path = folder + b"/" + os.fsencode(entry.name) if folder else os.fsencode(entry.name)
                if entry.is_dir(follow_symlinks=False):
                    if self._enters(path):
                        yield path
                else:
                    self._file(entry, path)

    def _enters(self, path: bytes) -> bool:
        name = os.fsdecode(path.rpartition(b"/")[2])
        if name in NEVER or self._selection.exclude.match(display_path(path)):
            return False
        if self._folders is None:
            return not self._left_out_by_custom(path, name)
        if path in self._folders:
            return True
        if path + b"/" in (self._selection.listed or ()):
            self._tell(
                self.problems, path, Skipped("nested-repository", "is a git repository of its own and was not read")
            )
        elif not os.access(path, os.R_OK | os.X_OK, dir_fd=self._root):
            self._tell(self.problems, path, Skipped("permission", "is a folder that may not be read by this user"))
        return False

    def _left_out_by_custom(self, path: bytes, name: str) -> bool:
        if self._has(path, b"pyvenv.cfg"):
            return True
        if not (name in USUALLY or name.endswith(".egg-info")) or self._has(path, b"__init__.py"):
            return False
        self._tell(
            self.problems, path, Skipped("excluded", "is a folder that is left out by custom: copies or foreign code")
        )
        return True

    def _has(self, folder: bytes, name: bytes) -> bool:
        try:
            os.stat(folder + b"/" + name, dir_fd=self._root, follow_symlinks=False)
        except OSError:
            return False
        return True

    def _file(self, entry: os.DirEntry[str], path: bytes) -> None:
        shown = display_path(path)
        wanted = self._selection.wants(shown)
        if self._selection.exclude.match(shown):
            return
        regular = entry.is_file(follow_symlinks=False)
        listed = self._selection.listed is None or path in self._selection.listed
        if regular and wanted and listed:
            self.files.append(path)
        elif entry.is_symlink():
            if listed:
                self._link(path, wanted)
        elif wanted and not regular:
            self._tell(self.skipped, path, Skipped("not-regular", "is not a regular file (a socket, pipe or device)"))

    def _link(self, path: bytes, wanted: bool) -> None:
        """A link to a folder elsewhere hides source as a wanted link does; one within the tree hides nothing."""
        target = self._target(path)
        if wanted:
            self._tell(
                self.skipped,
                path,
                target or Skipped("link", "is a link to something in the tree; links are not followed"),
            )
        elif target and target.code == "outside-root" and (self._where / os.fsdecode(path)).is_dir():
            self._tell(self.problems, path, target)

    def _target(self, path: bytes) -> Skipped | None:
        try:
            target = (self._where / os.fsdecode(path)).resolve(strict=True)
        except (OSError, RuntimeError) as error:
            # Python 3.13 tells a loop by its error number, earlier ones by a RuntimeError
            if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
                return Skipped("link-loop", "is a link that leads to itself")
            return Skipped("broken-link", "is a link that leads nowhere")
        if target.is_relative_to(self._where):
            return None
        return Skipped("outside-root", "is a link that leads out of the analysed folder; it was not followed")

    def _tell(self, problems: list[Problem], path: bytes, skipped: Skipped) -> None:
        problems.append(Problem(Location(display_path(path)), skipped.code, skipped.message))
