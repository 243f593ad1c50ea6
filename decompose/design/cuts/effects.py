"""Effects: from evidence and runs to which functions reach data or the world outside, which change it, and which may refuse."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.reach import callers_of, closure

CHANGES = frozenset((EvidenceKind.WRITES, EvidenceKind.TRIGGERS))


class Effects(Struct, frozen=True):
    """Functions, and classes any of whose methods does.

    What `touches` reaches tables, tasks, signals or resources, at once or through what it calls; what `changes` does more
    than read tables; what `refuses` raises an error of the system, itself or in what it calls. The rest works on what it is
    given. `ancestors` are the classes of the system that each class inherits from, near and far.
    """

    touches: frozenset[str]
    changes: frozenset[str]
    refuses: frozenset[str]
    ancestors: Mapping[str, frozenset[str]]

    @staticmethod
    def of(findings: Findings) -> "Effects":
        """Of all that is known to run."""
        callers = callers_of(findings.runs)
        changing = {each.source for each in findings.evidence if each.kind in CHANGES}
        changing |= {use.source for use in findings.resources}
        reading = {each.source for each in findings.evidence if each.kind is EvidenceKind.READS}
        rows = {each.source for each in findings.evidence if each.kind is EvidenceKind.DEFINES}
        raising = {each.source for each in findings.evidence if each.kind is EvidenceKind.RAISES}
        raising |= {caller for unit in raising for caller in callers.get(unit, ())}
        return Effects(
            _with_classes(closure(changing | reading, callers) | rows),
            _with_classes(closure(changing, callers)),
            _with_classes(raising),
            _ancestors(findings),
        )

    def inherited(self, source: str, target: str) -> bool:
        """Whether a call stays with one object: code of a class runs what the class has from an ancestor."""
        owner = _class_of(target)
        return bool(owner) and owner in self.ancestors.get(_class_of(source), ())


def _with_classes(units: Iterable[str]) -> frozenset[str]:
    return frozenset(part for unit in units for part in (unit, _class_of(unit)) if part)


def _class_of(unit: str) -> str:
    """`shop.py::Orders` of `shop.py::Orders.place`, "" of what is in no class."""
    path, _, name = unit.partition("::")
    owner = name.rpartition(".")[0]
    return f"{path}::{owner}" if owner else ""


def _ancestors(findings: Findings) -> dict[str, frozenset[str]]:
    parents: dict[str, set[str]] = defaultdict(set)
    for each in findings.evidence:
        if each.kind is EvidenceKind.INHERITS:
            parents[each.source].add(each.target)
    return {child: frozenset(closure(parents[child], parents)) for child in parents}
