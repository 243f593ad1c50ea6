"""Siblings: from blocks that hang together to families, each one block, of those that are alike rather than coupled."""

from collections.abc import Iterable, Sequence
from math import exp
from typing import Any

from msgspec.structs import replace

from decompose.contexts.likeness import LEARNED, Likeness, Signs, Weights
from decompose.contexts.partition import Family, Part, Partition, partition_of
from decompose.coupling.graph import CouplingGraph
from decompose.coupling.kinship import Kinship

ODDS = 0.2  # chosen, with FEWEST, on the systems learned from, each left out in turn (choices.md): 55 % likely
FEWEST = 4  # chosen: two or three parts alike may be two or three contexts; siblings are many
LARGEST = 0.5  # chosen: a block of more than half of the system is no context


def with_families(graph: CouplingGraph, kinship: Kinship, found: Partition, weights: Weights = LEARNED) -> Partition:
    """The partition with the blocks of each family joined: four or more that are likely one.

    Vendor back ends, plug-ins and query runners use the same core and hardly each other, so that coupling alone leaves a
    context of each; whoever draws a map draws one. The two blocks most likely one are joined, again and again; how likely is
    learned (`likeness.LEARNED`). Only blocks with a base class or libraries in common are joined, and no family is more than
    half of the system.
    """
    if len(found.blocks) < FEWEST:
        return found
    likeness = Likeness(graph, kinship, found.blocks)
    families = {number: [Part(block)] for number, block in enumerate(found.blocks)}
    odds = _all_odds(likeness, weights)
    while True:
        one, other = divmod(int(odds.argmax()), len(found.blocks))
        if odds[one, other] <= ODDS:
            break
        reason = _reason(likeness, one, other, float(odds[one, other]))
        first, second = families[one], families.pop(other)
        families[one] = [*first, replace(second[0], reason=reason), *second[1:]]
        likeness.join(one, other)
        odds[other, :] = odds[:, other] = -1.0
        odds[one, :] = odds[:, one] = _odds(likeness, one, weights)
    return _partition(found, list(families.values()))


def _partition(found: Partition, families: Iterable[Sequence[Part]]) -> Partition:
    """The partition with a block for each family of enough parts, and for each part of the others."""
    grown = [parts for parts in families if len(parts) >= FEWEST]
    joined = {part.units for parts in grown for part in parts}
    blocks = [list(block) for block in found.blocks if block not in joined]
    blocks += [[unit for part in parts for unit in part.units] for parts in grown]
    partition = partition_of(blocks, found.algorithm, found.resolution)
    return replace(partition, families=tuple(sorted(Family(tuple(parts)) for parts in grown)))


def _all_odds(likeness: Likeness, weights: Weights) -> Any:
    import numpy as np

    return np.array([_odds(likeness, block, weights) for block in range(len(likeness.sizes))])


def _odds(likeness: Likeness, block: int, weights: Weights) -> Any:
    """The log-odds that a block and each other are one, −1 where they may not be."""
    import numpy as np

    signs, sizes = likeness.signs(block), likeness.sizes
    allowed = (sizes > 0) & (sizes + sizes[block] <= LARGEST * sizes.sum()) & (signs.libraries + signs.family > 0)
    allowed[block] = False
    return np.where(allowed, signs.odds(weights), -1.0)


def _reason(likeness: Likeness, one: int, other: int, odds: float) -> str:
    signs: Signs = likeness.signs(one)
    kin = []
    if signs.bases[other] >= 0:
        kin.append(f"both have heirs of {likeness.bases[int(signs.bases[other])]}")
    if signs.libraries[other] > 0:
        kin.append(f"libraries alike by {signs.libraries[other] / signs.leaf[other]:.2f}")
    return (
        f"{', '.join(kin)}; {signs.leaf[other]:.0%} or more of the uses at their boundaries go out; coupled "
        f"{exp(signs.lift[other]):.1f} times as much as by chance: {1 / (1 + exp(-odds)):.0%} likely to be one context"
    )
