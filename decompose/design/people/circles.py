"""Circles: from the work of people to groups of those who change the same modules, where there are such groups at all."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import fsum, log, log1p, sqrt

from decompose.contexts.detection.engines import Blocks, Edge, leiden

Changes = Mapping[int, Mapping[str, int]]
"""For each person the changes of each module."""

GROUPED = 0.3
"""Modularity from which a network falls into groups rather than into what chance makes of it (Newman & Girvan 2004)."""


def circles_of(changes: Changes, seed: int = 0) -> tuple[tuple[tuple[int, ...], ...], float]:
    """The groups, largest first, and the modularity of the division, whether or not it is enough to believe in.

    Two people are as near as the cosine of their changes: logarithms, so that no file of a thousand commits decides, each
    weighed by how few people change the module, as what all change says nothing (tf-idf).
    """
    edges = _edges(changes)
    blocks = leiden(edges, 1.0, seed)
    groups = sorted((tuple(sorted(map(int, block))) for block in blocks), key=lambda group: (-len(group), group))
    return tuple(groups), modularity(edges, blocks)


def _edges(changes: Changes) -> list[Edge]:
    vectors = _vectors(changes)
    lengths = {person: sqrt(fsum(value * value for value in vector.values())) for person, vector in vectors.items()}
    people = sorted(vectors)
    edges = []
    for at, one in enumerate(people):
        for other in people[at + 1 :]:
            common = sorted(vectors[one].keys() & vectors[other].keys())
            nearness = fsum(vectors[one][unit] * vectors[other][unit] for unit in common)
            if nearness > 0:
                # names of equal length, as engines sort them as text
                edges.append((f"{one:09}", f"{other:09}", nearness / (lengths[one] * lengths[other])))
    return edges


def _vectors(changes: Changes) -> dict[int, dict[str, float]]:
    known = Counter(unit for units in changes.values() for unit in units)
    return {
        person: {unit: log1p(count) * log(1 + len(changes) / known[unit]) for unit, count in sorted(units.items())}
        for person, units in changes.items()
    }


def modularity(edges: Sequence[Edge], blocks: Blocks) -> float:
    """How much more nearness lies within groups than chance would put there; 0 where there is none."""
    total = fsum(weight for _, _, weight in edges)
    block_of = {name: index for index, block in enumerate(blocks) for name in block}
    degree: dict[int, float] = defaultdict(float)
    for one, other, weight in edges:
        degree[block_of[one]] += weight
        degree[block_of[other]] += weight
    inside = fsum(weight for one, other, weight in edges if block_of[one] == block_of[other])
    return inside / total - fsum((each / (2 * total)) ** 2 for each in degree.values()) if total else 0.0
