"""Tidying: from raw blocks to blocks that hang together and are not dust."""

from collections import defaultdict
from collections.abc import Mapping

Neighbours = Mapping[str, Mapping[str, float]]

DUST = 2  # a context of one or two modules is no context; chosen, see test_dust_joins_its_strongest_neighbour


def connected(blocks: list[list[str]], neighbours: Neighbours) -> list[list[str]]:
    """The blocks, each split into its connected parts (Louvain can leave a block in pieces)."""
    return [part for block in blocks for part in _parts(block, neighbours)]


def without_dust(blocks: list[list[str]], neighbours: Neighbours) -> list[list[str]]:
    """The blocks with every one of at most two modules joined to the block it is coupled to most, smallest first.

    A block without any coupling outwards stays as it is.
    """
    members: dict[int, list[str]] = dict(enumerate(sorted(blocks)))
    home = {unit: number for number, block in members.items() for unit in block}
    for number in sorted(members, key=lambda number: (len(members[number]), members[number])):
        if len(members[number]) > DUST:
            continue
        pull: dict[int, float] = defaultdict(float)
        for unit in members[number]:
            for neighbour, weight in sorted(neighbours.get(unit, {}).items()):
                pull[home[neighbour]] += weight
        pull.pop(number, None)
        if pull:
            target = min(pull, key=lambda other: (-pull[other], members[other]))
            members[target] = sorted(members[target] + members.pop(number))
            home.update(dict.fromkeys(members[target], target))
    return sorted(members.values())


def _parts(block: list[str], neighbours: Neighbours) -> list[list[str]]:
    left, parts = set(block), []
    for start in sorted(block):
        if start not in left:
            continue
        left.discard(start)
        part = [start]
        for unit in part:  # it grows meanwhile
            if not left:  # nearly every block is one part, and a few of its units reach all others
                break
            reached = left.intersection(neighbours.get(unit, ()))
            left -= reached
            part += reached
        parts.append(sorted(part))
    return parts
