"""Rows: evidence as it is found, the same kind, source, target and line only once, with a count."""

from collections.abc import Iterable

from decompose.errors import Location
from decompose.evidence.evidence import Evidence, EvidenceKind

from .facts import PythonFacts
from .references import EXTERNAL, NAMESPACE


class Rows:
    """Collects evidence; what lies outside the tree or inside one and the same unit is none."""

    def __init__(self) -> None:
        self._rows: dict[tuple[EvidenceKind, str, str, str, int], Evidence] = {}

    def add(
        self,
        kind: EvidenceKind,
        source: str,
        target: str | None,
        location: Location,
        detail: str = "",
        flags: tuple[str, ...] = (),
        confidence: float = 1.0,
    ) -> None:
        """Keep one reason why source and target are coupled."""
        if target is None or target.startswith((EXTERNAL, NAMESPACE)) or unit_of(source) == unit_of(target):
            return
        key = (kind, source, target, location.path, location.line)
        seen = self._rows.get(key)
        count = 1 if seen is None else seen.count + 1
        if seen is not None:
            flags, detail, confidence = seen.flags, seen.detail, max(confidence, seen.confidence)
        self._rows[key] = Evidence(kind, source, target, location, count, confidence, flags, detail)

    def withdraw(self, row: Evidence) -> None:
        """Forget a reason that turned out to be another one."""
        if row.location:
            self._rows.pop((row.kind, row.source, row.target, row.location.path, row.location.line), None)

    def evidence(self) -> Iterable[Evidence]:
        """All rows in the order they were first found."""
        return self._rows.values()


def unit_of(reference: str) -> str:
    """The unit that a reference lies in: the module, or the top-level class or function."""
    path, inside, name = reference.partition("::")
    return f"{path}::{name.partition('.')[0]}" if inside else path


def reference_of(path: str, facts: PythonFacts, scope: int) -> str:
    """The reference of a scope: the module, or the definition."""
    name = facts.definitions[scope].name
    return f"{path}::{name}" if name else path
