"""From changes to how much more often than by chance two modules changed together.

By chance: every module changes as often and every change is as large as it was, and nothing else is given. Of two modules
that changed a and b times since both exist, S the sum of the sizes s of the changes since then,

    λ = a · b · Σ s(s − 1) / S²

common changes are then expected, nearly Poisson distributed (the one-mode projection of a bipartite graph with both
sequences of degrees given: Zweig & Kaufmann 2011, Neal 2014, Saracco et al. 2017). P(X ≥ k) of all pairs together is
corrected by Benjamini and Hochberg's procedure (1995), pairs that never met counted as tested.

Fisher's exact test gives each change the same size. On two public histories that were shuffled so that nothing but sizes
and counts was left of them it still called 55 to 339 pairs significant at 0.05, this one none: benchmarks/chance.py.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from math import exp, fsum, lgamma, log

from msgspec import Struct

from decompose.evidence.evidence import ENOUGH_CHANGES

from .change_sets import ChangeSet

Pair = tuple[str, str]

PRECISION = 1e-16
"""What a term of a series adds, relative to the sum, when the sum does not change any more."""


class Meeting(Struct, frozen=True):
    """How often the modules of a pair changed since both exist, how often together for one time by chance, and the false
    discovery rate at which that is more than chance: 1.0 where one of them changed too rarely to tell.
    """

    changes: tuple[int, int]
    lift: float
    chance: float


class Timeline:
    """When each module changed, counted in changes from the oldest one."""

    def __init__(self, changes: Sequence[ChangeSet]) -> None:
        sizes = [len(change.modules) for change in reversed(changes)]
        self._touched = _sums_to_the_end(sizes)
        self._met = _sums_to_the_end([size * (size - 1) for size in sizes])
        self.when: dict[str, list[int]] = {}
        for at, change in enumerate(reversed(changes)):
            for module in change.modules:
                self.when.setdefault(module, []).append(at)

    def since_both_exist(self, pair: Pair) -> tuple[tuple[int, int], float]:
        """How often each of the two changed since then, and how many common changes chance would have given them."""
        one, other = self.when[pair[0]], self.when[pair[1]]
        begin = max(one[0], other[0])
        a, b = len(one) - bisect_left(one, begin), len(other) - bisect_left(other, begin)
        return (a, b), a * b * self._met[begin] / self._touched[begin] ** 2


def meetings(changes: Sequence[ChangeSet], together: dict[Pair, int]) -> dict[Pair, Meeting]:
    """What is known of each pair that changed together at least once."""
    timeline = Timeline(changes)
    known = {pair: timeline.since_both_exist(pair) for pair in sorted(together)}
    judged = [pair for pair, (changed, _) in known.items() if min(changed) >= ENOUGH_CHANGES]
    tails = [at_least(together[pair], known[pair][1]) for pair in judged]
    rates = dict(zip(judged, false_discovery_rates(tails, pairs_to_judge(timeline)), strict=True))
    return {
        pair: Meeting(changed, together[pair] / expected, rates.get(pair, 1.0))
        for pair, (changed, expected) in known.items()
    }


def at_least(times: int, expected: float) -> float:
    """P(X ≥ times) of a Poisson variable, by the series of the regularised incomplete gamma function: 0…1.

    Where more is expected than `times`, the few terms below are taken from 1. (To import the function from SciPy takes
    longer than all its calls.)
    """
    if times <= expected:
        terms = (exp(below * log(expected) - expected - lgamma(below + 1)) for below in range(times))
        return max(0.0, 1.0 - fsum(terms))
    if not expected:
        return 0.0
    total = term = 1.0
    count = times
    while term > total * PRECISION:
        count += 1
        term *= expected / count
        total += term
    return min(1.0, total * exp(times * log(expected) - expected - lgamma(times + 1)))


def enough(timeline: Timeline) -> int:
    """How many modules changed often enough to be judged."""
    return sum(len(when) >= ENOUGH_CHANGES for when in timeline.when.values())


def pairs_to_judge(timeline: Timeline) -> int:
    modules = enough(timeline)
    return modules * (modules - 1) // 2


def false_discovery_rates(tails: Sequence[float], tested: int) -> list[float]:
    """Benjamini and Hochberg's adjusted values, in the order given; of the tested ones the others are taken for 1."""
    order = sorted(range(len(tails)), key=lambda at: tails[at])
    rates = [1.0] * len(tails)
    least = 1.0
    for rank in range(len(order), 0, -1):
        least = min(least, tails[order[rank - 1]] * tested / rank)
        rates[order[rank - 1]] = least
    return rates


def _sums_to_the_end(numbers: Iterable[int]) -> list[int]:
    """Of each position the sum of all from there on."""
    sums = [0]
    for number in reversed(list(numbers)):
        sums.append(sums[-1] + number)
    return sums[:0:-1]
