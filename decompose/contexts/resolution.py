"""The choice of resolution: of several partitions of one graph the one that says most about it for its size."""

from collections.abc import Sequence
from math import fsum, log
from typing import Any

from decompose.contexts.partition import Partition
from decompose.coupling.graph import CouplingGraph, Signal

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
OBSERVED = ("references", "co-change")  # the signals whose observations are events and not similarities


def best_of(graph: CouplingGraph, partitions: Sequence[Partition]) -> Partition:
    """The partition with the highest `information`, of equal ones the first."""
    scores = information(graph, partitions)
    return partitions[scores.index(max(scores))]


def information(graph: CouplingGraph, partitions: Sequence[Partition]) -> list[float]:
    """For each partition Σ_s o_s · L_s − n · H: what its blocks tell of the observations, less what telling them takes.

    o_s is the number of observations behind co-change and references, L_s the gain in log-likelihood per unit of the
    signal's amount of a degree-corrected planted partition over no partition, in·ln(in/in₀) + out·ln(out/out₀) with
    in₀ the share that chance would put inside; n the number of units and H the entropy of the sizes of blocks, in nats.
    In nats; 0 for a single block.
    """
    import numpy as np

    place = {unit: position for position, unit in enumerate(graph.units)}
    pairs = [(signal, *_pairs(graph, signal, place)) for signal in graph.signals if signal.name in OBSERVED]
    scores = []
    for partition in partitions:
        home = np.zeros(len(place), dtype=np.int64)
        for number, block in enumerate(partition.blocks):
            home[[place[unit] for unit in block]] = number
        told = sum(signal.observations * _gain(home[ends], amounts) for signal, ends, amounts in pairs if len(amounts))
        scores.append(float(told - _cost(partition)))
    return scores


def _pairs(graph: CouplingGraph, signal: Signal, place: dict[str, int]) -> tuple[Any, Any]:
    import numpy as np

    found = [
        (place[coupling.source], place[coupling.target], strand.amount)
        for coupling in graph.couplings
        for strand in coupling.strands
        if strand.signal == signal.name
    ]
    ends = np.array([pair[:2] for pair in found], dtype=np.int64).reshape(-1, 2).T
    return ends, np.array([amount for _, _, amount in found], dtype=np.float64)


def _gain(home: Any, amounts: Any) -> float:
    """Per unit of amount; `home` holds the blocks of both ends of each pair."""
    import numpy as np

    total = float(amounts.sum())
    degree = np.bincount(home[0], amounts, minlength=home.max() + 1) + np.bincount(
        home[1], amounts, minlength=home.max() + 1
    )
    inside = float(amounts[home[0] == home[1]].sum()) / total
    expected = float(((degree / (2 * total)) ** 2).sum())
    return _term(inside, expected) + _term(1 - inside, 1 - expected)


def _term(share: float, expected: float) -> float:
    return share * log(share / expected) if share > 1e-12 and expected > 1e-12 else 0.0


def _cost(partition: Partition) -> float:
    units = sum(len(block) for block in partition.blocks)
    return -fsum(len(block) * log(len(block) / units) for block in partition.blocks)
