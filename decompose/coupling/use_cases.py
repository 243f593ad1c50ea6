"""Use cases: from what was seen to run for whom to how much of what two modules run for is common."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import fsum, log, sqrt
from typing import Any

from decompose.coupling.affinity import Affinity
from decompose.coupling.sparse import canonical, without_diagonal
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.unit import module_of
from decompose.evidence.words import amount as amount_of
from decompose.evidence.words import listed


def use_cases(evidence: Iterable[Evidence], index: Mapping[str, int]) -> Affinity:
    """support / √(activity of one · activity of the other), as of co-change: a use case is to modules what a commit is to files.

    `support` adds says/(modules − 1) for each use case that two modules were seen in, and says = ln(N / modules) / ln N is 1
    for a use case of one of the N modules that were seen at all and 0 for one of them all: commits of very many files can be
    left out, while of use cases most run much of the system. The activity of a module is the sum of its supports. How often
    is not counted: it depends on how long somebody watched. Raw is the support; observations are twice its sum, the
    sightings of modules with others by what they say.
    """
    runs = _runs(evidence, index)
    whole = len({module for modules in runs.values() for module in modules})
    says = {name: log(whole / len(modules)) / log(whole) for name, modules in runs.items()}
    support = _support([(modules, says[name]) for name, modules in runs.items()], len(index))
    activity = _sums(support)
    of: dict[int, set[str]] = defaultdict(set)
    for name, modules in runs.items():
        for module in modules:
            of[module].add(name.removeprefix("entry:"))

    def sentence(i: int, j: int, amount: float) -> str:
        common = sorted(of[i] & of[j])
        shared = amount * sqrt(activity[i] * activity[j])
        both = f"{amount_of(len(common), 'common use case')} ({listed(common)})"
        return f"{both}, support {shared:.2f}/√({activity[i]:.1f}·{activity[j]:.1f}) = {amount:.2f}"

    return Affinity("use cases", _scaled(support, activity), support, sentence, fsum(activity))


def _runs(evidence: Iterable[Evidence], index: Mapping[str, int]) -> dict[str, list[int]]:
    """The modules, by position, that each use case ran, where they are two at least."""
    seen: dict[str, set[int]] = defaultdict(set)
    for piece in evidence:
        if piece.kind is EvidenceKind.EXERCISES and module_of(piece.target) in index:
            seen[piece.source].add(index[module_of(piece.target)])
    return {use_case: sorted(modules) for use_case, modules in sorted(seen.items()) if len(modules) > 1}


def _support(runs: list[tuple[list[int], float]], size: int) -> Any:
    import numpy as np
    from scipy.sparse import csr_matrix, diags

    rows = [module for modules, _ in runs for module in modules]
    columns = [number for number, (modules, _) in enumerate(runs) for _ in modules]
    took_part = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, len(runs)))
    weights = diags([says / (len(modules) - 1) for modules, says in runs], shape=(len(runs), len(runs)))
    return without_diagonal(canonical(took_part @ weights @ took_part.T))


def _sums(matrix: Any) -> list[float]:
    import numpy as np

    return [float(amount) for amount in np.asarray(matrix.sum(axis=1)).ravel()]


def _scaled(support: Any, activity: list[float]) -> Any:
    from scipy.sparse import diags

    roots = diags([1 / sqrt(amount) if amount else 0.0 for amount in activity], shape=support.shape)
    return canonical(roots @ support @ roots)
