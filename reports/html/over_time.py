"""The trend of a result comes in; out go four small charts of it, its snapshots, and the pairs of contexts that moved most."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from decompose.design.past.trend import Snapshot
from decompose.evidence.words import percent
from decompose.result.decomposition import Decomposition
from decompose.result.trend import COLUMNS, NO_TREND, courses, row_of, sentences_of

from .atlas import Atlas, ContextRef
from .ledger import edge_link

WIDTH, HEIGHT, TOP, BASE, EDGE = 260.0, 110.0, 12.0, 84.0, 6.0
MOST = 25
"""Pairs; the JSON report has all."""

MEASURES: tuple[tuple[str, Callable[[Snapshot], float], bool], ...] = (
    ("Uses that cross contexts", lambda snapshot: snapshot.share, True),
    ("Contested tables", lambda snapshot: snapshot.contested, False),
    ("Tables of others that contexts touch", lambda snapshot: snapshot.foreign, False),
    ("Changes that touched several contexts", lambda snapshot: snapshot.scattering, True),
)
"""What is drawn: its title, its value, and whether that is a share."""


class Dot(Struct, frozen=True):
    """One snapshot on a chart, and what it says."""

    x: float
    y: float
    said: str


class Chart(Struct, frozen=True):
    """One measure over time, from 0 to its largest value: the line, its dots, and the first and last value in words."""

    title: str
    line: str
    dots: tuple[Dot, ...]
    first: str
    last: str
    days: tuple[str, str]


class PairRow(Struct, frozen=True):
    """A pair of contexts: the link to its cuts, its uses at first and now, and its bars as in a small chart."""

    contexts: tuple[ContextRef, ContextRef]
    link: str
    then: int
    now: int
    change: str
    bars: tuple[tuple[int, float, float], ...]


class TrendView(Struct, frozen=True):
    """The section: nothing but a note where no trend was asked for."""

    known: bool
    note: str = ""
    every: str = ""
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    pairs: tuple[PairRow, ...] = ()
    left_out: int = 0


def trend_view(decomposition: Decomposition, atlas: Atlas) -> TrendView:
    """The section as this report shows it."""
    trend = decomposition.trend
    if not trend.snapshots:
        return TrendView(known=False, note=NO_TREND)
    moved = [pair for pair in courses(trend) if pair.change]
    return TrendView(
        known=True,
        every=trend.every,
        sentences=sentences_of(trend),
        charts=tuple(_chart(title, value, share, trend.snapshots) for title, value, share in MEASURES),
        columns=COLUMNS,
        rows=tuple(row_of(snapshot) for snapshot in trend.snapshots),
        pairs=tuple(
            PairRow(
                (atlas.ref(pair.from_context), atlas.ref(pair.to_context)),
                edge_link(pair.from_context, pair.to_context),
                pair.uses[0],
                pair.uses[-1],
                f"{pair.change:+,}",
                _bars(pair.uses),
            )
            for pair in moved[:MOST]
        ),
        left_out=max(0, len(moved) - MOST),
    )


def _chart(title: str, value: Callable[[Snapshot], float], share: bool, snapshots: Sequence[Snapshot]) -> Chart:
    values = [value(snapshot) for snapshot in snapshots]
    said = [percent(each) if share else f"{each:,.0f}" for each in values]
    largest = max(values) or 1.0
    step = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    dots = tuple(
        Dot(EDGE + index * step, BASE - (BASE - TOP) * each / largest, f"{snapshot.day}: {words}")
        for index, (each, words, snapshot) in enumerate(zip(values, said, snapshots, strict=True))
    )
    line = " ".join(f"{'L' if index else 'M'}{dot.x:.1f} {dot.y:.1f}" for index, dot in enumerate(dots))
    return Chart(title, line, dots, said[0], said[-1], (snapshots[0].day, snapshots[-1].day))


def _bars(values: Sequence[int]) -> tuple[tuple[int, float, float], ...]:
    """(x, y, height) in a drawing 20 high, each bar 7 apart."""
    largest = max(values) or 1
    heights = [20 * value / largest for value in values]
    return tuple((7 * index, 20 - height, height) for index, height in enumerate(heights))
