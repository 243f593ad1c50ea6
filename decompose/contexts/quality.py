"""Quality in the coupling graph: from the graph and the home of each unit to how much coupling boundaries hold or cut."""

from collections import defaultdict
from collections.abc import Mapping
from math import fsum

from decompose.coupling.graph import CouplingGraph

Home = Mapping[str, str]


def modularity(graph: CouplingGraph, home: Home, resolution: float = 1.0) -> float:
    """How much more coupling lies inside the blocks than chance would put there.

    Q = Σ_b ( w_b / m − γ · (d_b / 2m)² ), where w_b is the weight inside block b, d_b the sum of the weighted degrees of
    its units, m the total weight and γ the resolution. For γ = 1 between −1/2 and 1, and 0 for a single block (Newman &
    Girvan 2004; bounds: Brandes et al. 2008). 0.0 for a graph without couplings, by our choice.
    Raises KeyError if a coupled unit has no home.
    """
    total = fsum(coupling.weight for coupling in graph.couplings)
    if not total:
        return 0.0
    inside = fsum(c.weight for c in graph.couplings if home[c.source] == home[c.target])
    volumes, _ = _volumes(graph, home)
    return inside / total - resolution * fsum((volume / (2 * total)) ** 2 for volume in volumes.values())


def crossing(graph: CouplingGraph, home: Home) -> float:
    """The share of coupling weight between units of different homes (0…1; 0 for a graph without couplings)."""
    total = fsum(coupling.weight for coupling in graph.couplings)
    across = fsum(c.weight for c in graph.couplings if home[c.source] != home[c.target])
    return across / total if total else 0.0


def cohesions(graph: CouplingGraph, home: Home) -> dict[str, float]:
    """For each home the share of its units' coupling weight that stays inside (0…1; 0 without any)."""
    volumes, cuts = _volumes(graph, home)
    return {block: 1 - cuts[block] / volume if volume else 0.0 for block, volume in volumes.items()}


def conductances(graph: CouplingGraph, home: Home) -> dict[str, float]:
    """For each home φ = cut / min(volume, volume of the rest) (0…1): how leaky its boundary is (Kannan et al. 2004).

    The volume is the sum of weighted degrees; 0 where one side has none.
    """
    volumes, cuts = _volumes(graph, home)
    whole = fsum(volumes[block] for block in sorted(volumes))
    smaller = {block: min(volume, whole - volume) for block, volume in volumes.items()}
    return {block: min(1.0, cuts[block] / least) if least > 1e-12 * whole else 0.0 for block, least in smaller.items()}


def _volumes(graph: CouplingGraph, home: Home) -> tuple[dict[str, float], dict[str, float]]:
    """For each home the sum of its units' weighted degrees, and what of it goes to other homes."""
    degrees: dict[str, list[float]] = {block: [] for block in sorted(set(home.values()))}
    leaving: dict[str, list[float]] = defaultdict(list)
    for coupling in graph.couplings:
        here, there = home[coupling.source], home[coupling.target]
        degrees[here].append(coupling.weight)
        degrees[there].append(coupling.weight)
        if here != there:
            leaving[here].append(coupling.weight)
            leaving[there].append(coupling.weight)
    return {block: fsum(found) for block, found in degrees.items()}, {block: fsum(leaving[block]) for block in degrees}
