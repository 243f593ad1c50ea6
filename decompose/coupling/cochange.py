"""Co-change: from the commits that modules share to how much of their change is common."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import fsum, sqrt

from decompose.coupling.affinity import Affinity
from decompose.coupling.sparse import symmetric
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.words import amount as amount_of


def co_change(evidence: Iterable[Evidence], index: Mapping[str, int]) -> Affinity:
    """support / √(activity of one · activity of the other): the cosine of the two modules' shared change.

    `support` adds 1/(files − 1) for each commit that changed both, so a commit of many files says little of each pair;
    the activity of a module is the sum of its supports, which is the number of its commits that also changed other
    modules. Dividing by it keeps a module that changes all the time from being near to everything. Raw is the support;
    observations are twice its sum, which is the number of changes that came together with others. The vote is whole from
    one such change per module on: a history of a few commits must not count as much as all of the code.
    """
    supports: dict[tuple[int, int], list[float]] = defaultdict(list)
    commits: dict[tuple[int, int], int] = defaultdict(int)
    for piece in evidence:
        if piece.kind is EvidenceKind.CO_CHANGE and piece.source in index and piece.target in index:
            pair = _ordered(index[piece.source], index[piece.target])
            supports[pair].append(piece.support)
            commits[pair] += piece.count
    support = {pair: fsum(amounts) for pair, amounts in supports.items()}
    shared: dict[int, list[float]] = defaultdict(list)
    for (i, j), amount in sorted(support.items()):
        shared[i].append(amount)
        shared[j].append(amount)
    activity = {module: fsum(amounts) for module, amounts in shared.items()}
    amounts = {
        (i, j): amount / sqrt(activity[i] * activity[j]) for (i, j), amount in support.items() if i != j and amount > 0
    }

    def sentence(i: int, j: int, amount: float) -> str:
        pair = _ordered(i, j)
        common = amount_of(commits[pair], "common commit")
        return f"{common}, support {support[pair]:.2f}/√({activity[i]:.1f}·{activity[j]:.1f} commits) = {amount:.2f}"

    total = fsum(amount for _, amount in sorted(support.items()))
    size = len(index)
    observations = 2 * total
    vote = min(1.0, observations / size) if size else 0.0
    return Affinity("co-change", symmetric(amounts, size), symmetric(support, size), sentence, observations, vote)


def _ordered(i: int, j: int) -> tuple[int, int]:
    return (i, j) if i < j else (j, i)
