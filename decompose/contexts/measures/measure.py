"""Measures: from what was observed and a partition to numbers of quality, each beside what trivial partitions would get."""

from collections import Counter
from collections.abc import Callable, Mapping
from math import exp, fsum, log
from random import Random

from decompose.contexts.context import Measures, Score
from decompose.contexts.measures.agreement import mojofm
from decompose.contexts.measures.observed import Observed
from decompose.contexts.measures.published import (
    business_context_purity,
    database_purity,
    inter_partition_calls,
    interface_number,
    non_extreme_distribution,
    structural_modularity,
)
from decompose.contexts.measures.quality import cohesions, conductances, crossing, flows_of, modularity

Home = Mapping[str, str]

FOUND = "these contexts"


def measure(observed: Observed, home: Home, seed: int = 0) -> Measures:
    """Every measure of the partition that puts each unit into its `home`, with trivial partitions beside."""
    trivial = _trivial(home, seed)
    scores = [score(observed, each, name) for name, each in [(FOUND, home), *trivial]]
    found = dict(scores[0].values)
    return Measures(
        modularity=found["modularity"],
        crossing=found["coupling"],
        largest_share=scores[0].largest_share,
        effective_contexts=scores[0].effective_contexts,
        baselines=tuple((each.partition, dict(each.values)["modularity"]) for each in scores[1:]),
        scores=tuple(scores),
    )


def score(observed: Observed, home: Home, name: str) -> Score:
    """One partition by every measure that the system has the evidence for: without calls there are no measures of calls."""
    flows = flows_of(observed.graph, home)
    taken: dict[str, Callable[[], float]] = {
        "modularity": lambda: modularity(flows),
        "cohesion": lambda: _mean(cohesions(flows)),
        "coupling": lambda: crossing(flows),
        "conductance": lambda: _mean(conductances(flows)),
    }
    if observed.calls:
        taken["sm"] = lambda: structural_modularity(home, observed.calls)
        taken["icp"] = lambda: inter_partition_calls(home, observed.calls)
        taken["ifn"] = lambda: interface_number(home, observed.calls)
    taken["ned"] = lambda: non_extreme_distribution(home)
    if observed.use_cases:
        taken["bcp"] = lambda: business_context_purity(home, observed.use_cases)
    if observed.users:
        taken["database-purity"] = lambda: database_purity(home, observed.users)
    taken["mojofm-folders"] = lambda: mojofm(home, _folders(home))
    values = tuple((measure, take()) for measure, take in taken.items())
    return Score(name, len(set(home.values())), _largest_share(home), _effective_number(home), values)


def _mean(values: Mapping[str, float]) -> float:
    return fsum(values[key] for key in sorted(values)) / len(values) if values else 0.0


def _largest_share(home: Home) -> float:
    return max(_sizes(home), default=0) / len(home) if home else 0.0


def _effective_number(home: Home) -> float:
    shares = [size / len(home) for size in _sizes(home)]
    return exp(-fsum(share * log(share) for share in shares)) if shares else 0.0


def _sizes(home: Home) -> list[int]:
    return list(Counter(home.values()).values())


def _folders(home: Home) -> Home:
    return {unit: unit.partition("::")[0].rpartition("/")[0] for unit in home}


def _trivial(home: Home, seed: int) -> list[tuple[str, Home]]:
    units = sorted(home)
    shuffled = [home[unit] for unit in units]
    Random(seed).shuffle(shuffled)  # noqa: S311 - a reproducible shuffle, nothing secret
    return [
        ("folders", _folders(home)),
        ("all in one", dict.fromkeys(units, "")),
        ("singletons", {unit: unit for unit in units}),
        ("random of the same sizes", dict(zip(units, shuffled, strict=True))),
    ]
