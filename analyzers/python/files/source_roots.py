"""From the files of a tree and its imports to its source roots: the folders that absolute imports start from."""

import sys
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import islice, takewhile

from ..facts import Import
from ..references import NAMESPACE
from .folders import Folders, dirname, upwards

Imported = tuple[str, Import]
"""The path of the importing file, and what it imports."""


class SourceRoots:
    """The roots, outermost first, and which of them each file most likely is imported from.

    The folder that holds the outermost package of a file is a root, unless imports call the package by a longer name, as
    those of namespace packages do (`company.billing` of `src/company/billing/__init__.py`). A folder below a package
    is one only if an import from within it makes sense in no other way (projects that lie in a folder of tests), and
    nobody reaches what is in it by a name that goes through it: that of a library may be the name of a package there too;
    or if the program has `added` it to its path itself, and somebody imports from there.
    """

    def __init__(
        self,
        folders: Folders,
        imported: Iterable[Imported] = (),
        told: tuple[str, ...] = (),
        added: Collection[str] = (),
    ) -> None:
        self._folders = folders
        self._added = frozenset(added)
        self._told = tuple(dict.fromkeys(told))
        self._inner: set[str] = set()
        self._votes: dict[str, Counter[str]] = {}
        if told:
            self.all = self._told
            return
        self._holders = _holders(folders)
        self._imported = tuple(imported)
        for path, name, full in sorted({(path, one.module, full) for path, one, full in _names(self._imported)}):
            self._vote(path, name, full)
        found = {root for votes in self._votes.values() for root in votes}
        silent = {self._place(path) for path in folders.paths if folders.outermost(path)} - self._votes.keys()
        self.all = tuple(sorted(found | silent, key=lambda root: (root.count("/") + bool(root), root)))

    def of(self, path: str) -> str | None:
        """The root that a file is imported from; None for a script, which is started from its own folder."""
        above = tuple(upwards(dirname(path)))
        if self._told:
            return next((folder for folder in above if folder in self._told), None)
        place = self._place(path)
        known = [(-count, root) for root, count in self._votes.get(place, {}).items() if root in above]
        if known:
            return min(known)[1]
        return None if self._folders.outermost(path, self._inner) is None else place

    def _place(self, path: str) -> str:
        """The folder whose packages and modules are imported alike: that of the outermost package, or of a loose file."""
        package = self._folders.outermost(path, self._inner)
        return dirname(path if package is None else package)

    def _vote(self, path: str, name: str, full: str) -> None:
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names:
            return
        around = tuple(upwards(dirname(path)))
        found = {root: file for root in self._holders.get(top, ()) if (file := self._reached(root, name, full))}
        # a bare name may be that of a script beside the importer, which says nothing of roots
        telling = [root for root in found if "." in name or found[root].endswith("__init__.py")]
        outer = [root for root in telling if self._folders.outermost(f"{root}/") is None]
        chosen = [root for root in around if root in outer] or outer
        if not chosen:
            chosen = [root for root in around if root in telling and self._may_start(root)][:1]
            chosen = chosen or [root for root in telling if root in self._added][:1]
            self._inner.update(chosen)
        for root in chosen[:1]:
            self._votes.setdefault(self._place(found[root]), Counter())[root] += 1

    def _may_start(self, folder: str) -> bool:
        """Whether a folder below a package may be a root all the same: it is no part of one, or it is run from inside."""
        if folder in self._added or f"{folder}/manage.py" in self._folders.paths:
            return True
        return folder not in self._folders.packages and folder not in self._passed

    @cached_property
    def _passed(self) -> frozenset[str]:
        """The folders that imports go through, from where they start to what they import."""
        passed = set[str]()
        for path, one in self._imported:
            name = ".".join(part for part in (one.module, one.name) if part not in ("", "*"))
            for start in self._starts(path, one):
                found = self._reached(start, name, one.module or name)
                passed.update(_between(start, dirname(found)) if found else ())
        return frozenset(passed)

    def _starts(self, path: str, one: Import) -> Iterable[str]:
        """Where the name of an import starts: above the importer if it is relative, else in folders outside of packages."""
        if one.level:
            return islice(upwards(dirname(path)), one.level - 1, one.level)
        holders = self._holders.get(one.module.partition(".")[0], ())
        return (folder for folder in holders if self._folders.outermost(f"{folder}/") is None)

    def _reached(self, root: str, name: str, full: str) -> str | None:
        """The file that an import leads to from a root; None if it leads to none."""
        for each in (full, name):
            found = self._folders.below(root, each)
            if found is not None and not found.startswith(NAMESPACE):
                return found
        return None


def _holders(folders: Folders) -> dict[str, list[str]]:
    """For each name the folders that have a module or folder of it, outermost first."""
    found: dict[str, set[str]] = {}
    for path in folders.paths:
        folder, _, file = path.rpartition("/")
        found.setdefault(file.removesuffix(".py"), set()).add(folder)
    for folder in folders.every:
        found.setdefault(folder.rpartition("/")[2], set()).add(dirname(folder))
    return {name: sorted(folders, key=lambda one: (one.count("/") + bool(one), one)) for name, folders in found.items()}


def _between(start: str, folder: str) -> Iterable[str]:
    """A folder and those around it, without the one that they start from."""
    return takewhile(lambda one: one != start, upwards(folder))


def _names(imported: Iterable[Imported]) -> Iterable[tuple[str, Import, str]]:
    for path, one in imported:
        if not one.level and one.module:
            yield path, one, f"{one.module}.{one.name}" if one.name not in ("", "*") else one.module
