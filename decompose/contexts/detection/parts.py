"""Parts: from one context to the two or more that it would fall into."""

from collections.abc import Iterable, Sequence

from decompose.contexts.detection.engines import Edge, leiden
from decompose.contexts.detection.tidy import connected, without_dust
from decompose.coupling.graph import CouplingGraph

FINEST, STEP = 64.0, 1.15
"""The highest resolution that is tried, and how much it grows; steps as of the detection itself."""


def parts_of(graph: CouplingGraph, units: Iterable[str], count: int = 2, seed: int = 0) -> list[list[str]]:
    """The coarsest division of these units into at least `count` connected parts of three or more, largest first.

    [] if there is none. Couplings to other units do not count.
    """
    inside = frozenset(units)
    edges: list[Edge] = sorted(
        (c.source, c.target, c.weight) for c in graph.couplings if c.source in inside and c.target in inside
    )
    neighbours: dict[str, dict[str, float]] = {}
    for source, target, weight in edges:
        neighbours.setdefault(source, {})[target] = weight
        neighbours.setdefault(target, {})[source] = weight
    resolution = 0.5
    while resolution < FINEST:
        parts = without_dust(connected(leiden(edges, resolution, seed), neighbours), neighbours)
        if len(parts) >= count:
            return sorted(parts, key=_largest_first)
        resolution *= STEP
    return []


def _largest_first(part: Sequence[str]) -> tuple[int, Sequence[str]]:
    return (-len(part), part)
