"""Cycles: from the arrows between contexts to the shortest cycle through each context that is in one."""

from collections import deque
from collections.abc import Iterable


def shortest_cycles(arrows: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """For each node on a cycle the shortest cycle through it, each once, shortest first; it starts at its first id by name.

    Together they name every node of every strongly connected component of two or more; arrows from a node to
    itself are not followed. Breadth first, so no depth of graph is too deep.
    """
    following: dict[str, list[str]] = {}
    for start, end in sorted(set(arrows)):
        if start != end:
            following.setdefault(start, []).append(end)
    found = {_from_first(cycle) for node in following if (cycle := _shortest(node, following))}
    return tuple(sorted(found, key=lambda cycle: (len(cycle), cycle)))


def _shortest(start: str, following: dict[str, list[str]]) -> tuple[str, ...]:
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for neighbour in following.get(node, []):
            if neighbour == start:
                return _path(node, start, came_from)
            if neighbour not in came_from:
                came_from[neighbour] = node
                waiting.append(neighbour)
    return ()


def _path(end: str, start: str, came_from: dict[str, str]) -> tuple[str, ...]:
    path = [end]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return tuple(reversed(path))


def _from_first(cycle: tuple[str, ...]) -> tuple[str, ...]:
    first = cycle.index(min(cycle))
    return cycle[first:] + cycle[:first]
