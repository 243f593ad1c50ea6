"""Observations: from the coupling graph to what a partition of its units is judged by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from decompose.coupling.foldertree import FolderTree
from decompose.coupling.graph import CouplingGraph, Signal
from decompose.coupling.information import OBSERVED, cost, gain

Homes = Any  # numpy array: the number of the block of each unit, by position in the graph


@dataclass(frozen=True, slots=True)
class Pairs:
    """What one signal observed: `ends` are the positions of both units of each pair (an array of two rows).

    `amounts` are the pairs' measures, and `count` tells how many observations stand behind all of them.
    """

    count: float
    ends: Any
    amounts: Any


def observations(graph: CouplingGraph) -> tuple[Pairs, ...]:
    """References, co-change, use cases and folders, as far as the graph has them.

    Similarities are no observations: they would count the same words again and again. A module has 1/(modules − 1) in
    common with each other one of its folder.
    """
    place = {unit: position for position, unit in enumerate(graph.units)}
    found = [_observed(graph, signal, place) for signal in graph.signals if signal.name in OBSERVED]
    placed = sum(signal.observations for signal in graph.signals if signal.name == "folders")
    shared = [
        (place[one], place[other], 1 / (len(units) - 1))
        for _, units in graph.folders
        for one, other in combinations(units, 2)
    ]
    return tuple(pairs for pairs in (*found, _pairs(placed, shared)) if pairs.count and len(pairs.amounts))


def homes_of(graph: CouplingGraph, blocks: Iterable[Sequence[str]]) -> Homes:
    """For each unit of the graph the number of its block."""
    import numpy as np

    number = {unit: at for at, block in enumerate(blocks) for unit in block}
    return np.array([number[unit] for unit in graph.units], dtype=np.int64)


def information_of(observed: Sequence[Pairs], homes: Homes, tree: FolderTree) -> float:
    """Σ_s o_s · L_s − n · H: what blocks tell of the observations, less what telling them takes.

    o_s is the number of observations behind a signal, L_s what the blocks tell of each (`coupling.information.gain`), n
    the number of pieces and H the entropy of the blocks' shares of them. A piece is a unit, or a folder that lies in one
    block with all that is in it: who knows the folders needs to be told its block once. In nats; 0 for a single block.
    """
    import numpy as np

    told = sum(pairs.count * gain(homes[pairs.ends], pairs.amounts) for pairs in observed)
    members = np.split(np.argsort(homes, kind="stable"), np.cumsum(np.bincount(homes))[:-1])
    return float(told - cost(map(tree.pieces, members)))


def _observed(graph: CouplingGraph, signal: Signal, place: dict[str, int]) -> Pairs:
    return _pairs(
        signal.observations,
        [
            (place[coupling.source], place[coupling.target], strand.amount)
            for coupling in graph.couplings
            for strand in coupling.strands
            if strand.signal == signal.name
        ],
    )


def _pairs(count: float, found: Sequence[tuple[int, int, float]]) -> Pairs:
    import numpy as np

    ends = np.array([pair[:2] for pair in found], dtype=np.int64).reshape(-1, 2).T
    return Pairs(count, ends, np.array([amount for _, _, amount in found], dtype=np.float64))
