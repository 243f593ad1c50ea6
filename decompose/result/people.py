"""From who works on a context to the words in which every report says it; what history cannot say is said to be so."""

from collections.abc import Sequence

from msgspec.structs import replace

from decompose.contexts.context import ContextKind
from decompose.design.people.hotspots import trend
from decompose.design.people.meeting import ENOUGH
from decompose.design.people.topology import ContextPeople, TeamTopology
from decompose.evidence.words import amount, listed, number, percent
from decompose.result.decomposition import Decomposition

OWN, EXCLUSIVE = 0.75, 0.5
"""Share of the changes, and fit, from which a context is said to be one team's own; chosen, and shown beside it."""

NO_TEAM = "no team"

INSUFFICIENT = "insufficient history"


def fit_of(people: ContextPeople) -> str:
    """How the boundary stands to the teams: `fits checkout`, `mostly checkout`, `shared by checkout and finance`; "" unknown."""
    teams = [each for each in people.teams if each.team]
    if not teams:
        return NO_TEAM if people.teams else ""
    if people.changes < ENOUGH:
        return INSUFFICIENT
    if people.fit is None:
        return f"{teams[0].team}, as everywhere"
    if teams[0].share >= OWN and people.fit >= EXCLUSIVE:
        return f"fits {teams[0].team}"
    if teams[0].share >= OWN:
        return f"mostly {teams[0].team}, as everywhere"
    if teams[0].share > 0.5:
        return f"mostly {teams[0].team}"
    return f"shared by {listed([each.team for each in teams if each.share >= 0.1] or [teams[0].team])}"


def shares_of(people: ContextPeople) -> str:
    """Each team's share of the changes, most first: `checkout 75%, finance 21%, no team 4%`."""
    return ", ".join(f"{each.team or NO_TEAM} {percent(each.share)}" for each in people.teams)


def owners_of(people: ContextPeople) -> str:
    """The few who made half of the changes, in no order of merit: `author lusab-babad 31%, author zufuz-baliz 22%`."""
    return ", ".join(f"{owner.author} {percent(owner.share)}" for owner in people.owners)


def who_changes(people: ContextPeople) -> str:
    """Teams where they are known, else the few who made half of the changes, else that there are too few or too many."""
    if people.teams:
        return shares_of(people)
    return owners_of(people) or ("many" if people.changes >= ENOUGH else INSUFFICIENT)


def changes_by(teams: Sequence[tuple[str, int]]) -> str:
    """The changes of each team: `checkout 22, finance 8`."""
    return ", ".join(f"{team or NO_TEAM} {changes:,}" for team, changes in teams)


def contention_of(people: ContextPeople) -> str:
    """How often other teams change what one team changes most; "" if that does not happen."""
    foreign = sum(each.foreign for each in people.contended)
    if not foreign:
        return ""
    modules = amount(len(people.contended), "module is", "modules are")
    return f"{modules} changed by several teams, {foreign:,} of {amount(people.changes, 'change')} not by the main one."


def knowledge_of(people: ContextPeople) -> tuple[str, ...]:
    """What would be lost with whom, and what is lost already, each with its measure."""
    found = []
    if people.bus_factor == 0:
        found.append("Bus factor 0: of half of its modules all main authors have been gone for a year.")
    elif people.bus_factor:
        leave = amount(people.bus_factor, "person leaves", "people leave")
        found.append(f"Bus factor {people.bus_factor}: once {leave}, half of its modules have no main author left.")
    else:
        found.append(f"Bus factor: {INSUFFICIENT}, no main author of any of its modules is known.")
    if people.lost is None:
        found.append(f"Knowledge lost: {INSUFFICIENT}, less than a year of it.")
    elif people.lost:
        found.append(f"{percent(people.lost)} of its lines are by main authors who have all been gone for a year.")
    return tuple(found)


def spread_of(topology: TeamTopology) -> str:
    """Over how many contexts people are spread, as a sentence; "" if nobody changed enough to say."""
    people = sum(topology.spread)
    if not people:
        return ""
    many = sum(topology.spread[2:])
    who = amount(people, "person", "people")
    return (
        f"Of {who} who changed modules of these contexts ten times or more in the last year, {topology.spread[0]:,} "
        f"{'works' if topology.spread[0] == 1 else 'work'} in one context and {many:,} in three or more "
        "(a tenth of their changes each)."
    )


def by_quarter(quarters: Sequence[int]) -> str:
    """The last quarters, oldest first, and where they lead: `2, 3, 4, 3, 6, 8, 9, 7 (rising)`."""
    said = ", ".join(f"{count:,}" for count in quarters)
    return f"{said} ({trend(quarters)})" if trend(quarters) else said


def of_candidates(decomposition: Decomposition) -> TeamTopology:
    """Who works on the candidate contexts: without shared kernels, which no headline counts either."""
    topology, contexts = decomposition.topology, decomposition.catalog.contexts
    kernels = {context.id for context in contexts if context.kind is ContextKind.SHARED_KERNEL}
    return replace(topology, contexts=tuple(each for each in topology.contexts if each.context not in kernels))


def lowest_factor(topology: TeamTopology) -> str:
    """How many contexts rest on one person or none, as a sentence; "" if none does."""
    known = [each.bus_factor for each in topology.contexts if each.bus_factor is not None]
    few = sum(factor <= 1 for factor in known)
    if not few:
        return ""
    return f"{number(few)} of {amount(len(known), 'context')} {'rests' if few == 1 else 'rest'} on one person or none."
