"""A result with a trend comes in; out goes what it says in words and rows: nearer to the contexts, or further away."""

from itertools import pairwise

from msgspec import Struct

from decompose.design.past.trend import Snapshot, Trend
from decompose.evidence.words import listed, percent
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.wording import context_names

STEADY = 0.01
"""Change of the share of crossing uses that is none; chosen: a hundredth of all uses."""

MANY_MORE, MUCH_LONGER = 1.5, 1.25
"""From how many times as many modules on, of up to how many times as many lines, modules were split up; chosen."""

NO_TREND = "No trees of the past were looked at: `decompose track` measures them by the contexts of today."

BARS = "▁▂▃▄▅▆▇█"

COLUMNS = (
    "when",
    "commit",
    "modules",
    "lines",
    "uses across",
    "share",
    "contested tables",
    "foreign tables",
    "changes across",
)
PAIR_COLUMNS = ("from", "to", "then", "now", "change", "course")


class PairCourse(Struct, frozen=True):
    """How many uses one context made of another, snapshot by snapshot."""

    from_context: str
    to_context: str
    uses: tuple[int, ...]

    @property
    def change(self) -> int:
        """From the first snapshot to the last."""
        return self.uses[-1] - self.uses[0]


def explain_trend(decomposition: Decomposition) -> Explanation:
    """The trend as a terminal or another program shows it."""
    trend, names = decomposition.trend, context_names(decomposition)
    rows = tuple(row_of(snapshot) for snapshot in trend.snapshots)
    pairs = tuple(
        (names[pair.from_context], names[pair.to_context], *course_row(pair)) for pair in courses(trend) if pair.change
    )
    moved = Section("Pairs of contexts that moved most", (), PAIR_COLUMNS, pairs) if pairs else None
    return Explanation(
        "trend",
        (trend.every,),
        f"Coupling across contexts by {trend.every}",
        (
            Section("Nearer or further", sentences_of(trend)),
            Section("Trees of the past, by the contexts of today", (), COLUMNS, rows),
            *([moved] if moved else ()),
        ),
    )


def sentences_of(trend: Trend) -> tuple[str, ...]:
    """What came of the coupling since the first snapshot, and what to know of how it was measured."""
    first, last = trend.snapshots[0], trend.snapshots[-1]
    return (_crossing(first, last), _tables(first, last), *_scattering(trend), *_doubts(trend))


def row_of(snapshot: Snapshot) -> tuple[str, ...]:
    """The cells of one snapshot, as COLUMNS names them."""
    return (
        snapshot.day,
        snapshot.commit[:10],
        f"{snapshot.modules:,}",
        f"{snapshot.lines:,}",
        f"{snapshot.crossing:,} of {snapshot.uses:,}",
        percent(snapshot.share),
        f"{snapshot.contested:,}",
        f"{snapshot.foreign:,}",
        f"{percent(snapshot.scattering)} of {snapshot.changes:,}" if snapshot.changes else "–",
    )


def course_row(pair: PairCourse) -> tuple[str, str, str, str]:
    """Then, now, change and course of a pair, as PAIR_COLUMNS names them."""
    return f"{pair.uses[0]:,}", f"{pair.uses[-1]:,}", f"{pair.change:+,}", bars(pair.uses)


def courses(trend: Trend) -> tuple[PairCourse, ...]:
    """Every pair of contexts, those whose uses changed most first."""
    found: dict[tuple[str, str], list[int]] = {}
    for index, snapshot in enumerate(trend.snapshots):
        for pair in snapshot.pairs:
            found.setdefault((pair.from_context, pair.to_context), [0] * len(trend.snapshots))[index] = pair.uses
    pairs = (PairCourse(start, end, tuple(uses)) for (start, end), uses in found.items())
    return tuple(sorted(pairs, key=lambda pair: (-abs(pair.change), pair.from_context, pair.to_context)))


def bars(values: tuple[int, ...]) -> str:
    """The values as bars of eight heights, from none to the largest of them."""
    largest = max(values, default=0) or 1
    return "".join(BARS[value * (len(BARS) - 1) // largest] for value in values)


def _crossing(first: Snapshot, last: Snapshot) -> str:
    then, now = (f"{percent(each.share)} ({each.crossing:,} of {each.uses:,})" for each in (first, last))
    direction = _direction(first, last)
    return f"{direction} since {first.day}: {then} of the uses between modules crossed contexts then, {now} do now."


def _tables(first: Snapshot, last: Snapshot) -> str:
    return (
        f"Contested tables: {first.contested:,} then, {last.contested:,} now. Tables of others that contexts "
        f"touch, summed over contexts: {first.foreign:,} then, {last.foreign:,} now."
    )


def _direction(first: Snapshot, last: Snapshot) -> str:
    if abs(last.share - first.share) < STEADY:
        return "Neither nearer nor further"
    return "Nearer" if last.share < first.share else "Further away"


def _scattering(trend: Trend) -> tuple[str, ...]:
    told = [snapshot for snapshot in trend.snapshots if snapshot.changes]
    if len(told) < 2:
        return ()
    then, now = (f"{percent(each.scattering)} in the {trend.every} to {each.day}" for each in (told[0], told[-1]))
    return (f"Changes that touched more than one context: {then}, {now}.",)


def _doubts(trend: Trend) -> tuple[str, ...]:
    """What makes the figures worth less than they look."""
    first = trend.snapshots[0]
    lost = first.modules - first.placed
    unread = [f"{snapshot.unread:,} of {snapshot.day}" for snapshot in trend.snapshots if snapshot.unread]
    return (
        *_split_up(trend),
        *(
            [f"Of the modules of {first.day}, {lost:,} are in no context: what they used is not counted."]
            if lost
            else ()
        ),
        *(f"{day} is left out: {reason}" for day, reason in trend.gaps),
        *([f"Files that could not be read or understood: {listed(unread, 0)}."] if unread else ()),
        *(["History is cut: there may be older trees than these."] if trend.cut else ()),
    )


def _split_up(trend: Trend) -> tuple[str, ...]:
    """Where one module became many, uses appear that were there before, inside of it."""
    return tuple(
        f"From {then.day} to {now.day} {then.modules:,} modules became {now.modules:,}, of {then.lines:,} lines then and "
        f"{now.lines:,} now: what one module used of itself then, several use of each other now."
        for then, now in pairwise(trend.snapshots)
        if now.modules >= MANY_MORE * then.modules and now.lines <= MUCH_LONGER * then.lines
    )
