"""Co-citation: from who uses which module to which modules are used together."""

from collections import defaultdict
from collections.abc import Mapping
from math import sqrt

from decompose.coupling.affinity import Affinity
from decompose.coupling.references import Names
from decompose.coupling.sparse import cosine
from decompose.evidence.words import amount as amount_of


def co_citation(names: Names, index: Mapping[str, int], neighbours: int) -> Affinity:
    """Cosine between the users of two modules, a user of n modules weighted by 1/√(n − 1), at half weight.

    Modules that the same callers use together serve one purpose; a caller that uses everything says little of any pair,
    as a large commit does. Half weight, because it is the evidence of references seen once more.
    """
    from scipy.sparse import csr_matrix

    users = _users(names, index)
    uses: dict[int, int] = defaultdict(int)
    for found in users.values():
        for user in found:
            uses[user] += 1
    entries = [(used, user) for used in sorted(users) for user in sorted(users[used]) if uses[user] > 1]
    values = [1 / sqrt(uses[user] - 1) for _, user in entries]
    places = ([used for used, _ in entries], [user for _, user in entries])
    similar = cosine(csr_matrix((values, places), shape=(len(index), len(index))), neighbours)

    def sentence(i: int, j: int, amount: float) -> str:
        both = amount_of(len(users[i] & users[j]), "module uses", "modules use")
        return f"{both} both, cosine {amount:.2f}"

    return Affinity("co-citation", similar, similar, sentence, float(len(entries)), weight=0.5)


def _users(names: Names, index: Mapping[str, int]) -> dict[int, set[int]]:
    users: dict[int, set[int]] = defaultdict(set)
    for user, used in names:
        if user in index and used in index:
            users[index[used]].add(index[user])
    return dict(users)
