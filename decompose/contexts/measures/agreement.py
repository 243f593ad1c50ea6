"""Agreement of two partitions of the same units: from the home of each unit in both to one number, at most 1."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from math import comb

Home = Mapping[str, str]


def mojofm(candidate: Home, authority: Home) -> float:
    """MoJoFM (Wen & Tzerpos 2004): 1 − the moves and joins from the candidate to the authority, of the most there can be.

    Not symmetric. Units that only one of them has are left out; 1 where the authority is as far as anything can be.
    """
    met = _overlaps(candidate, authority)
    sizes = Counter(authority[unit] for unit in candidate if unit in authority)
    total = sizes.total()
    best = [max(overlap.values()) for overlap in met.values()]
    moves = total - sum(best) + len(met) - _distinct([_ties(overlap) for overlap in met.values()])
    worst = total - _groups(sizes)
    return 1 - moves / worst if worst else 1.0


def adjusted_rand(one: Home, other: Home) -> float:
    """The adjusted Rand index (Hubert & Arabie 1985): 1 for equal partitions, 0 on average for random ones."""
    met = _overlaps(one, other)
    rows = [sum(overlap.values()) for overlap in met.values()]
    columns: Counter[str] = Counter()
    for overlap in met.values():
        columns.update(overlap)
    both = sum(comb(count, 2) for overlap in met.values() for count in overlap.values())
    ours, theirs = sum(comb(size, 2) for size in rows), sum(comb(size, 2) for size in columns.values())
    pairs = comb(sum(rows), 2)
    expected = ours * theirs / pairs if pairs else 0.0
    most = (ours + theirs) / 2
    return (both - expected) / (most - expected) if most != expected else 1.0


def _overlaps(one: Home, other: Home) -> dict[str, Counter[str]]:
    met: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in sorted(one):
        if unit in other:
            met[one[unit]][other[unit]] += 1
    return {cluster: met[cluster] for cluster in sorted(met)}


def _ties(overlap: Counter[str]) -> list[str]:
    """The clusters of the authority that one of the candidate has most in common with."""
    most = max(overlap.values())
    return sorted(cluster for cluster, count in overlap.items() if count == most)


def _distinct(choices: list[list[str]]) -> int:
    """How many of the lists can each be given a different one of their entries: the largest bipartite matching.

    As long as a list can get one by others changing theirs (an augmenting path, Berge 1957), the matching grows.
    """
    owner: dict[str, int] = {}
    given: dict[int, str] = {}
    for number in range(len(choices)):
        free, asker = _way_to_free(number, choices, owner)
        while free is not None:
            at = asker[free]
            before = given.get(at)
            owner[free], given[at] = at, free
            free = before
    return len(given)


def _way_to_free(number: int, choices: list[list[str]], owner: Mapping[str, int]) -> tuple[str | None, dict[str, int]]:
    """An entry that nobody owns and that a list gets if owners on the way change theirs, None if there is none.

    With it, for each entry on the ways, the list that would get it.
    """
    asker: dict[str, int] = {}
    waiting = [number]
    while waiting:
        at = waiting.pop()
        for entry in choices[at]:
            if entry in asker:
                continue
            asker[entry] = at
            if entry not in owner:
                return entry, asker
            waiting.append(owner[entry])
    return None, asker


def _groups(sizes: Counter[str]) -> int:
    """The most clusters that a candidate as far away as possible has something different in common with."""
    groups = 0
    for size in sorted(sizes.values()):
        groups += size > groups
    return groups
