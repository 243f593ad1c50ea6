"""The engines of community detection: from weighted pairs to blocks, the same ones for the same seed."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

Edge = tuple[str, str, float]
Blocks = list[list[str]]
Engine = Callable[[Sequence[Edge], float, int], Blocks]


def louvain(edges: Sequence[Edge], resolution: float, seed: int) -> Blocks:
    """Blocks by python-louvain (Blondel et al. 2008); units without an edge are not among them.

    `edges` are sorted: its random walk starts from the order of insertion. Merging is repeated until nothing changes:
    python-louvain 0.16 moves units by `resolution` but decides when to stop by a modularity that weighs it the
    other way round, so that below 1 it stops after the first round.
    """
    import community
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(sorted({unit for edge in edges for unit in edge[:2]}))
    graph.add_weighted_edges_from(edges)
    blocks = community.best_partition(graph, resolution=resolution, random_state=seed)
    while True:
        coarse = community.induced_graph(blocks, graph)
        merged = community.best_partition(coarse, resolution=resolution, random_state=seed)
        if len(set(merged.values())) == coarse.number_of_nodes():
            return _blocks(blocks)
        blocks = {unit: merged[block] for unit, block in blocks.items()}


def leiden(edges: Sequence[Edge], resolution: float, seed: int) -> Blocks:
    """Blocks by Leiden on modularity (Traag et al. 2019); units without an edge are not among them.

    `edges` are sorted, so that their order does not matter.
    """
    import graspologic_native

    if not edges:
        return []
    _, blocks = graspologic_native.leiden(
        edges=edges,
        resolution=resolution,
        randomness=0.001,
        iterations=2,  # more changed no result on eleven systems
        use_modularity=True,
        seed=seed,
        trials=1,
    )
    return _blocks(blocks)


ENGINES: dict[str, Engine] = {"leiden": leiden, "louvain": louvain}


def _blocks(membership: Mapping[str, int]) -> Blocks:
    blocks: dict[int, list[str]] = defaultdict(list)
    for unit in sorted(membership):
        blocks[membership[unit]].append(unit)
    return sorted(blocks.values())
