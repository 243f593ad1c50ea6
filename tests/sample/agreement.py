"""How far two ways to group the same things agree."""

from collections import Counter
from collections.abc import Mapping
from math import comb


def adjusted_rand_index(found: Mapping[str, str], true: Mapping[str, str]) -> float:
    """Agreement over the keys of `true`, 1 when equal and 0 on average by chance (Hubert & Arabie 1985).

    A key that `found` lacks is a group of its own.
    """
    groups = {key: found.get(key, f"alone: {key}") for key in true}
    both = _pairs(Counter((groups[key], true[key]) for key in true))
    ours, theirs = _pairs(Counter(groups.values())), _pairs(Counter(true.values()))
    chance = ours * theirs / comb(len(true), 2)
    return (both - chance) / ((ours + theirs) / 2 - chance)


def _pairs(sizes: Counter[object] | Counter[str] | Counter[tuple[str, str]]) -> int:
    return sum(comb(size, 2) for size in sizes.values())
