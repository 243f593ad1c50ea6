"""From the modules of each commit to co-change: how often each pair changed in one commit, and how much that says."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import nlargest
from itertools import combinations
from math import sqrt

from msgspec import Struct

from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.repository.history import Commit

NEAREST = 20
"""Partners that a module keeps even if one commit is all they share: the 10 to 20 nearest carry the design (measured
on the gold systems), while the long tail of single commits is three quarters of all pairs and a tenth of the support."""

SHOWN = 10
"""Commits that one piece of evidence names: more, or whole ids, would be half of a saved result."""

ID_LENGTH = 12
"""Characters of a commit id that are kept; the largest public repositories have no two commits that agree in as many."""

Used = tuple[Commit, tuple[str, ...]]
"""A commit with the modules of today that it changed, sorted."""

Pair = tuple[str, str]


class Weights(Struct, frozen=True):
    """Over the commits used: how many changed a module, how much these weigh, and the same for pairs.

    A commit of n modules weighs 1/(n − 1), so that it adds 1 to each of its modules' couplings in total, however many
    there are; one of a single module weighs nothing.
    """

    commits: Counter[str]
    weight: dict[str, float]
    together: Counter[Pair]
    support: dict[Pair, float]

    def cosine(self, pair: Pair) -> float:
        """Of the two modules' vectors over commits, each commit with the square root of its weight; 0…1."""
        return self.support[pair] / sqrt(self.weight[pair[0]] * self.weight[pair[1]])


def weights_of(used: Sequence[Used]) -> Weights:
    """What the commits say of each module and of each pair; linear in commits, as none has many modules."""
    weights = Weights(Counter(), defaultdict(float), Counter(), defaultdict(float))
    for _, modules in used:
        weights.commits.update(modules)
        if len(modules) < 2:
            continue
        share = 1 / (len(modules) - 1)
        for module in modules:
            weights.weight[module] += share
        for pair in combinations(modules, 2):
            weights.together[pair] += 1
            weights.support[pair] += share
    return weights


def co_changes(used: Sequence[Used], weights: Weights) -> Iterator[Evidence]:
    """Evidence for pairs that changed together twice, or are among the nearest of one of the two; by source and target.

    `confidence` is the share of the commits of the one that changed the other too, for whichever of both it is larger.
    """
    commits: dict[Pair, list[str]] = {pair: [] for pair in _telling(weights)}
    for commit, modules in used:
        for pair in combinations(modules, 2):
            if pair in commits and len(commits[pair]) < SHOWN:
                commits[pair].append(commit.id[:ID_LENGTH])
    for pair in sorted(commits):
        yield Evidence(
            EvidenceKind.CO_CHANGE,
            *pair,
            count=weights.together[pair],
            confidence=weights.together[pair] / min(weights.commits[module] for module in pair),
            commits=tuple(commits[pair]),
            support=weights.support[pair],
        )


def _telling(weights: Weights) -> set[Pair]:
    partners: dict[str, list[tuple[float, Pair]]] = defaultdict(list)
    for pair in sorted(weights.together):
        for module in pair:
            partners[module].append((weights.cosine(pair), pair))
    near = {pair for ranked in partners.values() for _, pair in nlargest(NEAREST, ranked)}
    return near | {pair for pair, count in weights.together.items() if count > 1}
