"""Information: from the blocks that units are put into to how much this tells of what was observed between units."""

from collections.abc import Iterable
from math import fsum, log
from typing import Any

RESOLUTIONS = (
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
)  # 0.5…4, steps of 15 % from 0.75 on, a quarter and a fifth below
OBSERVED = ("references", "co-change", "use cases")  # the signals whose observations are events and not similarities


def gain(homes: Any, amounts: Any) -> float:
    """What blocks tell per observation, in nats: in·ln(in/in₀) + out·ln(out/out₀).

    `homes` holds the numbers of the blocks of both ends of each pair (an array of two rows), `amounts` the pair's amount;
    in is the share of the amounts inside blocks, in₀ the share that chance would put there given each block's degree
    (the log-likelihood ratio of a degree-corrected planted partition and no partition).
    """
    import numpy as np

    total = float(amounts.sum())
    size = homes.max() + 1
    degree = np.bincount(homes[0], amounts, minlength=size) + np.bincount(homes[1], amounts, minlength=size)
    inside = float(amounts[homes[0] == homes[1]].sum()) / total
    return divergence(inside, float(((degree / (2 * total)) ** 2).sum()))


def divergence(inside: float, expected: float) -> float:
    """inside·ln(inside/expected) + outside·ln(outside/outside expected), in nats; both are shares.

    0 where blocks hold less than chance would put there: that modules of one layer never use each other is no reason to
    put them together.
    """
    if inside <= expected:
        return 0.0
    return _term(inside, expected) + _term(1 - inside, 1 - expected)


def cost(sizes: Iterable[int]) -> float:
    """What it takes to tell which unit is in which block, in nats: the number of units times the entropy of sizes."""
    sizes = [size for size in sizes if size]
    units = sum(sizes)
    return -fsum(size * log(size / units) for size in sizes)


def _term(share: float, expected: float) -> float:
    return share * log(share / expected) if share > 1e-12 and expected > 1e-12 else 0.0
