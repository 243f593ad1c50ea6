"""Team topology and hotspots come in; out goes the matrix of contexts by teams, where teams meet, and what is hot."""

from collections.abc import Sequence

from msgspec import Struct

from decompose.design.people.hotspots import trend
from decompose.design.people.meeting import ENOUGH
from decompose.design.people.topology import ContextPeople, Hotspot, TeamTopology
from decompose.result.decomposition import Decomposition
from decompose.result.explain.people import heat_said
from decompose.result.explain.teams import contended
from decompose.result.people import INSUFFICIENT, NO_TEAM, changes_by, fit_of, owners_of, spread_of

from .atlas import Atlas, ContextRef, fragment

MOST_TEAMS, MOST_MODULES = 12, 15
OTHERS = "other teams"
HEATS = (0.1, 0.25, 0.5, 0.75)
"""Shares at which a cell gets a darker ground; chosen."""


class TeamCell(Struct, frozen=True):
    """A team's changes of a context, their share, its step of colour 1…5, and whether it makes most."""

    changes: int
    share: float
    heat: int
    main: bool


class Spark(Struct, frozen=True):
    """Changes by quarter as bars: (x, y, height) in a drawing 20 high and as wide as there are quarters of 7."""

    bars: tuple[tuple[int, float, float], ...]
    width: int
    counts: str
    trend: str


class StaffRow(Struct, frozen=True):
    """One context of the matrix; numbers that history cannot tell are None."""

    context: ContextRef
    cells: tuple[TeamCell | None, ...]
    boundary: str
    fits: bool
    fit: float | None
    declared: str
    met: int
    changes: int
    people: int
    at_home: int
    owners: str
    told: bool
    bus_factor: int | None
    lost: float | None
    spark: Spark


class HotModule(Struct, frozen=True):
    """A hotspot, or a module that several teams change."""

    name: str
    link: str
    context: ContextRef
    changes: int
    lines: int
    share: float
    teams: str
    spark: Spark


class PeopleView(Struct, frozen=True):
    """The section: `teams` are the columns; `left_out` counts rows of the two lists that are only in the JSON report."""

    known: bool
    note: str
    spread: str
    heat: str
    insufficient: str
    teams: tuple[str, ...]
    rows: tuple[StaffRow, ...]
    met: tuple[HotModule, ...]
    met_left_out: int
    hot: tuple[HotModule, ...]
    hot_left_out: int


def people_view(decomposition: Decomposition, atlas: Atlas) -> PeopleView:
    """The section as this report shows it, contexts in the order of the catalogue."""
    topology, writer = decomposition.topology, _Modules(decomposition, atlas)
    teams = _columns(topology)
    met = [each for _, each in contended(topology)]
    return PeopleView(
        known=bool(topology.contexts),
        note=topology.note,
        spread=spread_of(topology),
        heat=heat_said(decomposition),
        insufficient=INSUFFICIENT,
        teams=teams,
        rows=tuple(_row(people, teams, atlas) for people in topology.contexts),
        met=tuple(writer.module(each.unit) for each in met[:MOST_MODULES]),
        met_left_out=max(0, len(met) - MOST_MODULES),
        hot=tuple(writer.module(each.unit, each) for each in decomposition.hotspots[:MOST_MODULES]),
        hot_left_out=max(0, len(decomposition.hotspots) - MOST_MODULES),
    )


def _columns(topology: TeamTopology) -> tuple[str, ...]:
    """Teams that change most first, then the rest together and whoever is in no team, where there are such."""
    if not topology.teams:
        return ()
    names = [team.name for team in sorted(topology.teams, key=lambda team: (-team.changes, team.name))]
    shown, more = names[:MOST_TEAMS], names[MOST_TEAMS:]
    nobody = any(not share.team for people in topology.contexts for share in people.teams)
    return (*shown, *([OTHERS] if more else []), *([NO_TEAM] if nobody else []))


def _row(people: ContextPeople, teams: Sequence[str], atlas: Atlas) -> StaffRow:
    boundary = fit_of(people)
    return StaffRow(
        context=atlas.ref(people.context),
        cells=_cells(people, teams),
        boundary=boundary,
        fits=boundary.startswith("fits "),
        fit=people.fit,
        declared=", ".join(f"{team} {part:.0%}" for team, part in people.declared[:3]),
        met=sum(each.foreign for each in people.contended),
        changes=people.changes,
        people=people.people,
        at_home=people.at_home,
        owners=owners_of(people),
        told=people.changes >= ENOUGH,
        bus_factor=people.bus_factor,
        lost=people.lost,
        spark=_spark(people.quarters),
    )


def _cells(people: ContextPeople, teams: Sequence[str]) -> tuple[TeamCell | None, ...]:
    changes = dict.fromkeys(teams, 0)
    for share in people.teams:
        name = share.team or NO_TEAM
        changes[name if name in changes else OTHERS] += share.changes
    main = people.main
    return tuple(
        _cell(changes[team], people.changes, team == main) if changes[team] and people.changes else None
        for team in teams
    )


def _cell(changes: int, total: int, main: bool) -> TeamCell:
    share = changes / total
    return TeamCell(changes, share, 1 + sum(share >= step for step in HEATS), main)


class _Modules:
    """Modules with what is known of their changes."""

    def __init__(self, decomposition: Decomposition, atlas: Atlas) -> None:
        self.atlas = atlas
        self.activity = {each.unit: each for each in decomposition.activity}
        self.teams = {each.unit: each.teams for each in decomposition.topology.modules}

    def module(self, unit: str, hotspot: Hotspot | None = None) -> HotModule:
        activity, known = self.activity.get(unit), self.atlas.units.get(unit)
        return HotModule(
            name=self.atlas.name(unit),
            link=f"#module={fragment(unit)}",
            context=self.atlas.ref(self.atlas.context_of(unit)),
            changes=hotspot.changes if hotspot else activity.recent if activity else 0,
            lines=known.lines if known else 0,
            share=hotspot.share if hotspot else 0.0,
            teams=changes_by(self.teams.get(unit, ())),
            spark=_spark(hotspot.quarters if hotspot else activity.quarters if activity else ()),
        )


def _spark(quarters: Sequence[int]) -> Spark:
    most = max(quarters, default=0) or 1
    heights = [20 * count / most for count in quarters]
    bars = tuple((7 * at, 20 - height, height) for at, height in enumerate(heights) if height)
    return Spark(bars, 7 * len(quarters), ", ".join(f"{count:,}" for count in quarters), trend(quarters))
