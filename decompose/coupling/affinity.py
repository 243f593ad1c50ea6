"""Affinity: what one signal measures between pairs of modules, before signals are made comparable."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Affinity:
    """One signal over modules 0…n−1.

    `amounts` is a symmetric scipy CSR matrix without diagonal and not negative: what is made comparable with the other
    signals. `raw` holds, at the same places, the measure in the signal's own unit. `sentence(i, j, amount)` says how the
    amount of that pair came about. `observations` counts what stands behind the signal, `weight` is its vote, `silent` says why
    there is nothing when `amounts` is empty.
    """

    signal: str
    amounts: Any  # scipy.sparse.csr_matrix: scipy has no type stubs
    raw: Any
    sentence: Callable[[int, int, float], str]
    observations: float = 0.0
    weight: float = 1.0
    silent: str = "nothing of the kind in this system; the others count more"
