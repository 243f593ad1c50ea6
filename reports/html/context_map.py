"""The context map comes in; out goes a drawing of it: boxes as large as their code, arrows as wide as the coupling."""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

from msgspec import Struct

from decompose.contexts.context import BoundedContext
from decompose.design.map.context_map import ContextRelation
from decompose.result.decomposition import Decomposition

from .atlas import Atlas, ContextRef
from .folding import Folded, folded, plug_ins_id
from .layers import Layout, Size, lay_out
from .ledger import edge_link
from .wrapping import wrapped

MOST_BOXES = 40
MOST_ROWS = 150
MARGIN = 16.0
DIP = 34.0  # how far an arrow between two boxes of a layer hangs down
LETTER = 8.3  # the mean advance of a letter of the label at its size, rounded up


class Box(Struct, frozen=True):
    """One context: top left corner, size, and its label in lines."""

    context: ContextRef
    x: float
    y: float
    width: float
    height: float
    label: tuple[str, ...]
    modules: int
    lines: int


class Arrow(Struct, frozen=True):
    """One relation: from the context that depends to the one it depends on; `back` if it closes a cycle."""

    downstream: ContextRef
    upstream: ContextRef
    link: str
    path: str
    head: str
    stroke: float
    back: bool
    relation: ContextRelation


class MapView(Struct, frozen=True):
    """The drawing and its table twin: `relations` are the strongest of `total`, `contexts_left_out` were not drawn.

    Neither are the arrows into shared kernels, `into_kernel`: nearly everything uses them, which is what makes them one.
    The plug-ins of one host are one box; `drawable` is how many relations that leaves. `families` are a host,
    the class that its plug-ins extend, the plug-ins, and the place that their box leads to.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    relations: tuple[tuple[ContextRef, ContextRef, ContextRelation, str], ...]
    total: int
    into_kernel: int
    drawable: int
    contexts_left_out: int
    cycles: tuple[tuple[ContextRef, ...], ...]
    breaks: tuple[tuple[ContextRef, ContextRef, int, float], ...]
    families: tuple[tuple[ContextRef, str, tuple[ContextRef, ...], str], ...]


def map_view(decomposition: Decomposition, atlas: Atlas, order: Sequence[str]) -> MapView:
    """The map as this report draws it; `order` is the partition order, what is used first."""
    relations = [
        r
        for r in decomposition.context_map.relations
        if r.upstream in atlas.contexts and r.downstream in atlas.contexts
    ]
    considered = [relation for relation in relations if not atlas.ref(relation.upstream).kernel]
    shown = folded(decomposition, atlas, considered, order)
    contexts = sorted(shown.contexts, key=lambda c: (-c.lines, c.id))[:MOST_BOXES]
    contexts.sort(key=lambda context: context.id)
    drawn = _drawn(shown.relations, {context.id for context in contexts})
    sizes = _sizes(contexts)
    order = [context for context in reversed(shown.order) if context in sizes]
    layout = lay_out(sizes, order, [(r.downstream, r.upstream) for r in drawn], gap=64.0 + min(36.0, len(drawn) * 0.6))
    boxes = tuple(_box(context, layout, sizes, shown) for context in contexts)
    return MapView(
        width=layout.width + 2 * MARGIN,
        height=layout.height + 2 * MARGIN,
        boxes=boxes,
        arrows=_arrows(drawn, layout, sizes, {context: at for at, context in enumerate(order)}, shown),
        relations=tuple(
            (atlas.ref(r.downstream), atlas.ref(r.upstream), r, edge_link(r.downstream, r.upstream))
            for r in relations[:MOST_ROWS]
        ),
        total=len(relations),
        into_kernel=len(relations) - len(considered),
        drawable=len(shown.relations),
        contexts_left_out=len(shown.contexts) - len(contexts),
        cycles=tuple(tuple(atlas.ref(id) for id in cycle) for cycle in decomposition.context_map.cycles),
        breaks=tuple(
            (atlas.ref(each.downstream), atlas.ref(each.upstream), each.cuts, each.effort)
            for each in decomposition.context_map.breaks
        ),
        families=tuple(
            (
                atlas.ref(each.host),
                atlas.name(each.base),
                tuple(atlas.ref(id) for id in each.members),
                plug_ins_id(each),
            )
            for each in decomposition.context_map.families
        ),
    )


def _weight(relation: ContextRelation) -> float:
    return relation.weight or float(sum(flow.count for flow in relation.flows)) or 1e-9


def _drawn(relations: Sequence[ContextRelation], shown: set[str]) -> list[ContextRelation]:
    """The strongest relations, at most about two for each box, and at least the strongest one of every box.

    All of them would hide each other: above that number a reader follows no arrow any more. The table has the rest.
    """
    ranked = sorted(relations, key=lambda r: (-_weight(r), r.downstream, r.upstream))
    ranked = [r for r in ranked if r.upstream in shown and r.downstream in shown and r.upstream != r.downstream]
    kept = ranked[: 2 * len(shown) + 2] if len(ranked) > 30 else ranked
    for context in sorted(shown - {end for r in kept for end in (r.upstream, r.downstream)}):
        kept.extend([r for r in ranked if context in (r.upstream, r.downstream)][:1])
    return list(dict.fromkeys(kept))


def _sizes(contexts: Sequence[BoundedContext]) -> dict[str, Size]:
    most = max((context.lines for context in contexts), default=0) or 1
    return {context.id: _size(context, sqrt(context.lines / most)) for context in contexts}


def _size(context: BoundedContext, scale: float) -> Size:
    longest = max((len(line) for line in wrapped(context.name, 22, 2)), default=0)
    return Size(width=max(100 + 100 * scale, longest * LETTER + 36), height=58 + 38 * scale)


def _box(context: BoundedContext, layout: Layout, sizes: dict[str, Size], shown: Folded) -> Box:
    x, y = layout.centres[context.id]
    size = sizes[context.id]
    return Box(
        context=shown.refs[context.id],
        x=x - size.width / 2 + MARGIN,
        y=y - size.height / 2 + MARGIN,
        width=size.width,
        height=size.height,
        label=wrapped(context.name, 22, 2),
        modules=len(context.members),
        lines=context.lines,
    )


def _arrows(
    drawn: list[ContextRelation], layout: Layout, sizes: dict[str, Size], place: dict[str, int], shown: Folded
) -> tuple[Arrow, ...]:
    most = max((_weight(relation) for relation in drawn), default=1.0)
    ports = _ports(layout, sizes)
    arrows = []
    for relation in sorted(drawn, key=_weight):
        pair = (relation.downstream, relation.upstream)
        beside = layout.centres[pair[0]][1] == layout.centres[pair[1]][1]
        stroke = 1.2 + 6 * sqrt(_weight(relation) / most)
        path, head = _path(_points(pair, layout, sizes, ports), stroke, beside)
        back = place[relation.downstream] > place[relation.upstream]
        ends = (shown.refs[pair[0]], shown.refs[pair[1]])
        arrows.append(Arrow(*ends, shown.link(relation), path, head, stroke, back, relation))
    return tuple(arrows)


def _ports(layout: Layout, sizes: dict[str, Size]) -> dict[tuple[str, tuple[str, str]], float]:
    """Where on the side of a box each of its arrows ends, in the order of where the arrows come from."""
    sides: dict[tuple[str, bool], list[tuple[float, tuple[str, str]]]] = {}
    for pair, route in layout.routes.items():
        start, end = route[0][1], route[-1][1]
        sides.setdefault((pair[0], start <= end), []).append((route[1][0], pair))
        sides.setdefault((pair[1], start >= end), []).append((route[-2][0], pair))
    ports = {}
    for (node, _), ends in sides.items():
        room = sizes[node].width * 0.7
        for index, (_, pair) in enumerate(sorted(ends)):
            ports[node, pair] = layout.centres[node][0] + room * ((index + 0.5) / len(ends) - 0.5)
    return ports


def _points(
    pair: tuple[str, str], layout: Layout, sizes: dict[str, Size], ports: dict[tuple[str, tuple[str, str]], float]
) -> list[tuple[float, float]]:
    route = layout.routes[pair]
    sign = 1 if route[0][1] <= route[-1][1] else -1
    arrive = sign if route[0][1] != route[-1][1] else -1  # beside each other: down, and up again
    start = (ports[pair[0], pair], route[0][1] + sign * sizes[pair[0]].height / 2)
    end = (ports[pair[1], pair], route[-1][1] - arrive * sizes[pair[1]].height / 2)
    return [(x + MARGIN, y + MARGIN) for x, y in (start, *route[1:-1], end)]


def _path(points: list[tuple[float, float]], stroke: float, beside: bool) -> tuple[str, str]:
    """A smooth line that leaves and enters vertically, and the arrow head at its end."""
    (end_x, end_y), before = points[-1], points[-2]
    sign = -1 if beside or end_y < before[1] else 1
    length, half = 7 + stroke, 3.2 + stroke * 0.7
    base = end_y - sign * length
    points = [*points[:-1], (end_x, base)]
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        bend0, bend1 = (DIP, DIP) if beside else ((y1 - y0) / 2, (y0 - y1) / 2)
        path += f"C{x0:.1f} {y0 + bend0:.1f} {x1:.1f} {y1 + bend1:.1f} {x1:.1f} {y1:.1f}"
    head = f"M{end_x - half:.1f} {base:.1f}L{end_x + half:.1f} {base:.1f}L{end_x:.1f} {end_y - sign:.1f}Z"
    return path, head
