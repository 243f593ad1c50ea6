"""From one context and what is known of people and teams to who works on it, who meets there, and who knows it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from decompose.contexts.context import BoundedContext
from decompose.design.people.knowledge import Authors, bus_factor, lost_share
from decompose.design.people.meeting import ENOUGH, ByUnit, meeting
from decompose.design.people.teams import Teams
from decompose.design.people.topology import ContextPeople, Owner
from decompose.evidence.findings import Activity
from decompose.evidence.people import People

YEAR = 365
"""Days of history below which nobody can be said to have gone."""

MOST_OWNERS, HALF = 3, 0.5
"""People who are told as owners, and of how much of the changes, if they are no more; chosen: more own nothing."""


class Ground(Struct, frozen=True):
    """What every context is looked at with, of product code.

    `recent` are each module's changes of the last year by person, `by_team` the same by team where teams are known, with
    `usual` for all contexts; `home` is the context that each person changes most. With `names` people are called by theirs.
    """

    people: People
    teams: Teams
    names: bool
    recent: Mapping[str, Mapping[int, int]]
    by_team: ByUnit
    usual: Counter[str]
    authors: Authors
    gone: frozenset[int]
    lines: Mapping[str, int]
    activity: Mapping[str, Activity]
    home: Mapping[int, str]


def context_people(context: BoundedContext, ground: Ground) -> ContextPeople:
    """Who works on a context; what history is too short or too thin to say stays open."""
    units = [member.unit for member in context.members]
    changes: Counter[int] = Counter()
    for unit in units:
        changes.update(ground.recent.get(unit, {}))
    total = changes.total()
    return replace(
        meeting(context, ground.by_team, ground.usual),
        changes=total,
        people=len(changes),
        at_home=sum(ground.home[person] == context.id for person in changes),
        declared=_declared(units, ground),
        owners=_owners(changes, ground) if total >= ENOUGH else (),
        bus_factor=bus_factor(units, ground.authors, ground.gone),
        lost=lost_share(units, ground.authors, ground.gone, ground.lines) if ground.people.days >= YEAR else None,
        quarters=_quarters(units, ground),
    )


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
