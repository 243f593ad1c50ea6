"""From the paths of a tree to its modules: which file a dotted name imports, seen from another file."""

import sys
from collections.abc import Callable, Collection, Iterable

from ..references import NAMESPACE
from .folders import Folders, dirname, dotted, upwards
from .roles import is_product
from .source_roots import Imported, SourceRoots


class ModuleIndex:
    """The modules of a tree and the folders they are imported from.

    An absolute name is looked up in the importer's own folder if that is no package (scripts, namespace packages), in
    the source root it lies in, in the folders above that, then in the other roots of the tree (several projects in one
    repository) but those that lie in a package and that no program has `added` to its path, and in a tree with Python 2
    source (`legacy`) last beside the importer.
    A package wins over a module of the same name, and a package of the importer's own root over all of that name
    elsewhere, unless it is one of those that say themselves that they are `spread` over several roots.
    Where the user names the roots (`told`), nothing else is searched but the folder of a script outside of all of them.
    """

    def __init__(
        self,
        paths: Iterable[str],
        legacy: bool = False,
        imported: Iterable[Imported] = (),
        told: tuple[str, ...] = (),
        spread: Collection[str] = (),
        added: Callable[[Folders], Collection[str]] = lambda _: (),
    ) -> None:
        self.folders = Folders(paths)
        self.paths = self.folders.paths
        self.legacy = legacy
        self.spread = frozenset(spread)
        self._told = bool(told)
        on_path = frozenset(added(self.folders))
        self._roots = SourceRoots(self.folders, imported, told, on_path)
        self.roots = self._roots.all
        within = {root for root in self.roots if self.folders.outermost(f"{root}/") is not None}
        is_inner = {root: not told and root in within - on_path for root in self.roots}
        self._everybodys = tuple(root for root in self.roots if not is_inner[root])
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}
        self._claimed: dict[tuple[str, str], bool] = {}
        self._around_folder: dict[str, tuple[str, ...]] = {}
        self._suffixes: dict[str, list[str]] = {}

    def name(self, path: str) -> str:
        """The dotted name for people: from the root that most likely is on the import path."""
        root = self._roots.of(path)
        if root is None:  # a script
            root = next((above for above in upwards(dirname(path)) if above in self.roots), "")
        return dotted(path.removeprefix(f"{root}/") if root else path)

    def absolute(self, importer: str, name: str) -> str | None:
        """The module or namespace that `import name` means in a file; None if it is none of this tree.

        A module below a package that imports its own bare name (`import redis` in `shop/redis.py`) means another one.
        """
        key = (dirname(importer), name)
        if key not in self._found:
            self._found[key] = tuple(dict.fromkeys(self._everywhere(importer, name)))
        return next(
            (module for module in self._found[key] if module != importer or self._is_full(importer, name)), None
        )

    def _everywhere(self, importer: str, name: str) -> Iterable[str]:
        top = name.partition(".")[0]
        around = frozenset(upwards(dirname(importer)))
        for root in self._search_path(importer, top):
            if found := self.folders.below(root, name):
                yield found
            package = f"{root}/{top}/__init__.py" if root else f"{top}/__init__.py"
            if package in self.paths and (root in around or self._told) and package not in self.spread:
                return

    def _is_full(self, path: str, name: str) -> bool:
        """Whether a module has no longer name than this."""
        return "." in name or path.endswith("__init__.py") or dirname(path) in ("", *self.roots)

    def claims(self, importer: str, name: str) -> bool:
        """Whether the first part of an absolute name is a module of this tree, so that the rest should be here too."""
        key = (dirname(importer), name.partition(".")[0])
        if key not in self._claimed:
            self._claimed[key] = self._claims(importer, key[1])
        return self._claimed[key]

    def _claims(self, importer: str, top: str) -> bool:
        known = top in sys.stdlib_module_names
        for root in self._search_path(importer, top) if known else self._around(importer):
            found = self.folders.child(root, top)
            if found and not found.startswith(NAMESPACE):
                return True
        return False

    def _search_path(self, importer: str, top: str) -> Iterable[str]:
        if top in sys.stdlib_module_names:
            # Only a package or module in the importer's own root, or in the root of the tree, hides the library; a root
            # below a package is part of a namespace package and no root that Python knows.
            roots = dict.fromkeys((self._home(importer), *(() if self._told else ("",))))
            yield from (root for root in roots if not self._is_namespace(root, top))
            return
        yield from dict.fromkeys((*self._around(importer), *self._everybodys))
        if self.legacy:
            yield dirname(importer)

    def _around(self, importer: str) -> Iterable[str]:
        """The folders around a file that its imports may start from, nearest first."""
        folder = dirname(importer)
        found = self._around_folder.get(folder)
        if found is None:
            home = self._home(importer)
            is_loose = self.folders.outermost(importer) is None
            found = tuple(dict.fromkeys((folder if is_loose else home, *upwards(home)))) if not self._told else (home,)
            self._around_folder[folder] = found
        return found

    def _home(self, path: str) -> str:
        root = self._roots.of(path)
        return dirname(path) if root is None else root

    def _is_namespace(self, root: str, top: str) -> bool:
        return (self.folders.child(root, top) or NAMESPACE).startswith(NAMESPACE)

    def submodule(self, module: str, name: str) -> str | None:
        """The module `name` inside a package or namespace."""
        return self.folders.submodule(module, name)

    def relative(self, importer: str, level: int, name: str) -> str | None:
        """The module that `from <level dots>name import …` means; None if there is none, or it lies beyond the top."""
        folder = dirname(importer)
        key = (folder, "." * level + name)
        if key not in self._found:
            found = self._relative(folder, level, name)
            self._found[key] = () if found is None else (found,)
        return next(iter(self._found[key]), None)

    def _relative(self, folder: str, level: int, name: str) -> str | None:
        for _ in range(level - 1):
            if not folder:
                return None
            folder = dirname(folder)
        if name:
            return self.folders.below(folder, name)
        init = f"{folder}/__init__.py" if folder else "__init__.py"
        return init if init in self.paths else NAMESPACE + folder

    def beyond_top(self, importer: str, level: int) -> bool:
        """Whether that many dots lead out of the tree."""
        return level - 1 > importer.count("/")

    def named(self, name: str) -> str | None:
        """The module of a full dotted name, whoever asks: for names in settings and strings."""
        if not self._told:
            return self.absolute("", name)
        return next((found for root in self.roots if (found := self.folders.below(root, name))), None)

    def endings(self, name: str) -> tuple[str, ...]:
        """The modules whose dotted path ends with this name of two to four parts, sorted."""
        if not self._suffixes:
            for path in sorted(self.paths):
                parts = dotted(path).split(".")
                for start in range(max(0, len(parts) - 4), len(parts) - 1):
                    self._suffixes.setdefault(".".join(parts[start:]), []).append(path)
        return tuple(self._suffixes.get(name, ()))

    def doubled(self) -> list[tuple[str, str]]:
        """Packages of product code whose name another root holds too, each with the one that most importers get."""
        first: dict[str, str] = {}
        pairs = []
        for root in self.roots:
            for package in sorted(package for package in self.folders.packages if package and dirname(package) == root):
                init = f"{package}/__init__.py"
                if is_product(init, generated=False) and init not in self.spread:
                    earlier = first.setdefault(package.rpartition("/")[2], init)
                    if earlier != init:
                        pairs.append((init, earlier))
        return pairs

    def shadowed(self) -> list[tuple[str, str]]:
        """Modules that a package of the same name hides, with the package."""
        pairs = ((path, path.removesuffix(".py") + "/__init__.py") for path in sorted(self.paths))
        return [(path, package) for path, package in pairs if package in self.paths]

    def barren(self) -> list[str]:
        """The roots that the user named although no file lies in them."""
        return [root for root in self.roots if self._told and root not in self.folders.every]
