"""Omnipresent modules: from who uses what to the modules that belong everywhere and so to no context."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from decompose.coupling.affinity import Affinity
from decompose.coupling.references import Names
from decompose.coupling.sparse import canonical, shares

SHARE = 0.10  # chosen: one module in ten uses it
USERS = 10  # chosen: fewer users than this are a neighbourhood, whatever their share of a small system
LIFT = 1.5  # chosen: helpers, exceptions and shims measured 0.6 to 1.45 in eleven systems, models of one domain mostly 1.8 to 6


def omnipresent(
    names: Names, ties: Collection[Affinity], index: Mapping[str, int], settled: Collection[str]
) -> dict[str, str]:
    """The modules to set apart, each with the reason.

    A module is omnipresent if at least ten modules and a tenth of all use it, and these users are tied to each
    other less than 1.5 times as much as they would be by chance: many users alone make a busy domain module, but
    users that have nothing in common make a helper. `settled` modules (see `tables.settled_by_data`) always stay.
    Chance is D² / 4E for the users' summed degree D and the weight E of all ties.
    """
    import numpy as np

    tied = _tied(ties, len(index))
    degree = np.asarray(tied.sum(axis=1)).ravel()
    total = float(degree.sum())
    found = {}
    for module, users in sorted(_users(names, index).items()):
        if len(users) < max(USERS, SHARE * len(index)) or module in settled:
            continue
        expected = float(degree[users].sum()) ** 2 / total
        lift = float(tied[users][:, users].sum()) / expected
        if lift < LIFT:
            found[module] = (
                f"{len(users)} of {len(index)} modules use it, and they are tied to each other {lift:.2f} times as much as "
                f"by chance (below {LIFT:g})"
            )
    return found


def _tied(ties: Collection[Affinity], size: int) -> Any:
    from scipy.sparse import csr_matrix

    tied = csr_matrix((size, size))
    for tie in ties:
        tied = tied + shares(tie.amounts) + shares(tie.amounts).T
    return canonical(tied)


def _users(names: Names, index: Mapping[str, int]) -> dict[str, list[int]]:
    users: dict[str, list[int]] = defaultdict(list)
    for user, used in sorted(names):
        if user in index and used in index:
            users[used].append(index[user])
    return users
