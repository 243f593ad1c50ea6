"""Quality in the coupling graph: from the graph and the home of each unit to how much coupling boundaries hold or cut."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import chain
from math import fsum

from msgspec import Struct

from decompose.coupling.graph import CouplingGraph

Home = Mapping[str, str]


class Flows(Struct, frozen=True):
    """How the weight of a graph's couplings is spread: in `total`, `inside` of homes and `across`.

    For each home, by name, `volumes` are the sums of its units' weighted degrees, `cuts` what of it goes to other homes.
    """

    total: float
    inside: float
    across: float
    volumes: dict[str, float]
    cuts: dict[str, float]


def flows_of(graph: CouplingGraph, home: Home) -> Flows:
    """The flows of a graph between homes; raises KeyError if a coupled unit has no home."""
    between: dict[tuple[str, str], list[float]] = defaultdict(list)
    for coupling in graph.couplings:
        between[home[coupling.source], home[coupling.target]].append(coupling.weight)
    volumes: dict[str, list[list[float]]] = {block: [] for block in sorted(set(home.values()))}
    cuts: dict[str, list[list[float]]] = {block: [] for block in volumes}
    for (here, there), weights in between.items():
        volumes[here].append(weights)
        volumes[there].append(weights)
        if here != there:
            cuts[here].append(weights)
            cuts[there].append(weights)
    return Flows(
        total=fsum(chain(*between.values())),
        inside=fsum(chain(*(weights for (here, there), weights in between.items() if here == there))),
        across=fsum(chain(*(weights for (here, there), weights in between.items() if here != there))),
        volumes={block: fsum(chain(*found)) for block, found in volumes.items()},
        cuts={block: fsum(chain(*found)) for block, found in cuts.items()},
    )


def modularity(flows: Flows, resolution: float = 1.0) -> float:
    """How much more coupling lies inside the blocks than chance would put there.

    Q = Σ_b ( w_b / m − γ · (d_b / 2m)² ), where w_b is the weight inside block b, d_b the sum of the weighted degrees of
    its units, m the total weight and γ the resolution. For γ = 1 between −1/2 and 1, and 0 for a single block (Newman &
    Girvan 2004; bounds: Brandes et al. 2008). 0.0 for a graph without couplings, by our choice.
    """
    if not flows.total:
        return 0.0
    expected = fsum((volume / (2 * flows.total)) ** 2 for volume in flows.volumes.values())
    return flows.inside / flows.total - resolution * expected


def crossing(flows: Flows) -> float:
    """The share of coupling weight between units of different homes (0…1; 0 for a graph without couplings)."""
    return flows.across / flows.total if flows.total else 0.0


def cohesions(flows: Flows) -> dict[str, float]:
    """For each home the share of its units' coupling weight that stays inside (0…1; 0 without any)."""
    return {block: 1 - flows.cuts[block] / volume if volume else 0.0 for block, volume in flows.volumes.items()}


def conductances(flows: Flows) -> dict[str, float]:
    """For each home φ = cut / min(volume, volume of the rest) (0…1): how leaky its boundary is (Kannan et al. 2004).

    The volume is the sum of weighted degrees; 0 where one side has none.
    """
    whole = fsum(flows.volumes.values())
    smaller = {block: min(volume, whole - volume) for block, volume in flows.volumes.items()}
    return {
        block: min(1.0, flows.cuts[block] / least) if least > 1e-12 * whole else 0.0 for block, least in smaller.items()
    }
