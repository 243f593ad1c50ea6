"""Confidence: how firmly each unit belongs to its block, how well blocks hang together, and how often they come back."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import comb, fsum
from random import Random

from msgspec import Struct

from decompose.contexts.context import Membership
from decompose.contexts.detection.backbone import backbone
from decompose.contexts.detection.engines import Edge, leiden
from decompose.contexts.detection.partition import Partition
from decompose.coupling.graph import CouplingGraph

SEEDS = 5  # chosen: what a start alone can change shows soon
RUNS = 10  # chosen: standard error of a share below 0.16, and ten runs of Leiden cost less than one of python-louvain


def memberships(graph: CouplingGraph, home: Mapping[str, str]) -> dict[str, Membership]:
    """For each unit of `home` the share of its coupling that stays at home, and the strongest other home with its share.

    A unit without coupling belongs with strength 0.
    """
    pulls: dict[str, dict[str, list[float]]] = {unit: defaultdict(list) for unit in sorted(home)}
    for coupling in graph.couplings:
        pulls[coupling.source][home[coupling.target]].append(coupling.weight)
        pulls[coupling.target][home[coupling.source]].append(coupling.weight)
    return {unit: _membership(unit, home[unit], pull) for unit, pull in pulls.items()}


class Steadiness(Struct, frozen=True):
    """How often two units of a block are found together again (0…1, 1 for a block of one).

    `resampled` over runs on resampled couplings, `seeds` over runs that only start otherwise, `resolutions` over the levels of at
    most twice and at least half the resolution. `units` tells of each unit with how many of the others it comes back when
    resampled.
    """

    resampled: float
    seeds: float
    resolutions: float
    units: dict[str, float]


def steadiness(
    graph: CouplingGraph, blocks: Sequence[Sequence[str]], partition: Partition, seed: int = 0
) -> list[Steadiness]:
    """How well each block comes back when the detection is repeated in three ways.

    A resampled run multiplies every coupling by a draw from the exponential distribution of mean 1 (the Bayesian bootstrap,
    Rubin 1981) and detects anew with Leiden: what comes back does not hang on single couplings.
    """
    edges = backbone(graph)
    resampled = [_resampled(edges, partition.resolution, seed + run) for run in range(RUNS)]
    seeds = [_numbered(leiden(edges, partition.resolution, seed + run)) for run in range(1, SEEDS + 1)]
    near = [level for level in partition.levels if 0.5 <= level.resolution / partition.resolution <= 2]
    resolutions = [level.block_of() for level in near]
    return [
        Steadiness(
            _together(block, resampled),
            _together(block, seeds),
            _together(block, resolutions),
            _coming_back(block, resampled),
        )
        for block in blocks
    ]


def _membership(unit: str, home: str, pull: Mapping[str, Sequence[float]]) -> Membership:
    total = fsum(weight for block in sorted(pull) for weight in pull[block])
    if not total:
        return Membership(unit, 0.0)
    share = {block: fsum(weights) / total for block, weights in pull.items()}
    others = sorted((block for block in share if block != home), key=lambda block: (-share[block], block))
    strength = share.get(home, 0.0)
    return Membership(unit, strength, others[0], share[others[0]]) if others else Membership(unit, strength)


def _resampled(edges: Sequence[Edge], resolution: float, seed: int) -> dict[str, int]:
    draw = Random(seed)  # noqa: S311 - reproducible draws, nothing secret
    drawn = [(source, target, weight * draw.expovariate(1.0)) for source, target, weight in edges]
    return _numbered(leiden(drawn, resolution, seed))


def _numbered(blocks: Sequence[Sequence[str]]) -> dict[str, int]:
    return {unit: number for number, block in enumerate(blocks) for unit in block}


def _coming_back(block: Sequence[str], runs: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """For each unit of a block the share of the others that it is found with, over all runs."""
    if len(block) < 2:
        return dict.fromkeys(block, 1.0)
    sizes = [_sizes(block, run) for run in runs]
    most = len(runs) * (len(block) - 1)
    return {
        unit: sum(size[run[unit]] - 1 for run, size in zip(runs, sizes, strict=True) if unit in run) / most
        for unit in block
    }


def _together(block: Sequence[str], runs: Sequence[Mapping[str, int]]) -> float:
    if len(block) < 2 or not runs:
        return 1.0
    return fsum(_pairs_together(block, run) for run in runs) / (len(runs) * comb(len(block), 2))


def _pairs_together(block: Sequence[str], run: Mapping[str, int]) -> int:
    return sum(comb(size, 2) for size in _sizes(block, run).values())


def _sizes(block: Sequence[str], run: Mapping[str, int]) -> Counter[int]:
    """How many units of a block each block of a run has."""
    return Counter(run[unit] for unit in block if unit in run)
