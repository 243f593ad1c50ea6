"""From the paths of a tree to its modules: which file a dotted name imports, seen from another file."""

import sys
from collections.abc import Iterable

from decompose.evidence.unit import Role

from .references import NAMESPACE
from .roles import is_product, role_of


class ModuleIndex:
    """The modules of a tree and the folders they are imported from.

    A *root* is a folder that may be on the import path: one without `__init__.py`. A file's own root is the nearest
    one above its packages. An absolute name is looked up in the importer's own root, then in the roots above it
    (namespace packages, scripts), then in the roots of all packages of the tree (several projects in one repository),
    and in a tree with Python 2 source (`legacy`) last beside the importer. A package wins over a module of the same
    name.
    """

    def __init__(self, paths: Iterable[str], legacy: bool = False) -> None:
        self.paths = frozenset(paths)
        self.legacy = legacy
        self.folders = frozenset(_ancestors(self.paths))
        self.packages = frozenset(dirname(path) for path in self.paths if path.rpartition("/")[2] == "__init__.py")
        self.roots = sorted(
            {dirname(package) for package in self.packages} - self.packages, key=lambda root: (root.count("/"), root)
        )
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}
        self._suffixes: dict[str, list[str]] = {}

    def own_root(self, path: str) -> str:
        """The nearest folder above a file that is no package."""
        folder = dirname(path)
        while folder in self.packages and folder:
            folder = dirname(folder)
        return folder

    def name(self, path: str) -> str:
        """The dotted name for people: from the root that most likely is on the import path."""
        root = self.own_root(path)
        if root not in self.roots:  # no package lies here: a namespace package, or a script
            root = next((above for above in _upwards(root) if above in self.roots), "")
        return dotted(path.removeprefix(f"{root}/") if root else path)

    def child(self, folder: str, name: str) -> str | None:
        """The module `name` of a folder: a package before a module before a namespace; None if there is none."""
        base = f"{folder}/{name}" if folder else name
        if f"{base}/__init__.py" in self.paths:
            return f"{base}/__init__.py"
        if f"{base}.py" in self.paths:
            return f"{base}.py"
        return NAMESPACE + base if base in self.folders else None

    def absolute(self, importer: str, name: str) -> str | None:
        """The module or namespace that `import name` means in a file; None if it is none of this tree.

        A module below a package that imports its own bare name (`import redis` in `shop/redis.py`) means another one.
        """
        key = (dirname(importer), name)
        if key not in self._found:
            top = name.partition(".")[0]
            roots = [root for root in self._search_path(importer, top) if self.child(root, top)]
            found = (self._below(root, name) for root in roots)
            self._found[key] = tuple(module for module in dict.fromkeys(found) if module)
        return next(
            (module for module in self._found[key] if module != importer or self._is_full(importer, name)), None
        )

    def _is_full(self, path: str, name: str) -> bool:
        """Whether a module has no longer name than this."""
        return "." in name or path.endswith("__init__.py") or dirname(path) in ("", *self.roots)

    def claims(self, importer: str, name: str) -> bool:
        """Whether the first part of an absolute name is a module of this tree, so that the rest should be here too."""
        top = name.partition(".")[0]
        known = top in sys.stdlib_module_names
        for root in self._search_path(importer, top) if known else _upwards(self.own_root(importer)):
            found = self.child(root, top)
            if found and not found.startswith(NAMESPACE):
                return True
        return False

    def _search_path(self, importer: str, top: str) -> Iterable[str]:
        own = self.own_root(importer)
        if top in sys.stdlib_module_names:
            # Only a package or module in the importer's own root, or in the root of the tree, hides the library; a root
            # below a package is part of a namespace package and no root that Python knows.
            own = "" if any(above in self.packages for above in _upwards(own) if above) else own
            yield from (root for root in dict.fromkeys((own, "")) if not self._is_namespace(root, top))
            return
        yield own
        yield from (above for above in _upwards(own) if above != own)
        yield from self.roots
        if self.legacy:
            yield dirname(importer)

    def _is_namespace(self, root: str, top: str) -> bool:
        return (self.child(root, top) or NAMESPACE).startswith(NAMESPACE)

    def _below(self, root: str, name: str) -> str | None:
        found: str | None = NAMESPACE + root
        for part in name.split("."):
            if found is None:
                return None
            found = self.submodule(found, part)
        return found

    def submodule(self, module: str, name: str) -> str | None:
        """The module `name` inside a package or namespace."""
        if module.startswith(NAMESPACE):
            return self.child(module.removeprefix(NAMESPACE), name)
        if module.endswith("/__init__.py"):
            return self.child(dirname(module), name)
        return self.child("", name) if module == "__init__.py" else None

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
            return self._below(folder, name)
        init = f"{folder}/__init__.py" if folder else "__init__.py"
        return init if init in self.paths else NAMESPACE + folder

    def beyond_top(self, importer: str, level: int) -> bool:
        """Whether that many dots lead out of the tree."""
        return level - 1 > importer.count("/")

    def named(self, name: str) -> str | None:
        """The module of a full dotted name, whoever asks: for names in settings and strings."""
        return self.absolute("", name)

    def ending(self, name: str) -> str | None:
        """The only module whose dotted path ends with this name of two parts or more; tests count if all are tests."""
        if not self._suffixes:
            for path in sorted(self.paths):
                parts = dotted(path).split(".")
                for start in range(max(0, len(parts) - 4), len(parts) - 1):
                    self._suffixes.setdefault(".".join(parts[start:]), []).append(path)
        found = self._suffixes.get(name, [])
        if len(found) > 1:
            found = [path for path in found if role_of(path, generated=False) is not Role.TEST]
        return found[0] if len(found) == 1 else None

    def doubled(self) -> list[tuple[str, str]]:
        """Packages of product code whose name another root holds too, each with the one that most importers get."""
        first: dict[str, str] = {}
        pairs = []
        for root in self.roots:
            for package in sorted(package for package in self.packages if package and dirname(package) == root):
                init = f"{package}/__init__.py"
                if is_product(init, generated=False):
                    earlier = first.setdefault(package.rpartition("/")[2], init)
                    if earlier != init:
                        pairs.append((init, earlier))
        return pairs

    def shadowed(self) -> list[tuple[str, str]]:
        """Modules that a package of the same name hides, with the package."""
        pairs = ((path, path.removesuffix(".py") + "/__init__.py") for path in sorted(self.paths))
        return [(path, package) for path, package in pairs if package in self.paths]


def dirname(path: str) -> str:
    """The folder of a path inside the tree, "" for its top."""
    return path.rpartition("/")[0]


def dotted(path: str) -> str:
    """`a/b.py` as `a.b`, `a/__init__.py` as `a`."""
    name = path.rpartition(".")[0].replace("/", ".")
    return name.removesuffix(".__init__")


def _upwards(folder: str) -> Iterable[str]:
    while folder:
        yield folder
        folder = dirname(folder)
    yield ""


def _ancestors(paths: Iterable[str]) -> Iterable[str]:
    for folder in {dirname(path) for path in paths}:
        yield from _upwards(folder)
