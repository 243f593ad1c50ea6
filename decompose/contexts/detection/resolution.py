"""The choice of resolution: of several partitions of one graph the one that says most about it for its size."""

from collections.abc import Sequence
from math import fsum

from msgspec import Struct

from decompose.contexts.detection.observations import homes_of, information_of, observations
from decompose.contexts.detection.partition import Partition
from decompose.coupling.foldertree import tree_of
from decompose.coupling.graph import CouplingGraph


class Choice(Struct, frozen=True):
    """The best partition of the best resolution, and the best of each; `telling` is whether it tells anything at all."""

    best: Partition
    levels: tuple[Partition, ...]
    telling: bool


def best_of(graph: CouplingGraph, candidates: Sequence[Sequence[Partition]]) -> Choice:
    """The choice among candidates, which hold several runs per resolution.

    Best is the partition of most `information`, of equal ones the first. Where no resolution's runs tell on average more
    than telling them takes, the observations are too few to choose by: then it is 1, plain modularity.
    """
    told = iter(information(graph, [partition for runs in candidates for partition in runs]))
    scores = [[next(told) for _ in runs] for runs in candidates]
    means = [fsum(found) / len(found) for found in scores]
    levels = tuple(runs[found.index(max(found))] for runs, found in zip(candidates, scores, strict=True))
    if max(means) <= 0:
        return Choice(min(levels, key=lambda level: abs(level.resolution - 1)), levels, telling=False)
    most = [max(found) for found in scores]
    return Choice(levels[most.index(max(most))], levels, telling=True)


def information(graph: CouplingGraph, partitions: Sequence[Partition]) -> list[float]:
    """For each partition what its blocks tell of the observations, less what telling them takes (`information_of`)."""
    observed, tree = observations(graph), tree_of(graph.units)
    return [information_of(observed, homes_of(graph, partition.blocks), tree) for partition in partitions]
