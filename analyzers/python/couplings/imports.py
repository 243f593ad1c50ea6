"""From the import statements of all files to import evidence, and to the problems of those that lead nowhere."""

from decompose.errors import Location, Problem
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Ratio
from decompose.evidence.unit import Role

from ..facts import Import
from ..names.program import Module, Program, is_external
from ..references import NAMESPACE
from ..rows import Rows, reference_of
from .astray import Astray


class ImportReader:
    """Reads the imports of one module after the other and counts how many of the tree's own lead somewhere."""

    def __init__(self, program: Program, rows: Rows) -> None:
        self.program = program
        self.rows = rows
        self.problems: list[Problem] = []
        self.astray = Astray(program)
        self.seen = 0
        self.resolved = 0

    def read(self, module: Module) -> tuple[str, ...]:
        """Adds the import evidence of one module; the dotted names that it imports from outside, sorted."""
        outside = set()
        for imported in module.facts.imports:
            target = self.program.module_of_import(module.path, imported)
            if target is None or not is_external(target):
                found = self._internal(module, imported, target)
                if module.role is not Role.VENDORED:  # whether foreign code finds what it needs is not asked
                    self.seen += 1
                    self.resolved += found
            elif imported.module != "__future__":
                outside.add(written(imported))
                if module.role is Role.PRODUCT:
                    self.astray.add(module, imported)
        return tuple(sorted(outside))

    def understood(self) -> Ratio:
        """Imports resolved of those not evidently external."""
        return Ratio("imports resolved", self.resolved, self.seen)

    def _internal(self, module: Module, imported: Import, target: str | None) -> bool:
        """Whether the import leads to something of the tree."""
        if target is None:
            self._unresolved(module, imported)
            return False
        found, reference = target, None
        if imported.name and imported.name != "*":
            reference = self.program.imported(module.path, imported)
            if reference is None and (target.startswith(NAMESPACE) or self._is_closed(target, imported.name)):
                # A package without such a name: what is meant is most likely a module that is not there.
                self._unresolved(module, imported)
            found = reference or target
        elif target.startswith(NAMESPACE) and imported.name:
            self._unresolved(module, imported)
        self._add(module, imported, found)
        return imported.name in ("", "*") or reference is not None

    def _add(self, module: Module, imported: Import, target: str) -> None:
        flags = (*imported.flags, "star") if imported.name == "*" else imported.flags
        source = reference_of(module.path, module.facts, imported.scope)
        self.rows.add(
            EvidenceKind.IMPORT, source, target, Location(module.path, imported.line), written(imported), flags
        )

    def _is_closed(self, path: str, name: str) -> bool:
        """Whether a package tells all names that it has, and this is none of them.

        It does not where it answers for any name by a `__getattr__` of its own (PEP 562); and where the name comes by an
        import that leads nowhere, that import is told, once.
        """
        facts = self.program.modules[path].facts if _is_init(path) else None
        return (
            facts is not None
            and not any((one.name == "__getattr__" and not one.parent) for one in facts.definitions[1:])
            and not any(one.bound == name and not one.scope for one in facts.imports)
        )

    def _unresolved(self, module: Module, imported: Import) -> None:
        if module.role is Role.VENDORED:
            return
        code = "unresolved-star-import" if imported.name == "*" else "unresolved-import"
        what = f"`{written(imported)}` leads to nothing in this tree"
        if imported.level and self.program.index.beyond_top(module.path, imported.level):
            what = f"`{written(imported)}` leads above the top of the tree"
        elif "conditional" in imported.flags:
            return  # written to be allowed to fail
        self.problems.append(Problem(Location(module.path, imported.line), code, f"{what}."))


def written(imported: Import) -> str:
    """The import as a dotted name, dots of a relative one in front."""
    module = "." * imported.level + imported.module
    if not imported.name:
        return module
    return f"{module}{imported.name}" if module.endswith(".") else f"{module}.{imported.name}"


def _is_init(path: str) -> bool:
    return path.rpartition("/")[2] == "__init__.py"
