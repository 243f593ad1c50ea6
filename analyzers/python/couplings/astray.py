"""From imports that are taken for libraries to folders of the tree that they would fit: most likely a root that was not found."""

from collections.abc import Iterator

from decompose.errors import Location, Problem

from ..facts import Import
from ..names.program import Module, Program

FILES, NAMES = 5, 3
"""Files that import from such a folder, and modules of it that they name, from which it is no accident (chosen)."""


class Astray:
    """What imports name that leads out of the tree, by the folder in which a module of that name lies."""

    def __init__(self, program: Program) -> None:
        self._index = program.index
        self._found: dict[str, dict[Location, str]] = {}

    def add(self, module: Module, imported: Import) -> None:
        """Takes down an import of a dotted name if exactly one module of the tree ends with it."""
        name = imported.module
        fitting = self._index.endings(name) if "." in name and not imported.level else ()
        if len(fitting) == 1:
            path = fitting[0].removesuffix("/__init__.py").removesuffix(".py")
            root = path.removesuffix(name.replace(".", "/")).rstrip("/")
            self._found.setdefault(root, {})[Location(module.path, imported.line)] = name

    def problems(self) -> Iterator[Problem]:
        """One for each folder that several files import several modules from, at the first of these imports."""
        for root, names in sorted(self._found.items()):
            files = {where.path for where in names}
            if root not in ("", *self._index.roots) and len(files) >= FILES and len(set(names.values())) >= NAMES:
                first = min(names)
                message = (
                    f"`{names[first]}` and {len(names) - 1} imports more, in {len(files)} files, are taken for libraries, but "
                    f"would lead to modules in {root}: if that is on the import path, name it as a source root."
                )
                yield Problem(first, "likely-source-root", message)
