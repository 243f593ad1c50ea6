"""Graphs for tests: cliques, rings of cliques, and random ones."""

from itertools import combinations

from hypothesis import strategies as st

from decompose.coupling.graph import Coupling, CouplingGraph, Signal, Strand


def graph(edges: dict[tuple[str, str], float], *alone: str, observations: float | None = None) -> CouplingGraph:
    """The graph of these weighted pairs and lonely units; all weight is one strand of references.

    Unless told otherwise each pair was observed once.
    """
    units = sorted({unit for pair in edges for unit in pair}.union(alone))
    couplings = tuple(
        Coupling(min(pair), max(pair), weight, (Strand("references", weight, weight),))
        for pair, weight in sorted(edges.items(), key=lambda edge: sorted(edge[0]))
    )
    seen = float(len(edges)) if observations is None else observations
    return CouplingGraph(tuple(units), couplings, signals=(Signal("references", 1.0, len(edges), seen),))


def clique(*units: str, weight: float = 1.0) -> dict[tuple[str, str], float]:
    """Every pair of the units."""
    return dict.fromkeys(combinations(sorted(units), 2), weight)


def named(prefix: str, size: int) -> list[str]:
    """`prefix0.py`, `prefix1.py`, …"""
    return [f"{prefix}{number}.py" for number in range(size)]


UNITS = named("m", 12)

graphs = st.dictionaries(
    st.tuples(st.sampled_from(UNITS), st.sampled_from(UNITS)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0.01, 1),
    max_size=30,
).map(lambda edges: graph(edges, *UNITS))
