"""From calls that load or relate by text to references, and to the problems of those whose text is computed."""

import re

from decompose.errors import Location, Problem
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Ratio
from decompose.evidence.unit import Role

from ..facts import Call, Text
from ..files.folders import dotted
from ..names.constant_texts import HOLE
from ..names.loaders import MODULE_LOADERS
from ..names.orm_values import NAMING
from ..names.program import Module, Program
from ..occurrences import Occurrence
from ..parts import last_name
from ..references import NAMESPACE
from ..rows import Rows, reference_of

IMPORTERS = frozenset(("external:importlib.import_module", "external:builtins.__import__"))
# A text that names a module is one reason less certain than a name that Python itself looks up.
BY_TEXT = 0.8
# Of the modules that `f"shop.plugins.{name}"` may mean each is one that may be loaded, none is for sure.
BY_PATTERN = 0.3
MOST_MATCHES = 20
"""Modules that one pattern may mean; what fits more of them couples everything to everything (chosen)."""


class LoadReader:
    """Reads one call after the other, and counts how many imports of a text lead to a known module."""

    def __init__(self, program: Program, rows: Rows) -> None:
        self.program = program
        self.rows = rows
        self.problems: list[Problem] = []
        self.imports = 0
        self.known = 0

    def read(self, module: Module, occurrence: Occurrence, call: Call, reference: str | None) -> None:
        """What one call, whose function is `reference`, loads."""
        verb = last_name(call.function)
        if reference in IMPORTERS or verb in MODULE_LOADERS:
            self._import(module, occurrence, call, reference in IMPORTERS)
        if verb in NAMING and call.arguments and isinstance(call.arguments[0], Text):
            target = self.program.related(module.path, occurrence.scope, call)
            self._add(module, occurrence, target, call.arguments[0].value, ("string",))
        if call.function == "getattr":
            self._add(module, occurrence, self.program.resolve(module.path, occurrence.scope, call), _written(call))
        for target in self.program.loaded(module.path, occurrence.scope, call):
            self._add(module, occurrence, target, _written(call))

    def understood(self) -> Ratio:
        """Dynamic imports whose module is known."""
        return Ratio("dynamic imports resolved", self.known, self.imports)

    def _import(self, module: Module, occurrence: Occurrence, call: Call, counts: bool) -> None:
        text = self.program.module_text(module.path, occurrence.scope, call)
        is_known = text is not None and not text.holes
        self.imports += counts
        self.known += counts and is_known
        if text is not None and is_known:
            found = self.program.module_named if counts else self.program.named
            self._add(module, occurrence, found(text.value.replace(":", ".")), text.value)
            return
        matches = self._matching(text) if text is not None else []
        if counts:
            one_of = f": one of {len(matches)} modules {text.value!r}" if text is not None and matches else ""
            message = f"The module imported here is computed while the program runs{one_of}."
            self.problems.append(Problem(Location(module.path, occurrence.line), "dynamic-import", message))
        for match in matches:
            if match != module.path:
                self._add(module, occurrence, match, text.value if text else "", confidence=BY_PATTERN)

    def _matching(self, text: Text) -> list[str]:
        """The modules that a text with holes may mean, if its package is known and they are not too many."""
        known, _, _ = text.value.partition(HOLE)
        package, dot, _ = known.rpartition(".")
        found = self.program.index.named(package) if dot else None
        if found is None:
            return []
        folder = found.removeprefix(NAMESPACE).removesuffix("/__init__.py")
        parts = text.value[len(package) + 1 :].split(HOLE)
        pattern = re.compile(r"\w+".join(map(re.escape, parts)))
        inside = (
            path
            for path, module in self.program.modules.items()
            if path.startswith(f"{folder}/") and path != found and module.role is Role.PRODUCT
        )
        matches = [path for path in inside if pattern.fullmatch(dotted(path.removeprefix(f"{folder}/")))]
        return matches if len(matches) <= MOST_MATCHES else []

    def _add(
        self,
        module: Module,
        occurrence: Occurrence,
        target: str | None,
        detail: str,
        flags: tuple[str, ...] = ("string", "dynamic"),
        confidence: float = BY_TEXT,
    ) -> None:
        source = reference_of(module.path, module.facts, occurrence.source)
        place = Location(module.path, occurrence.line)
        self.rows.add(EvidenceKind.REFERENCES, source, target, place, detail, flags, confidence)


def _written(call: Call) -> str:
    """The texts of a call as one dotted name."""
    return ".".join(part.value for part in call.arguments[:2] if isinstance(part, Text))
