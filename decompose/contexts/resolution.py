"""The choice of resolution: of several partitions of one graph the one that says most about it for its size."""

from collections.abc import Sequence
from math import fsum
from typing import Any

from decompose.contexts.partition import Partition
from decompose.coupling.graph import CouplingGraph, Signal
from decompose.coupling.information import OBSERVED, cost, divergence, gain


def best_of(graph: CouplingGraph, candidates: Sequence[Sequence[Partition]]) -> tuple[Partition, list[Partition]]:
    """The best partition of the best resolution, and the best of each; `candidates` holds several runs per resolution.

    Best by `information`: of resolutions by its mean, since one lucky run is no reason; of equal ones the first. Where no
    resolution tells more than telling it takes, the observations are too few to choose by: then it is 1, plain modularity.
    """
    told = iter(information(graph, [partition for runs in candidates for partition in runs]))
    scores = [[next(told) for _ in runs] for runs in candidates]
    means = [fsum(found) / len(found) for found in scores]
    levels = [runs[found.index(max(found))] for runs, found in zip(candidates, scores, strict=True)]
    if max(means) <= 0:
        return min(levels, key=lambda level: abs(level.resolution - 1)), levels
    return levels[means.index(max(means))], levels


def information(graph: CouplingGraph, partitions: Sequence[Partition]) -> list[float]:
    """For each partition Σ_s o_s · L_s − n · H: what its blocks tell of the observations, less what telling them takes.

    o_s is the number of observations behind references, co-change and folders, L_s what the partition tells of each of
    them (`coupling.information.gain`), n the number of units and H the entropy of the sizes of blocks. In nats; 0
    for a single block. Similarities are no observations: they would count the same words again and again.
    """
    import numpy as np

    place = {unit: position for position, unit in enumerate(graph.units)}
    pairs = [(signal, *_pairs(graph, signal, place)) for signal in graph.signals if signal.name in OBSERVED]
    folders = [[place[unit] for unit in units] for _, units in graph.folders]
    placings = sum(signal.observations for signal in graph.signals if signal.name == "folders")
    scores = []
    for partition in partitions:
        home = np.zeros(len(place), dtype=np.int64)
        for number, block in enumerate(partition.blocks):
            home[[place[unit] for unit in block]] = number
        told = sum(signal.observations * gain(home[ends], amounts) for signal, ends, amounts in pairs if len(amounts))
        scores.append(float(told + placings * _placed(home, folders) - cost(map(len, partition.blocks))))
    return scores


def _placed(home: Any, folders: Sequence[Sequence[int]]) -> float:
    """What the blocks tell of the folders, per module of theirs; it has 1/(modules − 1) in common with each other one."""
    import numpy as np

    modules = sum(map(len, folders))
    if not modules:
        return 0.0
    inside = fsum(
        float((sizes * (sizes - 1)).sum()) / (len(folder) - 1)
        for folder in folders
        for sizes in [np.bincount(home[folder])]
    )
    degree = np.bincount(home[[unit for folder in folders for unit in folder]])
    return divergence(inside / modules, float(((degree / modules) ** 2).sum()))


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
