"""From the paths of a tree to its folders, packages and what lies in them: where Python would look, nothing of meaning."""

from collections.abc import Collection, Iterable, Sequence

from ..references import NAMESPACE


class Folders:
    """The files of a tree; a *package* is a folder with an `__init__.py`, any other folder may be a namespace."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = frozenset(paths)
        self.every = frozenset(_ancestors(self.paths))
        self.packages = frozenset(dirname(path) for path in self.paths if path.rpartition("/")[2] == "__init__.py")

    def child(self, folder: str, name: str) -> str | None:
        """The module `name` of a folder: a package before a module before a namespace; None if there is none."""
        base = f"{folder}/{name}" if folder else name
        if f"{base}/__init__.py" in self.paths:
            return f"{base}/__init__.py"
        if f"{base}.py" in self.paths:
            return f"{base}.py"
        return NAMESPACE + base if base in self.every else None

    def submodule(self, module: str, name: str) -> str | None:
        """The module `name` inside a package or namespace."""
        if module.startswith(NAMESPACE):
            return self.child(module.removeprefix(NAMESPACE), name)
        if module.endswith("/__init__.py"):
            return self.child(dirname(module), name)
        return self.child("", name) if module == "__init__.py" else None

    def below(self, folder: str, name: str) -> str | None:
        """The module or namespace that a dotted name leads to from a folder."""
        found: str | None = NAMESPACE + folder
        for part in name.split("."):
            if found is None:
                return None
            found = self.submodule(found, part)
        return found

    def outermost(self, path: str, within: Collection[str] = ()) -> str | None:
        """The outermost package that a file lies in, below the nearest folder of `within`; None outside of packages.

        The top of the tree is no package, even with an `__init__.py`: nobody could import it by a name.
        """
        found = None
        for folder in upwards(dirname(path)):
            if folder in within:
                break
            if folder and folder in self.packages:
                found = folder
        return found


def dirname(path: str) -> str:
    """The folder of a path inside the tree, "" for its top."""
    return path.rpartition("/")[0]


def dotted(path: str) -> str:
    """`a/b.py` as `a.b`, `a/__init__.py` as `a`."""
    name = path.rpartition(".")[0].replace("/", ".")
    return name.removesuffix(".__init__")


def upwards(folder: str) -> Iterable[str]:
    """The folder and those around it, up to the top."""
    while folder:
        yield folder
        folder = dirname(folder)
    yield ""


def nearest(paths: Sequence[str], path: str) -> str | None:
    """The one that shares most folders with a path, of several the one in fewest folders; None if that leaves several."""
    if len(paths) < 2:
        return paths[0] if paths else None
    around = set(upwards(path))
    ranks = [(-sum(folder in around for folder in upwards(one)), one.count("/")) for one in paths]
    best = [one for one, rank in zip(paths, ranks, strict=True) if rank == min(ranks)]
    return best[0] if len(best) == 1 else None


def _ancestors(paths: Iterable[str]) -> Iterable[str]:
    for folder in {dirname(path) for path in paths}:
        yield from upwards(folder)
