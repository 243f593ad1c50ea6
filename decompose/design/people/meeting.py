"""From the changes of each module by team to how a context stands to the teams: shares, fit, and where they meet.

It needs nobody's work, so a saved result is enough to say it of other contexts than those it was made with.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from decompose.contexts.context import BoundedContext, ContextCatalog
from decompose.design.people.topology import Contended, ContextPeople, TeamShare, TeamTopology

ENOUGH = 20
"""Changes of a context in the last year below which shares say little (chosen: one change is then less than 5 %)."""

ByUnit = Mapping[str, Sequence[tuple[str, int]]]
"""The changes of each module in the last year by team, most first; `""` for people of no team."""


def everywhere(by_unit: ByUnit, context_of: Mapping[str, str]) -> Counter[str]:
    """The changes of each team in all contexts."""
    counts: Counter[str] = Counter()
    for unit in context_of:
        _add(counts, by_unit.get(unit, ()))
    return counts


def meeting(context: BoundedContext, by_unit: ByUnit, usual: Counter[str]) -> ContextPeople:
    """What teams say of a context; `usual` are the changes of each team in all contexts."""
    counts: Counter[str] = Counter()
    units = [member.unit for member in context.members]
    for unit in units:
        _add(counts, by_unit.get(unit, ()))
    total = counts.total()
    order = sorted(counts, key=lambda team: (-counts[team], team))
    teams = tuple(TeamShare(team, counts[team], counts[team] / total) for team in order)
    fit = _fit(teams, usual) if total >= ENOUGH else None
    return ContextPeople(context.id, total, teams=teams, fit=fit, contended=_contended(units, by_unit))


def regrouped(topology: TeamTopology, catalog: ContextCatalog) -> TeamTopology:
    """The topology of other contexts, as far as teams tell it: who the people are is not known any more."""
    by_unit = {each.unit: each.teams for each in topology.modules}
    usual = everywhere(by_unit, catalog.context_of())
    return replace(topology, contexts=tuple(meeting(context, by_unit, usual) for context in catalog.contexts))


def _add(counts: Counter[str], changes: Sequence[tuple[str, int]]) -> None:
    for team, number in changes:
        counts[team] += number


def _fit(teams: Sequence[TeamShare], usual: Counter[str]) -> float | None:
    """How far the main team's share is from what it has of the whole system to all; not below 0."""
    main = next((each for each in teams if each.team), None)
    part = usual[main.team] / usual.total() if main else 1.0
    return max(0.0, (main.share - part) / (1 - part)) if main and part < 1 else None


def _contended(units: Sequence[str], by_unit: ByUnit) -> tuple[Contended, ...]:
    found = (Contended(unit, tuple(pair for pair in by_unit.get(unit, ()) if pair[0])) for unit in units)
    return tuple(sorted((each for each in found if len(each.teams) > 1), key=lambda each: (-each.foreign, each.unit)))
