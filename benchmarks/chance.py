"""Whether the test of co-change calls chance design: real histories are shuffled until nothing is left to find.

    python benchmarks/chance.py PATH [--near 100] [--seed 1]

Of the history of PATH every change keeps its size and every module its number of changes, while modules are swapped
between pairs of changes at random (curveball: Strona et al. 2014), once between changes of the same time (`--near` changes
apart at most), once between any. Told is how many pairs are significant at a rate of false discoveries of 0.05: by the
test in use, and by Fisher's exact test over the changes since both modules exist. In a shuffled history each is a mistake.
"""

import argparse
import random
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from msgspec.structs import replace

from decompose.analyzers.git.chance import Pair, Timeline, false_discovery_rates, meetings, pairs_to_judge
from decompose.analyzers.git.change_sets import ChangeSet
from decompose.evidence.evidence import ENOUGH_CHANGES
from decompose.pipeline.observing import observe
from decompose.pipeline.reading import read
from decompose.settings import Settings

RATE = 0.05
ROUNDS = 15
"""Swaps per change: from five on the counts stay what they are."""


def main() -> None:
    """Count what is found in the real history and in both shuffled ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--near", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    changes = changes_of(asked.path)
    tell("as it is", changes)
    for name, near in ((f"shuffled within {asked.near}", asked.near), ("shuffled throughout", len(changes))):
        rng = random.Random(asked.seed)  # noqa: S311 - no secret
        tell(name, shuffled(changes, near, rng))


def changes_of(path: Path) -> list[ChangeSet]:
    """The changes that co-change is made of, newest first."""
    from decompose.analyzers.git import co_change

    seen: list[list[ChangeSet]] = []
    original = co_change.change_sets
    co_change.change_sets = lambda used, mining: seen.append(original(used, mining)) or seen[-1]
    settings = Settings(jobs=1)
    observe(read(path, settings), settings)
    return seen[-1]


def shuffled(changes: Sequence[ChangeSet], near: int, rng: random.Random) -> list[ChangeSet]:
    """The same sizes and counts, and nothing else."""
    sets = [set(change.modules) for change in changes]
    for _ in range(ROUNDS * len(sets)):
        one = rng.randrange(len(sets))
        other = one + rng.randint(-near, near) if near < len(sets) else rng.randrange(len(sets))
        if 0 <= other < len(sets) and one != other:
            common = sets[one] & sets[other]
            rest = sorted(sets[one] ^ sets[other])
            rng.shuffle(rest)
            size = len(sets[one]) - len(common)
            sets[one], sets[other] = common | set(rest[:size]), common | set(rest[size:])
    return [replace(change, modules=tuple(sorted(modules))) for change, modules in zip(changes, sets, strict=True)]


def tell(name: str, changes: Sequence[ChangeSet]) -> None:
    """One line."""
    together: dict[Pair, int] = {}
    for change in changes:
        for pair in combinations(change.modules, 2):
            together[pair] = together.get(pair, 0) + 1
    ours = sum(meeting.chance <= RATE and meeting.lift > 1 for meeting in meetings(changes, together).values())
    timeline = Timeline(changes)
    print(
        f"{name:22} {len(changes):6} changes {len(together):7} pairs of {pairs_to_judge(timeline):8} tested"
        f"   significant {ours:6}   by Fisher's test {fisher(changes, timeline, together):6}",
        flush=True,
    )


def fisher(changes: Sequence[ChangeSet], timeline: Timeline, together: dict[Pair, int]) -> int:
    """How many pairs Fisher's exact test, one-sided, calls more than chance."""
    from scipy.stats import hypergeom

    counts, totals, firsts, seconds = [], [], [], []
    for pair in sorted(together):
        (a, b), _ = timeline.since_both_exist(pair)
        if min(a, b) >= ENOUGH_CHANGES:
            counts.append(together[pair])
            totals.append(len(changes) - max(timeline.when[module][0] for module in pair))
            firsts.append(a)
            seconds.append(b)
    tails = hypergeom.sf([count - 1 for count in counts], totals, firsts, seconds)
    return sum(rate <= RATE for rate in false_discovery_rates(tails.tolist(), pairs_to_judge(timeline)))


if __name__ == "__main__":
    main()
