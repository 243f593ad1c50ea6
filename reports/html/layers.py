"""Boxes and arrows between them come in, their places on paper come out: layered, few crossings, the same every time.

The method of Sugiyama, Tagawa and Toda (1981): layers from an order of precedence, points where long arrows pass a layer,
sweeps that put every node near the mean of its neighbours, and places that keep the distance with least squares.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import ceil, sqrt

from msgspec import Struct

GAP = 24.0  # between two boxes of a layer
LANE = 16.0  # between an arrow that passes a layer and its neighbours
SWEEPS = 12  # chosen: more did not remove another crossing on random graphs of 40 nodes


class Size(Struct, frozen=True):
    """The size of a box."""

    width: float
    height: float


class Layout(Struct, frozen=True):
    """Where everything is: centres of boxes, and for each arrow the points it runs through (box, lanes, box)."""

    width: float
    height: float
    centres: dict[str, tuple[float, float]]
    routes: dict[tuple[str, str], tuple[tuple[float, float], ...]]


def lay_out(sizes: Mapping[str, Size], order: Sequence[str], arrows: Iterable[tuple[str, str]], gap: float) -> Layout:
    """Places for boxes of these sizes; arrows (from, to) point down if they agree with `order`, and up if they do not.

    `gap` is the room between layers.
    """
    arrows = sorted(arrows)
    layers = _layers(order, arrows)
    lanes = _lanes(layers, arrows)
    rows = _sorted_rows(_rows(order, layers, lanes), _links(lanes))
    widths = {node: sizes[node].width if node in sizes else 0.0 for row in rows for node in row}
    across = _across(rows, _links(lanes), widths)
    down = _down(rows, sizes, gap)
    left = min((across[node] - widths[node] / 2 for node in across), default=0.0)
    right = max((across[node] + widths[node] / 2 for node in across), default=0.0)
    point = {node: (across[node] - left, down[index]) for index, row in enumerate(rows) for node in row}
    return Layout(
        width=right - left,
        height=(down[-1] + _tallest(rows[-1], sizes) / 2) if rows else 0.0,
        centres={node: point[node] for node in sizes},
        routes={
            pair: _route(chain, point, layers, [_tallest(row, sizes) for row in rows]) for pair, chain in lanes.items()
        },
    )


def _route(
    chain: list[str], point: Mapping[str, tuple[float, float]], layers: Mapping[str, int], heights: list[float]
) -> tuple[tuple[float, float], ...]:
    """The points of an arrow: it passes each layer between straight down or up, so that it stays clear of the boxes there."""
    step = 1 if layers[chain[0]] <= layers[chain[-1]] else -1
    route = [point[chain[0]]]
    for index, lane in enumerate(chain[1:-1], 1):
        x, y = point[lane]
        half = step * heights[layers[chain[0]] + step * index] / 2
        route += [(x, y - half), (x, y + half)]
    return (*route, point[chain[-1]])


def _layers(order: Sequence[str], arrows: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The layer of each node: below all that depend on it, unless that layer is full."""
    room = max(3, ceil(sqrt(len(order))))
    layers: dict[str, int] = {}
    taken: dict[int, int] = {}
    for node in order:
        layer = max((layers[a] + 1 for (a, b) in arrows if b == node and a in layers), default=0)
        while taken.get(layer, 0) >= room:
            layer += 1
        layers[node] = layer
        taken[layer] = taken.get(layer, 0) + 1
    return layers


def _lanes(layers: Mapping[str, int], arrows: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Each arrow as the nodes it runs through: its ends and, in the layers between, lanes.

    All arrows that run the same way to the same box share its lanes, like roads into a town: fewer lines to follow.
    """
    chains = {}
    for a, b in arrows:
        step = 1 if layers[a] <= layers[b] else -1
        between = [f"\0{b}\0{step}\0{layer}" for layer in range(layers[a] + step, layers[b], step)]
        chains[a, b] = [a, *between, b]
    return chains


def _rows(
    order: Sequence[str], layers: Mapping[str, int], lanes: Mapping[tuple[str, str], list[str]]
) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(max(layers.values(), default=-1) + 1)]
    for node in order:
        rows[layers[node]].append(node)
    for lane in dict.fromkeys(lane for chain in lanes.values() for lane in chain[1:-1]):
        rows[int(lane.rpartition("\0")[2])].append(lane)
    return rows


def _links(lanes: Mapping[tuple[str, str], list[str]]) -> dict[str, list[str]]:
    links: dict[str, set[str]] = {}
    for chain in lanes.values():
        for a, b in pairwise(chain):
            links.setdefault(a, set()).add(b)
            links.setdefault(b, set()).add(a)
    return {node: sorted(others) for node, others in links.items()}


def _sorted_rows(rows: list[list[str]], links: Mapping[str, list[str]]) -> list[list[str]]:
    best, fewest = rows, _crossings(rows, links)
    for sweep in range(SWEEPS):
        rows = _swept(rows, links, downwards=sweep % 2 == 0)
        crossings = _crossings(rows, links)
        if crossings < fewest:
            best, fewest = rows, crossings
    return best


def _swept(rows: list[list[str]], links: Mapping[str, list[str]], downwards: bool) -> list[list[str]]:
    rows = [list(row) for row in rows]
    indices = range(1, len(rows)) if downwards else range(len(rows) - 2, -1, -1)
    for index in indices:
        neighbours = rows[index - 1] if downwards else rows[index + 1]
        place = {node: (at + 0.5) / len(neighbours) for at, node in enumerate(neighbours)}
        own = {node: (at + 0.5) / len(rows[index]) for at, node in enumerate(rows[index])}
        wish = {
            node: _mean([place[other] for other in links.get(node, []) if other in place], own[node]) for node in own
        }
        rows[index].sort(key=lambda node, wish=wish, own=own: (wish[node], own[node]))  # type: ignore[misc]  # mypy#1855
    return rows


def _crossings(rows: list[list[str]], links: Mapping[str, list[str]]) -> int:
    total = 0
    for upper, lower in pairwise(rows):
        place = {node: at for at, node in enumerate(lower)}
        ends = [
            place[other]
            for node in upper
            for other in sorted(links.get(node, []), key=lambda n: place.get(n, 0))
            if other in place
        ]
        total += sum(1 for at, end in enumerate(ends) for later in ends[at + 1 :] if later < end)
    return total


def _across(rows: list[list[str]], links: Mapping[str, list[str]], widths: Mapping[str, float]) -> dict[str, float]:
    """Centres from left to right: each near its neighbours, none nearer to another than their widths allow."""
    across: dict[str, float] = {}
    for row in rows:
        across.update(_apart(row, dict.fromkeys(row, 0.0), widths))
    for index in [*range(len(rows)), *reversed(range(len(rows)))] * 4:
        row = rows[index]
        wish = {node: _mean([across[other] for other in links.get(node, [])], across[node]) for node in row}
        across.update(_apart(row, wish, widths))
    return across


def _apart(row: Sequence[str], wish: Mapping[str, float], widths: Mapping[str, float]) -> dict[str, float]:
    """The places nearest to the wishes (least squares) that keep order and distance: pool adjacent violators."""
    offsets = [0.0]
    for a, b in pairwise(row):
        offsets.append(offsets[-1] + (widths[a] + widths[b]) / 2 + (GAP if widths[a] and widths[b] else LANE))
    pools: list[tuple[float, int]] = []  # (mean of wish − offset, members)
    for node, offset in zip(row, offsets, strict=False):
        mean, members = wish[node] - offset, 1
        while pools and pools[-1][0] >= mean:
            before, more = pools.pop()
            mean, members = (mean * members + before * more) / (members + more), members + more
        pools.append((mean, members))
    bases = [mean for mean, members in pools for _ in range(members)]
    return {node: base + offset for node, base, offset in zip(row, bases, offsets, strict=False)}


def _down(rows: list[list[str]], sizes: Mapping[str, Size], gap: float) -> list[float]:
    centres: list[float] = []
    edge = 0.0
    for row in rows:
        height = _tallest(row, sizes)
        centres.append(edge + height / 2)
        edge += height + gap
    return centres


def _tallest(row: Sequence[str], sizes: Mapping[str, Size]) -> float:
    return max((sizes[node].height for node in row if node in sizes), default=0.0)


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
