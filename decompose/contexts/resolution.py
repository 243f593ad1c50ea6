"""The choice of resolution: of several partitions of one graph the one that says most about it for its size."""

from collections import defaultdict
from collections.abc import Mapping
from math import fsum, log

from decompose.contexts.partition import Partition
from decompose.coupling.graph import CouplingGraph

CANDIDATES = (
    0.5,
    0.63,
    0.75,
    0.87,
    1.0,
    1.15,
    1.32,
    1.52,
    1.74,
    2.0,
    2.3,
    2.64,
    3.03,
    3.48,
    4.0,
)  # 0.5…4, steps of 15 %


def best_of(graph: CouplingGraph, partitions: list[Partition]) -> Partition:
    """The partition with the highest `information`, of equal ones the first."""
    return max(partitions, key=lambda partition: information(graph, partition))


def information(graph: CouplingGraph, partition: Partition) -> float:
    """Σ_s o_s · L_s − n · H: what the blocks tell of the observations, less what it takes to tell the blocks.

    o_s is the number of observations behind co-change and references, L_s the gain in log-likelihood per unit of the
    signal's amount of a degree-corrected planted partition over no partition, in·ln(in/in₀) + out·ln(out/out₀) with
    in₀ the share that chance would put inside; n the number of units and H the entropy of the sizes of blocks, in nats.
    In nats; 0 for a single block.
    """
    home = partition.block_of()
    gains = [
        signal.observations * _gain(_amounts(graph, signal.name), home)
        for signal in graph.signals
        if signal.name in ("references", "co-change") and signal.observations > 0
    ]
    units = sum(len(block) for block in partition.blocks) or 1
    shares = [len(block) / units for block in partition.blocks]
    return fsum(gains) + units * fsum(share * log(share) for share in shares)


def _amounts(graph: CouplingGraph, signal: str) -> list[tuple[str, str, float]]:
    return [
        (coupling.source, coupling.target, strand.amount)
        for coupling in graph.couplings
        for strand in coupling.strands
        if strand.signal == signal
    ]


def _gain(pairs: list[tuple[str, str, float]], home: Mapping[str, int]) -> float:
    total = fsum(amount for _, _, amount in pairs)
    if not total:
        return 0.0
    degree: dict[int, float] = defaultdict(float)
    inside = 0.0
    for source, target, amount in pairs:
        degree[home[source]] += amount
        degree[home[target]] += amount
        if home[source] == home[target]:
            inside += amount / total
    expected = fsum((amount / (2 * total)) ** 2 for amount in degree.values())
    return _term(inside, expected) + _term(1 - inside, 1 - expected)


def _term(share: float, expected: float) -> float:
    return share * log(share / expected) if share > 1e-12 and expected > 1e-12 else 0.0
