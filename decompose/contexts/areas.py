"""From many contexts to a few areas of contexts that hang together: the map for those who decide, finer ones inside.

The two contexts, or areas, that are coupled most beyond chance become one, again and again: those with the largest
w_ij · 2m / (d_i · d_j), where w_ij is the weight between them, d_i the sum of the degrees in one and 2m that of all
(Bonald, Charpentier, Galland & Hollocou 2018, Hierarchical graph clustering using node pair sampling). It has no parameter
but where to stop.
"""

from collections import defaultdict
from collections.abc import Mapping
from heapq import heapify, heappop, heappush
from math import fsum

from decompose.contexts.context import Area
from decompose.contexts.measures.quality import cohesions, flows_of
from decompose.coupling.graph import CouplingGraph

MOST = 7
"""Areas at most, and contexts that need none; chosen: what a person holds in mind at once (Miller 1956)."""

Pair = tuple[str, str]


def areas_of(graph: CouplingGraph, home: Mapping[str, str], sizes: Mapping[str, int]) -> tuple[Area, ...]:
    """The areas of the contexts in `home`, largest first by the `sizes` of their contexts; none where contexts are few."""
    if len(set(home.values())) <= MOST:
        return ()
    groups = _joined(_between(graph, home), flows_of(graph, home).volumes)
    area_of = {context: str(index) for index, group in enumerate(groups) for context in group}
    inside = cohesions(flows_of(graph, {unit: area_of[context] for unit, context in home.items()}))
    areas = (
        Area(tuple(sorted(group, key=lambda context: (-sizes[context], context))), inside[str(index)])
        for index, group in enumerate(groups)
    )
    return tuple(sorted(areas, key=lambda area: (-sum(sizes[each] for each in area.contexts), area.contexts)))


def _joined(between: Mapping[Pair, float], volumes: Mapping[str, float]) -> list[list[str]]:
    """The groups that are left when there are few enough, or no two of them are coupled."""
    groups = {context: [context] for context in volumes}
    degrees = dict(volumes)
    beside: dict[str, dict[str, float]] = {context: {} for context in volumes}
    for (one, other), weight in between.items():
        beside[one][other] = beside[other][one] = weight
    waiting = [_ranked(beside, degrees, pair) for pair in between]
    heapify(waiting)
    while len(groups) > MOST and waiting:
        density, (into, gone) = heappop(waiting)
        if gone not in beside.get(into, {}) or (density, (into, gone)) != _ranked(beside, degrees, (into, gone)):
            continue  # one of them has become part of another since
        groups[into] += groups.pop(gone)
        degrees[into] += degrees.pop(gone)
        _merge(beside, into, gone)
        for other in beside[into]:
            heappush(waiting, _ranked(beside, degrees, (min(into, other), max(into, other))))
    return [groups[each] for each in sorted(groups)]


def _ranked(beside: Mapping[str, Mapping[str, float]], degrees: Mapping[str, float], pair: Pair) -> tuple[float, Pair]:
    """What sorts pairs by how much they are coupled beyond chance, the most coupled first, equal ones by name."""
    one, other = pair
    return -beside[one][other] / (degrees[one] * degrees[other]), pair


def _merge(beside: dict[str, dict[str, float]], into: str, gone: str) -> None:
    """The weights of one group become those of another; what was between these two is inside now."""
    for other, weight in beside.pop(gone).items():
        del beside[other][gone]
        if other != into:
            beside[into][other] = beside[other][into] = beside[into].get(other, 0.0) + weight


def _between(graph: CouplingGraph, home: Mapping[str, str]) -> dict[Pair, float]:
    """The weight between each two contexts that are coupled."""
    found: dict[Pair, list[float]] = defaultdict(list)
    for coupling in graph.couplings:
        ends = sorted({home[coupling.source], home[coupling.target]})
        if len(ends) == 2:
            found[ends[0], ends[1]].append(coupling.weight)
    return {pair: fsum(weights) for pair, weights in sorted(found.items())}
