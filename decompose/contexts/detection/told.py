"""What blocks tell of the observations, kept so that splitting one of them is judged by its own units alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from decompose.contexts.detection.observations import homes_of, observations
from decompose.coupling.foldertree import tree_of
from decompose.coupling.graph import CouplingGraph
from decompose.coupling.information import cost, divergence

Block = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A block and its parts; by signal what is then less inside and less expected inside (shares).

    `pieces` are those of the block and of each part (see `observations.information_of`).
    """

    block: Block
    parts: tuple[Block, ...]
    inside: tuple[float, ...]
    expected: tuple[float, ...]
    pieces: tuple[int, tuple[int, ...]]


class Told:
    """The information of blocks that are split one after the other (see `observations.information_of`)."""

    def __init__(self, graph: CouplingGraph, blocks: Sequence[Block]) -> None:
        import numpy as np

        homes = homes_of(graph, blocks)
        self._observed = observations(graph)
        self._tree = tree_of(graph.units)
        self._place = {unit: position for position, unit in enumerate(graph.units)}
        self._totals = [float(pairs.amounts.sum()) for pairs in self._observed]
        self._degrees = [
            np.bincount(pairs.ends.ravel(), np.tile(pairs.amounts / (2 * total), 2), minlength=len(homes))
            for pairs, total in zip(self._observed, self._totals, strict=True)
        ]
        self._inside = [
            float(pairs.amounts[homes[pairs.ends[0]] == homes[pairs.ends[1]]].sum()) / total
            for pairs, total in zip(self._observed, self._totals, strict=True)
        ]
        self._expected = [float((np.bincount(homes, degrees) ** 2).sum()) for degrees in self._degrees]
        self._pieces = [self._pieces_of(block) for block in blocks]

    def information(self, split: Split | None = None) -> float:
        """Of the blocks as they are, or as they would be after a split."""
        none = (0.0,) * len(self._observed)
        inside, expected = (split.inside, split.expected) if split else (none, none)
        told = (
            pairs.count * divergence(self._inside[at] - inside[at], self._expected[at] - expected[at])
            for at, pairs in enumerate(self._observed)
        )
        return fsum(told) - cost(self._pieces_after(split) if split else self._pieces)

    def split(self, block: Block, parts: Sequence[Block]) -> Split:
        """What splitting a block would change."""
        import numpy as np

        home = np.full(len(self._place), -1, dtype=np.int64)
        for number, part in enumerate(parts):
            home[[self._place[unit] for unit in part]] = number
        members = home >= 0
        inside, expected = [], []
        for pairs, total, degrees in zip(self._observed, self._totals, self._degrees, strict=True):
            one, other = home[pairs.ends]
            inside.append(float(pairs.amounts[(one >= 0) & (other >= 0) & (one != other)].sum()) / total)
            own = np.bincount(home[members], degrees[members])
            expected.append(float(own.sum()) ** 2 - float((own**2).sum()))
        pieces = self._pieces_of(block), tuple(map(self._pieces_of, parts))
        return Split(block, tuple(parts), tuple(inside), tuple(expected), pieces)

    def apply(self, split: Split) -> None:
        """Let a split have happened."""
        self._inside = [now - less for now, less in zip(self._inside, split.inside, strict=True)]
        self._expected = [now - less for now, less in zip(self._expected, split.expected, strict=True)]
        self._pieces = self._pieces_after(split)

    def _pieces_of(self, block: Block) -> int:
        import numpy as np

        return self._tree.pieces(np.array([self._place[unit] for unit in block], dtype=np.int64))

    def _pieces_after(self, split: Split) -> list[int]:
        whole, parts = split.pieces
        at = self._pieces.index(whole)
        return [*self._pieces[:at], *self._pieces[at + 1 :], *parts]
