"""Who works on a context or a module, and how hot it is: sections of an explanation."""

from decompose.design.people.topology import ContextPeople, Hotspot
from decompose.evidence.words import amount, listed, percent
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Section
from decompose.result.people import (
    INSUFFICIENT,
    by_quarter,
    changes_by,
    contention_of,
    fit_of,
    knowledge_of,
    shares_of,
)

MOST = 10
"""Modules listed as contended or hot in an explanation; chosen."""


def people_of_context(decomposition: Decomposition, context: str) -> Section | None:
    """Who changed a context in the last year, who knows it, and where teams met in it."""
    people = decomposition.topology.of(context)
    if people is None:
        return None
    rows = tuple((each.unit, changes_by(each.teams)) for each in people.contended[:MOST])
    sentences = (*_changes(people), *_owners(people), *knowledge_of(people), decomposition.topology.note)
    columns = ("changed by several teams", "changes of each in the last year") if rows else ()
    return Section("Who works on it", tuple(each for each in sentences if each), columns, rows)


def _changes(people: ContextPeople) -> tuple[str, ...]:
    if not people.changes:
        return ("Nobody changed it in the last year of history.",)
    who = amount(people.people, "person", "people")
    home = f"; {amount(people.at_home, 'of them works', 'of them work')} here more than in any other context"
    found = [
        f"{amount(people.changes, 'change')} of its modules in the last year, by {who}{home if people.people > 1 else ''}."
    ]
    if people.quarters:
        found.append(f"Changes by quarter, the newest last: {by_quarter(people.quarters)}.")
    if people.teams:
        found.append(f"By team: {shares_of(people)}. {_fit(people)}")
    if people.declared:
        found.append(
            "By owner: " + ", ".join(f"{team} {percent(part)} of its lines" for team, part in people.declared) + "."
        )
    return (*found, contention_of(people))


def _fit(people: ContextPeople) -> str:
    if people.fit is None:
        return f"Its boundary: {fit_of(people)}." if people.main else ""
    measure = f"1 would be all changes by {people.main}, 0 no more than it makes of the whole system"
    return f"Its boundary: {fit_of(people)} (fit {people.fit:.2f}, where {measure})."


def _owners(people: ContextPeople) -> tuple[str, ...]:
    if not people.owners:
        return ()
    if len(people.owners) == 1:
        return (f"{people.owners[0].author} made {percent(people.owners[0].share)} of the changes.",)
    half = percent(sum(owner.share for owner in people.owners))
    names = listed([f"{owner.author} ({percent(owner.share)})" for owner in people.owners], 0)
    return (f"{half} of the changes are by {names}.",)


def hotspots_of_context(decomposition: Decomposition, context: str) -> Section | None:
    """The hotspots of a context."""
    found = [each for each in decomposition.hotspots if each.context == context]
    rows = tuple(
        (each.unit, f"{each.changes:,}", f"{each.lines:,}", percent(each.share), by_quarter(each.quarters))
        for each in found[:MOST]
    )
    columns = ("module", "changes", "lines", "heat", "changes by quarter")
    return Section("Its hotspots", (heat_said(decomposition),), columns, rows) if rows else None


def heat_said(decomposition: Decomposition) -> str:
    """What heat is, and how few modules have half of it."""
    few = amount(len(decomposition.hotspots), "module has", "modules have")
    return f"Heat is changes of the last year times lines; {few} half of all of it."


def people_of_module(decomposition: Decomposition, module: str) -> Section | None:
    """Who changed a module in the last year, how often, and whether it is a hotspot."""
    if not decomposition.coverage.history:
        return None
    activity = next((each for each in decomposition.activity if each.unit == module), None)
    if activity is None:
        return Section("Who changes it", (f"{INSUFFICIENT.capitalize()}: no commit that counts has changed it.",))
    people = next((each for each in decomposition.topology.modules if each.unit == module), None)
    recent = f"{amount(activity.recent, 'change')} in the last year of {activity.commits:,} in all"
    found = [f"{recent}, by {amount(people.people, 'person', 'people')}." if people else f"{recent}."]
    if activity.quarters:
        found.append(f"Changes by quarter, the newest last: {by_quarter(activity.quarters)}.")
    if people and people.teams:
        found.append(f"By team: {changes_by(people.teams)}.")
    rank = next((at for at, each in enumerate(decomposition.hotspots, 1) if each.unit == module), 0)
    return Section("Who changes it", (*found, *_hot(decomposition.hotspots, rank)))


def _hot(hotspots: tuple[Hotspot, ...], rank: int) -> tuple[str, ...]:
    if not rank:
        return ()
    share = percent(hotspots[rank - 1].share)
    return (f"Hotspot {rank} of {len(hotspots)}: {share} of all changes times lines of the last year.",)
