"""Community detection: from the coupling graph to a partition, with coarser and finer levels beside it."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from decompose.contexts.detection.backbone import backbone
from decompose.contexts.detection.engines import ENGINES, Blocks
from decompose.contexts.detection.partition import Partition, partition_of
from decompose.contexts.detection.refinement import refine
from decompose.contexts.detection.resolution import best_of
from decompose.contexts.detection.tidy import Neighbours, connected, without_dust
from decompose.coupling.graph import CouplingGraph
from decompose.coupling.information import RESOLUTIONS
from decompose.errors import DecomposeError

RUNS = 3  # per resolution; measured with folders, five seeds: choice by their mean ARI .799, by the best .815; more take time


def detect(
    graph: CouplingGraph, *, algorithm: str = "leiden", resolution: float | None = None, seed: int = 0
) -> Partition:
    """A partition of the graph's units into connected blocks, with its coarser and finer levels.

    `algorithm` is `leiden` or `louvain`; a higher `resolution` gives smaller blocks, and None chooses it by the data
    (`resolution.best_of`), then splits blocks for which it is too coarse (`refinement.refine`). Units without any
    coupling are blocks of their own. Raises DecomposeError for an unknown algorithm or a resolution that is not positive.
    """
    if algorithm not in ENGINES:
        raise DecomposeError(f"unknown algorithm {algorithm!r}.", f"Choose one of: {', '.join(sorted(ENGINES))}.")
    if resolution is not None and resolution <= 0:
        raise DecomposeError(
            f"the resolution {resolution:g} is not positive.", "Choose a number above 0, for example 1."
        )
    graph = replace(graph, couplings=tuple(sorted(graph.couplings)))  # sums and ties hang on the order
    edges, neighbours = backbone(graph), neighbours_of(graph)

    def partition(algorithm: str, resolution: float, run: int = 0) -> Partition:
        blocks = _tidied(ENGINES[algorithm](edges, resolution, seed + run), graph.units, neighbours)
        return partition_of(blocks, algorithm, resolution)

    candidates = [[partition("leiden", each, run) for run in range(RUNS)] for each in RESOLUTIONS]
    choice = best_of(graph, candidates)
    found = choice.best
    if resolution is not None or algorithm != "leiden":
        found = partition(algorithm, choice.best.resolution if resolution is None else resolution)
    if resolution is None and choice.telling:
        found = refine(graph, found, choice.levels, neighbours)
    return replace(found, levels=_levels(choice.levels, found))


def neighbours_of(graph: CouplingGraph) -> Neighbours:
    """For each unit its neighbours with the weight of the coupling."""
    neighbours: dict[str, dict[str, float]] = defaultdict(dict)
    for coupling in graph.couplings:
        neighbours[coupling.source][coupling.target] = coupling.weight
        neighbours[coupling.target][coupling.source] = coupling.weight
    return dict(neighbours)


def _tidied(blocks: Blocks, units: tuple[str, ...], neighbours: Neighbours) -> Blocks:
    alone = sorted(set(units) - {unit for block in blocks for unit in block})
    return without_dust(connected(blocks, neighbours), neighbours) + [[unit] for unit in alone]


def _levels(candidates: Iterable[Partition], found: Partition) -> tuple[Partition, ...]:
    seen, levels = {found.blocks}, []
    for candidate in candidates:
        if candidate.blocks not in seen:
            seen.add(candidate.blocks)
            levels.append(candidate)
    return tuple(levels)
