"""Weighted dependencies come in; out goes an order in which as little weight as possible points backwards."""

from collections.abc import Mapping, Sequence
from math import fsum

Weights = Mapping[tuple[str, str], float]


def downstream_first(nodes: Sequence[str], weights: Weights) -> list[str]:
    """Nodes so that each comes before what it depends on; members of a cycle stay together.

    `weights` maps (node, what it depends on) to a positive weight. Groups of mutual reachability are sorted
    topologically, and inside a group by the greedy heuristic of Eades, Lin and Smyth (1993) for feedback arcs.
    """
    groups = cyclic_groups(nodes, weights)
    group_of = {node: index for index, group in enumerate(groups) for node in group}
    between: dict[tuple[str, str], float] = {}
    for (node, other), weight in weights.items():
        if group_of[node] != group_of[other]:
            pair = (str(group_of[node]), str(group_of[other]))
            between[pair] = between.get(pair, 0.0) + weight
    order = _greedy([str(index) for index in range(len(groups))], between)
    return [node for index in order for node in _greedy(groups[int(index)], weights)]


def cyclic_groups(nodes: Sequence[str], weights: Weights) -> list[list[str]]:
    """The strongly connected components, each sorted, in the order of their first node."""
    reach = {node: _reachable(node, weights) for node in nodes}
    groups: list[list[str]] = []
    placed: set[str] = set()
    for node in sorted(nodes):
        if node not in placed:
            group = sorted(other for other in nodes if other == node or (other in reach[node] and node in reach[other]))
            groups.append(group)
            placed.update(group)
    return groups


def _reachable(start: str, weights: Weights) -> set[str]:
    following: dict[str, list[str]] = {}
    for node, other in weights:
        following.setdefault(node, []).append(other)
    seen: set[str] = set()
    frontier = [start]
    while frontier:
        for other in following.get(frontier.pop(), []):
            if other not in seen:
                seen.add(other)
                frontier.append(other)
    return seen


def _greedy(nodes: Sequence[str], weights: Weights) -> list[str]:
    inside = {pair: weight for pair, weight in weights.items() if pair[0] in set(nodes) and pair[1] in set(nodes)}
    left: list[str] = []
    right: list[str] = []
    remaining = sorted(nodes)
    while remaining:
        outgoing = {node: fsum(w for (a, _), w in inside.items() if a == node) for node in remaining}
        incoming = {node: fsum(w for (_, b), w in inside.items() if b == node) for node in remaining}
        chosen = max(remaining, key=lambda node: (not outgoing[node], outgoing[node] - incoming[node], node))
        if outgoing[chosen]:
            left.append(chosen)
        else:
            right.insert(0, chosen)
        remaining.remove(chosen)
        inside = {pair: weight for pair, weight in inside.items() if chosen not in pair}
    return left + right
