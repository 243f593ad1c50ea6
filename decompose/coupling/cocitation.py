"""Co-citation: from who uses which module to which modules are used together."""

from collections import defaultdict
from collections.abc import Mapping
from math import sqrt

from decompose.coupling.affinity import Affinity
from decompose.coupling.references import Names
from decompose.coupling.sparse import cosine


def co_citation(names: Names, index: Mapping[str, int], neighbours: int) -> Affinity:
    """Cosine between the users of two modules, a user of n modules weighted by 1/√(n − 1), at half weight.

    Modules that the same callers use together serve one purpose; a caller that uses everything says little of any pair,
    as a large commit does. Half weight, because it is the same evidence as references seen once more.
    """
    from scipy.sparse import csr_matrix

    uses: dict[int, set[int]] = defaultdict(set)
    for user, used in sorted(names):
        if used in index and user != used:
            uses[_position(user, index)].add(index[used]) if user in index else None
    rows, columns, values = [], [], []
    for user in sorted(uses):
        if len(uses[user]) > 1:
            for used in sorted(uses[user]):
                rows.append(used)
                columns.append(user)
                values.append(1 / sqrt(len(uses[user]) - 1))
    features = csr_matrix((values, (rows, columns)), shape=(len(index), len(index)))
    similar = cosine(features, neighbours)
    users = {used: {user for user in uses if used in uses[user]} for used in sorted(set(rows))}

    def sentence(i: int, j: int) -> str:
        return f"{len(users[i] & users[j])} modules use both, cosine {similar[i, j]:.2f}"

    return Affinity("co-citation", similar, sentence, observations=float(len(rows)), weight=0.5)


def _position(module: str, index: Mapping[str, int]) -> int:
    return index[module]
