"""From one context and what is known of people and teams to who works on it, who meets there, and who knows it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from decompose.contexts.context import BoundedContext
from decompose.design.knowledge import Authors, bus_factor, lost_share
from decompose.design.teams import Teams
from decompose.design.topology import Contended, ContextPeople, Owner, TeamShare
from decompose.evidence.findings import Activity
from decompose.evidence.people import People

ENOUGH = 20
"""Changes of a context in the last year below which shares say little (chosen: one change is then less than 5 %)."""

YEAR = 365
"""Days of history below which nobody can be said to have gone."""

MOST_OWNERS, HALF = 3, 0.5
"""People who are told as owners, and of how much of the changes, if they are no more; chosen: more own nothing."""


class Ground(Struct, frozen=True):
    """What every context is looked at with, of the modules that are in one.

    `recent` are each module's changes of the last year by person, `home` the context that each person changes most,
    `everywhere` the changes of each team in all contexts. With `names` people are called by theirs.
    """

    people: People
    teams: Teams
    names: bool
    recent: Mapping[str, Mapping[int, int]]
    authors: Authors
    gone: frozenset[int]
    lines: Mapping[str, int]
    activity: Mapping[str, Activity]
    home: Mapping[int, str]
    everywhere: Counter[str]


def context_people(context: BoundedContext, ground: Ground) -> ContextPeople:
    """Who works on a context; what history is too short or too thin to say stays open."""
    units = [member.unit for member in context.members]
    changes: Counter[int] = Counter()
    for unit in units:
        changes.update(ground.recent.get(unit, {}))
    total = changes.total()
    teams = _shares(changes, ground) if ground.teams.source else ()
    told = total >= ENOUGH
    return ContextPeople(
        context=context.id,
        changes=total,
        people=len(changes),
        at_home=sum(ground.home[person] == context.id for person in changes),
        teams=teams,
        declared=_declared(units, ground),
        fit=_fit(teams, ground) if told else None,
        contended=_contended(units, ground),
        owners=_owners(changes, ground) if told else (),
        bus_factor=bus_factor(units, ground.authors, ground.gone),
        lost=lost_share(units, ground.authors, ground.gone, ground.lines) if ground.people.days >= YEAR else None,
        quarters=_quarters(units, ground),
    )


def _by_team(changes: Mapping[int, int], ground: Ground) -> Counter[str]:
    counts: Counter[str] = Counter()
    for person, count in changes.items():
        counts[ground.teams.of_person.get(person, "")] += count
    return counts


def _shares(changes: Counter[int], ground: Ground) -> tuple[TeamShare, ...]:
    counts, total = _by_team(changes, ground), changes.total()
    order = sorted(counts, key=lambda team: (-counts[team], team))
    return tuple(TeamShare(team, counts[team], counts[team] / total) for team in order)


def _declared(units: Sequence[str], ground: Ground) -> tuple[tuple[str, float], ...]:
    lines: Counter[str] = Counter()
    parts: dict[str, float] = defaultdict(float)
    for unit in units:
        for team, part in sorted(ground.teams.declared.get(unit, {}).items()):
            parts[team] += part * ground.lines.get(unit, 0)
    lines.update({team: round(size) for team, size in parts.items()})
    total = sum(ground.lines.get(unit, 0) for unit in units)
    order = sorted(lines, key=lambda team: (-lines[team], team))
    return tuple((team, lines[team] / total) for team in order) if total else ()


def _fit(teams: Sequence[TeamShare], ground: Ground) -> float | None:
    """How far the main team's share is from what it has of the whole system to all; not below 0."""
    main = next((each for each in teams if each.team), None)
    usual = ground.everywhere[main.team] / ground.everywhere.total() if main else 1.0
    return max(0.0, (main.share - usual) / (1 - usual)) if main and usual < 1 else None


def _contended(units: Sequence[str], ground: Ground) -> tuple[Contended, ...]:
    found = [Contended(unit, known_teams(unit, ground)) for unit in units]
    several = [each for each in found if len(each.teams) > 1]
    return tuple(sorted(several, key=lambda each: (-each.foreign, each.unit)))


def known_teams(unit: str, ground: Ground) -> tuple[tuple[str, int], ...]:
    """The teams that changed a module in the last year, with their changes, most first."""
    counts = _by_team(ground.recent.get(unit, {}), ground)
    return tuple(sorted(((team, n) for team, n in counts.items() if team), key=lambda pair: (-pair[1], pair[0])))


def _owners(changes: Counter[int], ground: Ground) -> tuple[Owner, ...]:
    """The fewest people who made half of the changes, if they are few; in the order of what they are called."""
    total, reached, found = changes.total(), 0, []
    for person in sorted(changes, key=lambda person: (-changes[person], person)):
        if reached >= HALF * total:
            break
        reached += changes[person]
        found.append(Owner(_called(person, ground), changes[person] / total))
    return tuple(sorted(found)) if len(found) <= MOST_OWNERS else ()


def _called(person: int, ground: Ground) -> str:
    known = ground.people.persons[person]
    return known.names[0] if ground.names and known.names else known.pseudonym


def _quarters(units: Sequence[str], ground: Ground) -> tuple[int, ...]:
    rows = [ground.activity[unit].quarters for unit in units if unit in ground.activity]
    return tuple(map(sum, zip(*rows, strict=True)))
