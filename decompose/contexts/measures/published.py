"""Published measures of decompositions, each by the exact variant of one paper's code, so that numbers can be compared.

A partition is the home of each unit; calls are directed pairs of units with how often they were seen. Pairs with an end that
has no home (the outside world, units set apart) never count.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import fsum, log

Home = Mapping[str, str]
Calls = Mapping[tuple[str, str], float]

LEAST, MOST = 5, 20
"""Classes of a cluster that Mono2Micro does not call extreme."""

UNKNOWN = frozenset({"Unknown"})


def structural_modularity(home: Home, calls: Calls) -> float:
    """SM of Mono2Micro (Kalia et al., FSE 2021): how densely units of one cluster call each other, less those of two.

    SM = 1/K · Σ_i μ_i/n_i² − 2/(K(K−1)) · Σ_{i<j} σ_ij/(n_i·n_j), where n_i is the size of cluster i of K, μ_i the number of
    unordered pairs in it with a call either way, σ_ij the same between two clusters. As in the published code a unit
    that calls itself counts as a pair, unless it is the last of its cluster in the order of `home`. Higher is better.
    """
    sizes = Counter(home.values())
    last = {cluster: unit for unit, cluster in home.items()}
    inside: list[float] = []
    across: list[float] = []
    for one, other in sorted(_pairs(home, calls)):
        here, there = home[one], home[other]
        if here != there:
            across.append(1 / (sizes[here] * sizes[there]))
        elif one != other or last[here] != one:
            inside.append(1 / sizes[here] ** 2)
    clusters = len(sizes)
    cohesion = fsum(inside) / clusters if clusters else 0.0
    return cohesion - (2 * fsum(across) / (clusters * (clusters - 1)) if clusters > 1 else 0.0)


def inter_partition_calls(home: Home, calls: Calls) -> float:
    """ICP of Mono2Micro: the share of calls between clusters, each pair counted ln(volume) + 1. Lower is better.

    Calls of a unit to itself do not count; 0 where there are no calls.
    """
    counted = {
        (a, b): log(volume) + 1 for (a, b), volume in sorted(calls.items()) if a != b and a in home and b in home
    }
    total = fsum(counted.values())
    return fsum(amount for (a, b), amount in counted.items() if home[a] != home[b]) / total if total else 0.0


def interface_number(home: Home, calls: Calls) -> float:
    """IFN of Mono2Micro: pairs of units of different clusters with a call either way, per cluster. Lower is better."""
    across = sum(1 for one, other in _pairs(home, calls) if home[one] != home[other])
    return across / len(set(home.values())) if home else 0.0


def non_extreme_distribution(home: Home) -> float:
    """NED of Mono2Micro: the share of units in clusters of fewer than 5 or more than 20. Lower is better."""
    sizes = Counter(home.values()).values()
    return 1 - sum(size for size in sizes if LEAST <= size <= MOST) / len(home) if home else 0.0


def business_context_purity(home: Home, use_cases: Mapping[str, Iterable[str]]) -> float:
    """BCP of Mono2Micro: the mean over clusters of ln(use cases that its units take part in). Lower is better.

    A unit of which no use case is known has one of its own, `Unknown`, as in the published code.
    """
    met: dict[str, set[str]] = defaultdict(set)
    for unit, cluster in home.items():
        met[cluster].update(use_cases.get(unit, UNKNOWN))
    return fsum(log(max(1, len(met[cluster]))) for cluster in sorted(met)) / len(met) if met else 0.0


def database_purity(home: Home, users: Mapping[str, Iterable[str]]) -> float:
    """Database purity of CARGO (Nitin et al., ASE 2022): 1 − the mean over tables of the entropy of who uses them.

    `users` holds the units that read or write each table, each of which counts once; the entropy, in nats, is that of the
    clusters they are in. Higher is better, 1 where every table has one cluster; below 0 is possible. 1 without tables.
    """
    entropies = [_entropy(Counter(home[unit] for unit in set(units) if unit in home)) for units in users.values()]
    return 1 - fsum(sorted(entropies)) / len(entropies) if entropies else 1.0


def _entropy(counts: Counter[str]) -> float:
    total = counts.total()
    return -fsum(sorted(count / total * log(count / total) for count in counts.values())) if total else 0.0


def _pairs(home: Home, calls: Calls) -> set[tuple[str, str]]:
    """The unordered pairs of units with a call either way."""
    return {(min(a, b), max(a, b)) for a, b in calls if a in home and b in home}
