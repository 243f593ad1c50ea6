"""Likeness: from blocks of units to how likely it is that authors would call two of them one, and by which signs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Any

from msgspec import Struct

from decompose.coupling.graph import CouplingGraph
from decompose.coupling.kinship import Kinship


class Weights(Struct, frozen=True):
    """What each sign adds to the log-odds that two blocks are one, and the log-odds where all signs are 0."""

    lift: float
    share: float
    libraries: float
    family: float
    size: float
    constant: float


LEARNED = Weights(lift=1.15, share=1.87, libraries=6.29, family=2.31, size=-0.44, constant=-2.34)
"""By `benchmarks/learn_siblings.py` on 21 public systems whose folders are domains, names withheld; none of them is scored."""


class Signs(Struct, frozen=True):
    """The signs between one block and each other (arrays), whatever the size of the system.

    `lift` is the logarithm of how much more they are coupled than chance would couple them, `share` the larger of the
    two shares that the coupling between them has in all that leaves one of them, `size` the logarithm of the smaller one's
    size by that of the mean block. `leaf` is the part of uses that go out in all that cross the block's boundary, in the
    block where it is less: 1 if nobody uses either. Times `leaf`, `libraries` is the cosine of what they import from outside,
    and `family` the share of modules that inherit from one and the same module (in the block where they are fewer), times the
    share of that module's heirs that are in the two; `bases` tells which module, by column (−1 for none).
    """

    lift: Any
    share: Any
    libraries: Any
    family: Any
    size: Any
    leaf: Any
    bases: Any

    def odds(self, weights: Weights) -> Any:
        """The log-odds that the blocks are one."""
        told = weights.lift * self.lift + weights.share * self.share + weights.libraries * self.libraries
        return told + weights.family * self.family + weights.size * self.size + weights.constant


class Likeness:
    """Blocks that are joined two by two; a joined block stands where the first of the two stood, and the other is empty."""

    def __init__(self, graph: CouplingGraph, kinship: Kinship, blocks: Sequence[Sequence[str]]) -> None:
        import numpy as np

        home = {unit: number for number, block in enumerate(blocks) for unit in block}
        self.sizes = np.array([len(block) for block in blocks], dtype=np.float64)
        self._mean = float(self.sizes.mean())
        self._coupling = np.zeros((len(blocks), len(blocks)))
        for coupling in graph.couplings:
            one, other = home[coupling.source], home[coupling.target]
            self._coupling[one, other] += coupling.weight
            self._coupling[other, one] += coupling.weight
        self._total = float(self._coupling.sum())
        self._uses = _uses(kinship.used, home, len(blocks))
        self._libraries, _ = _counts(blocks, kinship.libraries, rare=True)
        self._heirs, self.bases = _counts(blocks, kinship.bases)
        self._all_heirs = np.maximum(self._heirs.sum(axis=0), 1.0)

    def signs(self, block: int) -> Signs:
        """Between this block and each."""
        import numpy as np

        degrees, between = self._coupling.sum(axis=1), self._coupling[block]
        outward = degrees - np.diag(self._coupling)
        little = self._total / self.sizes.sum() / 4 or 1.0  # a quarter of what a module has: two threads are no sign
        expected = degrees * degrees[block] / (self._total or 1.0)
        leaf = np.minimum(self._leaves(), self._leaves()[block])
        bases, family = self._family(block)
        return Signs(
            lift=np.log((between + little) / (expected + little)),
            share=np.maximum(_over(between, outward), _over(between, np.full(len(between), outward[block]))),
            libraries=_cosines(self._libraries, block) * leaf,
            family=family * leaf,
            size=np.log(np.minimum(np.maximum(self.sizes, 1.0), self.sizes[block] or 1.0) / self._mean),
            leaf=leaf,
            bases=bases,
        )

    def join(self, one: int, other: int) -> None:
        """Make two blocks one."""
        for counts in (
            self._libraries,
            self._heirs,
            self.sizes,
            self._coupling,
            self._coupling.T,
            self._uses,
            self._uses.T,
        ):
            counts[one] += counts[other]
            counts[other] = 0.0

    def _leaves(self) -> Any:
        import numpy as np

        within = np.diag(self._uses)
        out, into = ((self._uses.sum(axis=axis) - within)[:-1] for axis in (1, 0))
        return _over(out, out + into)

    def _family(self, block: int) -> tuple[Any, Any]:
        import numpy as np

        sizes = np.maximum(self.sizes, 1.0)
        if not self.bases:
            return np.full(len(sizes), -1), np.zeros(len(sizes))
        shared = np.minimum(self._heirs / sizes[:, None], self._heirs[block] / sizes[block])
        shared *= np.minimum(1.0, (self._heirs + self._heirs[block]) / self._all_heirs)
        family = shared.max(axis=1)
        return np.where(family > 0, shared.argmax(axis=1), -1), family


def _uses(used: Mapping[str, Iterable[str]], home: Mapping[str, int], blocks: int) -> Any:
    """How many pairs of user and used lie between two blocks; the last row and column are modules of none."""
    import numpy as np

    pairs = Counter((home.get(user, blocks), home.get(one, blocks)) for user, found in used.items() for one in found)
    uses = np.zeros((blocks + 1, blocks + 1))
    for (one, other), count in pairs.items():
        uses[one, other] = count
    uses[blocks, blocks] = 0.0
    return uses


def _counts(
    blocks: Sequence[Sequence[str]], names: Mapping[str, Iterable[str]], rare: bool = False
) -> tuple[Any, tuple[str, ...]]:
    """By block how many of its units have each name that several units have; rare ones count more if asked for."""
    import numpy as np

    had = [Counter(name for unit in block for name in names.get(unit, ())) for block in blocks]
    owners: Counter[str] = sum(had, Counter())
    kept = tuple(sorted(name for name, count in owners.items() if count > 1))
    counts = np.array([[float(found[name]) for name in kept] for found in had]).reshape(len(blocks), len(kept))
    if rare:
        units = sum(map(len, blocks))
        counts *= np.array([log((units + 1) / (owners[name] + 1)) for name in kept])
    return counts, kept


def _over(part: Any, whole: Any) -> Any:
    import numpy as np

    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 1e-9)


def _cosines(features: Any, row: int) -> Any:
    import numpy as np

    lengths = np.sqrt((features**2).sum(axis=1))
    return _over((features * features[row]).sum(axis=1), lengths * lengths[row])
