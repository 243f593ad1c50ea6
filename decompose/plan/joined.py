"""Joined: from findings and contexts to how far the modules of each context hang together by code and data."""

from collections import Counter
from collections.abc import Mapping

from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import module_of

TIES = frozenset(
    {
        EvidenceKind.IMPORT,
        EvidenceKind.CALL,
        EvidenceKind.REFERENCES,
        EvidenceKind.ANNOTATES,
        EvidenceKind.INHERITS,
        EvidenceKind.RAISES,
        EvidenceKind.CATCHES,
        EvidenceKind.TRIGGERS,
        EvidenceKind.DEFINES,
        EvidenceKind.READS,
        EvidenceKind.WRITES,
    }
)


def joined(findings: Findings, home: Mapping[str, str]) -> dict[str, float]:
    """The largest share of a context's modules that use one another, a table in common or a base class, however indirectly.

    By context; 1.0 where all of them hang together.
    """
    groups = _Groups()
    for evidence in findings.evidence:
        if evidence.kind not in TIES:
            continue
        source, target = module_of(evidence.source), module_of(evidence.target)
        context = home.get(source)
        if context is None:
            continue
        if evidence.kind is EvidenceKind.INHERITS or target.startswith("table:"):
            groups.join(source, f"{context} {evidence.target}")
        if home.get(target) == context:
            groups.join(source, target)
    sizes = Counter(home.values())
    members = Counter((context, groups.of(module)) for module, context in home.items())
    largest: dict[str, int] = {}
    for (context, _), count in members.items():
        largest[context] = max(count, largest.get(context, 0))
    return {context: largest[context] / sizes[context] for context in sorted(sizes)}


class _Groups:
    """Things that were joined, each with one of its group that stands for all of them."""

    def __init__(self) -> None:
        self._towards: dict[str, str] = {}

    def of(self, name: str) -> str:
        while (towards := self._towards.get(name, name)) != name:
            self._towards[name] = name = self._towards.get(towards, towards)
        return name

    def join(self, one: str, other: str) -> None:
        self._towards[self.of(one)] = self.of(other)
