"""Refinement: from the best partition of one resolution to a finer one that tells no less of the graph."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from decompose.contexts.detection.partition import Partition, partition_of
from decompose.contexts.detection.tidy import Neighbours, connected, without_dust
from decompose.contexts.detection.told import Block, Split, Told
from decompose.coupling.graph import CouplingGraph

ONE_SPLIT = 0.01  # chosen: what a split may cost of what is told, if others gained as much; a half of it scored alike


def refine(graph: CouplingGraph, found: Partition, levels: Sequence[Partition], neighbours: Neighbours) -> Partition:
    """The partition with blocks split along the levels, the most telling split first, while it tells no less than at first.

    One resolution is too coarse for some blocks and too fine for others. Of partitions that tell as much the finer one is
    the better: two small contexts are easily looked at as one. But what one split gained does not pay for another that
    costs more than a hundredth of what was told at first. Parts are connected and hold at least three units.
    """
    told = Told(graph, found.blocks)
    least = told.information()
    blocks = set(found.blocks)
    homes = [level.block_of() for level in levels]

    def splits(block: Block) -> list[Split]:
        return [told.split(block, parts) for parts in _ways(block, homes, neighbours)]

    possible = [split for block in found.blocks for split in splits(block)]
    while possible:
        best = min(possible, key=lambda split: (-told.information(split), split.parts))
        if told.information(best) < max(least, told.information() - ONE_SPLIT * least):
            break
        told.apply(best)
        blocks = blocks.difference([best.block]).union(best.parts)
        possible = [split for split in possible if split.block != best.block]
        possible += [split for part in best.parts for split in splits(part)]
    return partition_of([list(block) for block in blocks], found.algorithm, found.resolution)


def _ways(block: Block, levels: Sequence[Mapping[str, int]], neighbours: Neighbours) -> list[tuple[Block, ...]]:
    """The different ways in which levels split a block, each as parts that hang together and are not dust."""
    members = frozenset(block)
    within = {
        unit: {other: weight for other, weight in neighbours.get(unit, {}).items() if other in members}
        for unit in block
    }
    ways = set()
    for level in levels:
        groups: dict[int, list[str]] = defaultdict(list)
        for unit in block:
            groups[level[unit]].append(unit)
        if len(groups) > 1:
            parts = without_dust(connected(list(groups.values()), within), within)
            ways.add(tuple(sorted(tuple(part) for part in parts)))
    return sorted(way for way in ways if len(way) > 1)
