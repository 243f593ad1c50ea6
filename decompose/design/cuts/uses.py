"""Uses: what one context takes from another, counted by kind, with the modules on both sides."""

from collections import Counter

from decompose.design.cuts.crossing import TABLE, UNDIRECTED, Crossing
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import module_of

# A trigger may be a task that the source knows by name or a signal whose receiver knows the source, and who defines a
# table that another context owns does not use it, so neither shows a side.
SIDELESS = UNDIRECTED | {EvidenceKind.TRIGGERS, EvidenceKind.DEFINES}
DATA = (EvidenceKind.READS, EvidenceKind.WRITES, EvidenceKind.FOREIGN_KEY)


class Uses:
    """The evidence from one downstream to one upstream context.

    `total` counts the evidence that has a direction, `kinds` all of it by kind; `entered` counts it by the module of the
    upstream context it ends in, `left` by the module of the downstream context it starts from (tables are not modules).
    `crossings` are all of it.
    """

    def __init__(self, downstream: str, upstream: str) -> None:
        self.downstream, self.upstream = downstream, upstream
        self.total = 0
        self.kinds: Counter[str] = Counter()
        self.entered: Counter[str] = Counter()
        self.left: Counter[str] = Counter()
        self.crossings: list[Crossing] = []

    def add(self, crossing: Crossing) -> None:
        """Count one more piece of evidence that has a direction."""
        self.total += 1
        self.add_sideless(crossing)
        if not crossing.target.startswith(TABLE):
            self.entered[module_of(crossing.target)] += 1
        if not crossing.source.startswith(TABLE):
            self.left[module_of(crossing.source)] += 1

    def add_sideless(self, crossing: Crossing) -> None:
        """Count one more piece of evidence that shows no direction."""
        self.kinds[crossing.evidence.kind.value] += 1
        self.crossings.append(crossing)

    @property
    def data(self) -> int:
        """How many of them touch tables directly."""
        return sum(self.kinds[kind.value] for kind in DATA)
