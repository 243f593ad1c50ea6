"""Knowledge: from the work on modules to who their main authors are, and how few people a context rests on.

Degree of authorship and truck factor of Avelino, Passos, Hora and Valente (A novel approach for estimating truck factors,
ICPC 2016). One thing differs: who has not committed for a year counts as gone from the start, so that a factor is about
the people who are still there.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log

from decompose.evidence.people import People, Work

Authors = Mapping[str, frozenset[int]]
"""The main authors of each module, as positions among the persons."""

NORMALISED, ABSOLUTE = 0.75, 3.293  # of the largest degree in the module, and as such: the paper's thresholds

COVERED = 0.5  # share of modules with an author below which a system is in trouble, as in the paper


def degree_of_authorship(work: Work, others: int) -> float:
    """How much someone is the author of a module: made it, changed it, and how often others did (weights: the paper's)."""
    return 3.293 + 1.098 * work.created + 0.164 * work.changes - 0.321 * log(1 + others)


def main_authors(people: People) -> Authors:
    """The persons whose degree of authorship is near the largest of the module, and large as such."""
    by_unit: dict[str, list[Work]] = {}
    for work in people.work:
        by_unit.setdefault(work.unit, []).append(work)
    return {unit: _authors(works) for unit, works in by_unit.items()}


def _authors(works: Sequence[Work]) -> frozenset[int]:
    total = sum(work.changes for work in works)
    degrees = {work.person: degree_of_authorship(work, total - work.changes) for work in works}
    most = max(degrees.values())
    return frozenset(person for person, degree in degrees.items() if degree >= ABSOLUTE and degree > NORMALISED * most)


def bus_factor(units: Iterable[str], authors: Authors, gone: frozenset[int]) -> int | None:
    """How many have to leave until fewer than half of the modules have a main author left; None if no author is known.

    Greedy, as in the paper: next leaves who is an author of most modules, of equal ones the longest there.
    """
    modules = [authors[unit] for unit in units if authors.get(unit)]
    if not modules:
        return None
    left = [each - gone for each in modules]
    leaving = 0
    while sum(map(bool, left)) >= COVERED * len(modules):
        counts = Counter(person for each in left for person in each)
        next_one = min(counts, key=lambda person: (-counts[person], person))
        left = [each - {next_one} for each in left]
        leaving += 1
    return leaving


def lost_share(units: Iterable[str], authors: Authors, gone: frozenset[int], lines: Mapping[str, int]) -> float | None:
    """The share of lines in modules whose main authors are all gone, of those with any; None if there are none."""
    known = [(lines.get(unit, 0), authors[unit] <= gone) for unit in units if authors.get(unit)]
    total = sum(size for size, _ in known)
    return sum(size for size, lost in known if lost) / total if total else None
