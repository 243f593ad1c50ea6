"""Weighted dependencies come in; out goes an order in which as little weight as possible points backwards."""

from collections.abc import Mapping, Sequence
from math import fsum

Weights = Mapping[tuple[str, str], float]

EXACT = 10  # nodes of a cyclic group; 2¹⁰ subsets take milliseconds, and each more doubles it


def downstream_first(nodes: Sequence[str], weights: Weights) -> list[str]:
    """Nodes so that each comes before what it depends on; members of a cycle stay together.

    `weights` maps (node, what it depends on) to a positive weight. Groups of mutual reachability are sorted
    topologically; inside a group of up to ten the weight that points backwards is the least possible, beyond it is what the
    greedy heuristic of Eades, Lin and Smyth (1993) for feedback arcs leaves after moving single nodes while that helps.
    """
    groups = cyclic_groups(nodes, weights)
    group_of = {node: index for index, group in enumerate(groups) for node in group}
    between: dict[tuple[str, str], float] = {}
    for (node, other), weight in weights.items():
        if group_of[node] != group_of[other]:
            pair = (str(group_of[node]), str(group_of[other]))
            between[pair] = between.get(pair, 0.0) + weight
    order = greedy([str(index) for index in range(len(groups))], between)
    return [node for index in order for node in _within(groups[int(index)], weights)]


def backward(order: Sequence[str], weights: Weights) -> list[tuple[str, str]]:
    """The dependencies that point backwards in an order, sorted: without them there is no cycle."""
    place = {node: index for index, node in enumerate(order)}
    return sorted((node, other) for node, other in weights if place[other] < place[node])


def cyclic_groups(nodes: Sequence[str], weights: Weights) -> list[list[str]]:
    """The strongly connected components, each sorted, in the order of their first node."""
    following: dict[str, list[str]] = {}
    for node, other in weights:
        following.setdefault(node, []).append(other)
    reach = {node: _reachable(node, following) for node in nodes}
    groups: list[list[str]] = []
    placed: set[str] = set()
    for node in sorted(nodes):
        if node not in placed:
            group = sorted(other for other in nodes if other == node or (other in reach[node] and node in reach[other]))
            groups.append(group)
            placed.update(group)
    return groups


def _reachable(start: str, following: Mapping[str, Sequence[str]]) -> set[str]:
    seen: set[str] = set()
    frontier = [start]
    while frontier:
        for other in following.get(frontier.pop(), ()):
            if other not in seen:
                seen.add(other)
                frontier.append(other)
    return seen


def greedy(nodes: Sequence[str], weights: Weights) -> list[str]:
    """What depends on nothing that remains goes last, else what depends most beyond what depends on it goes next.

    Only the sums of the neighbours of what has gone are made anew: all of them each time took half a minute at 200 contexts.
    """
    out: dict[str, dict[str, float]] = {node: {} for node in nodes}
    into: dict[str, dict[str, float]] = {node: {} for node in nodes}
    for (node, other), weight in weights.items():
        if node in out and other in out:
            out[node][other] = into[other][node] = weight
    outgoing = {node: fsum(out[node].values()) for node in nodes}
    incoming = {node: fsum(into[node].values()) for node in nodes}
    left: list[str] = []
    right: list[str] = []
    remaining = set(nodes)
    while remaining:
        chosen = max(remaining, key=lambda node: (not outgoing[node], outgoing[node] - incoming[node], node))
        (left if outgoing[chosen] else right).append(chosen)
        remaining.remove(chosen)
        for other in out.pop(chosen).keys() & remaining:
            del into[other][chosen]
            incoming[other] = fsum(into[other].values())
        for other in into.pop(chosen).keys() & remaining:
            del out[other][chosen]
            outgoing[other] = fsum(out[other].values())
    return left + right[::-1]


def _within(group: Sequence[str], weights: Weights) -> list[str]:
    if len(group) <= EXACT:
        return _least(sorted(group), weights)
    return _sifted(greedy(group, weights), weights)


def _least(nodes: list[str], weights: Weights) -> list[str]:
    """The best order of every subset to stand first from the best orders of the subsets with one node less."""
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for subset in range(1, 1 << len(nodes)):
        found = []
        for last, node in enumerate(nodes):
            if subset >> last & 1:
                cost, before = best[subset ^ 1 << last]
                found.append((cost + sum(weights.get((node, nodes[u]), 0.0) for u in before), (*before, last)))
        best.append(min(found))
    return [nodes[index] for index in best[-1][1]]


def _sifted(order: list[str], weights: Weights) -> list[str]:
    """The order after each node in turn took its best place, until no move helps."""
    moved = True
    while moved:
        moved = False
        for node in sorted(order):
            here = order.index(node)
            rest = order[:here] + order[here + 1 :]
            gains = [0.0]  # of standing before each place of `rest`, as against standing first
            for other in rest:
                gains.append(gains[-1] + weights.get((node, other), 0.0) - weights.get((other, node), 0.0))
            place = min(range(len(gains)), key=lambda index: (gains[index], abs(index - here)))
            if gains[place] < gains[here] - 1e-9:
                order, moved = [*rest[:place], node, *rest[place:]], True
    return order
