"""Measures: from a graph and a partition to numbers of quality, each beside what trivial partitions would get."""

from collections import defaultdict
from collections.abc import Mapping
from math import exp, fsum, log
from random import Random

from decompose.contexts.context import Measures
from decompose.coupling.graph import CouplingGraph

Home = Mapping[str, str]


def measure(graph: CouplingGraph, home: Home, seed: int = 0) -> Measures:
    """Modularity, crossing and balance of the partition that puts each unit into its `home`, with trivial ones beside."""
    return Measures(
        modularity=modularity(graph, home),
        crossing=crossing(graph, home),
        largest_share=_largest_share(home),
        effective_contexts=_effective_number(home),
        baselines=tuple((name, modularity(graph, trivial)) for name, trivial in _trivial(home, seed)),
    )


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
    degree: dict[str, list[float]] = defaultdict(list)
    for coupling in graph.couplings:
        degree[home[coupling.source]].append(coupling.weight)
        degree[home[coupling.target]].append(coupling.weight)
    return inside / total - resolution * fsum((fsum(weights) / (2 * total)) ** 2 for weights in degree.values())


def crossing(graph: CouplingGraph, home: Home) -> float:
    """The share of coupling weight between units of different homes (0…1; 0 for a graph without couplings)."""
    total = fsum(coupling.weight for coupling in graph.couplings)
    across = fsum(c.weight for c in graph.couplings if home[c.source] != home[c.target])
    return across / total if total else 0.0


def _largest_share(home: Home) -> float:
    return max(_sizes(home), default=0) / len(home) if home else 0.0


def _effective_number(home: Home) -> float:
    shares = [size / len(home) for size in _sizes(home)]
    return exp(-fsum(share * log(share) for share in shares)) if shares else 0.0


def _sizes(home: Home) -> list[int]:
    sizes: dict[str, int] = defaultdict(int)
    for block in home.values():
        sizes[block] += 1
    return sorted(sizes.values())


def _trivial(home: Home, seed: int) -> list[tuple[str, Home]]:
    units = sorted(home)
    shuffled = [home[unit] for unit in units]
    Random(seed).shuffle(shuffled)  # noqa: S311 - a reproducible shuffle, nothing secret
    return [
        ("folders", {unit: unit.rpartition("/")[0] for unit in units}),
        ("all in one", dict.fromkeys(units, "")),
        ("singletons", {unit: unit for unit in units}),
        ("random of the same sizes", dict(zip(units, shuffled, strict=True))),
    ]
