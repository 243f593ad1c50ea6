"""From changes to co-change: how often each pair of modules changed together, and how much that says."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import nlargest
from itertools import combinations, islice
from math import sqrt

from msgspec import Struct

from decompose.evidence.evidence import Evidence, EvidenceKind, Together
from decompose.repository.milestones import day_of

from .chance import Meeting, Pair, meetings
from .change_sets import ChangeSet
from .periods import DAY, YEAR

NEAREST = 20
"""Partners that a module keeps even if one commit is all they share: the 10 to 20 nearest carry the design (measured
on the gold systems), while the long tail of single commits is three quarters of all pairs and a tenth of the support."""

SHOWN = 10
"""Commits that one piece of evidence names: more, or whole ids, would be half of a saved result."""

ID_LENGTH = 12
"""Characters of a commit id that are kept; the largest public repositories have no two commits that agree in as many."""


class Weights(Struct, frozen=True):
    """Over all changes: how much they weigh for each module, which changed both of a pair, and how much these weigh.

    A change of n modules weighs 1/(n − 1), so that it adds 1 to each of its modules' couplings in total, however many
    there are; one of a single module weighs nothing.
    """

    weight: dict[str, float]
    common: dict[Pair, list[ChangeSet]]
    support: dict[Pair, float]

    def cosine(self, pair: Pair) -> float:
        """Of the two modules' vectors over changes, each change with the square root of its weight; 0…1."""
        return self.support[pair] / sqrt(self.weight[pair[0]] * self.weight[pair[1]])


def weights_of(changes: Sequence[ChangeSet], half_life: int = 0) -> Weights:
    """What the changes, newest first, say of each module and of each pair; linear in them, as none has many modules.

    With a half-life in days, counted back from the newest change, older ones weigh less.
    """
    weight: dict[str, float] = defaultdict(float)
    common: dict[Pair, list[ChangeSet]] = defaultdict(list)
    support: dict[Pair, float] = defaultdict(float)
    newest = changes[0].time if changes else 0
    for change in changes:
        if len(change.modules) < 2:
            continue
        share = _freshness(newest - change.time, half_life) / (len(change.modules) - 1)
        for module in change.modules:
            weight[module] += share
        for pair in combinations(change.modules, 2):
            common[pair].append(change)
            support[pair] += share
    return Weights(weight, common, support)


def _freshness(seconds: int, half_life: int) -> float:
    return float(0.5 ** (max(0, seconds) / (half_life * DAY))) if half_life else 1.0


def co_changes(changes: Sequence[ChangeSet], weights: Weights) -> Iterator[Evidence]:
    """Evidence for pairs that changed together twice, or are among the nearest of one of the two; by source and target."""
    known = meetings(changes, {pair: len(common) for pair, common in weights.common.items()})
    newest = changes[0].time if changes else 0
    for pair in sorted(_telling(weights)):
        common, meeting = weights.common[pair], known[pair]
        yield Evidence(
            EvidenceKind.CO_CHANGE,
            *pair,
            count=len(common),
            confidence=len(common) / min(meeting.changes),
            commits=tuple(islice((id for change in common for id in _named(change, pair)), SHOWN)),
            support=weights.support[pair],
            together=_together(meeting, common, newest),
        )


def _together(meeting: Meeting, common: Sequence[ChangeSet], newest: int) -> Together:
    """With what chance says of it rounded: the last digits of a tail depend on the machine."""
    recent = sum(change.time > newest - YEAR for change in common)
    lift, chance = round(meeting.lift, 2), float(f"{meeting.chance:.2g}")
    return Together(meeting.changes, lift, chance, recent, day_of(common[0].time))


def _named(change: ChangeSet, pair: Pair) -> list[str]:
    return [commit.id[:ID_LENGTH] for commit, modules in change.parts if pair[0] in modules or pair[1] in modules]


def _telling(weights: Weights) -> set[Pair]:
    partners: dict[str, list[tuple[float, Pair]]] = defaultdict(list)
    for pair in sorted(weights.common):
        cosine = weights.cosine(pair)
        for module in pair:
            partners[module].append((cosine, pair))
    near = {pair for ranked in partners.values() for _, pair in nlargest(NEAREST, ranked)}
    return near | {pair for pair, common in weights.common.items() if len(common) > 1}
