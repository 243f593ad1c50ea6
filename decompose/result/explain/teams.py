"""Who works on what: teams, each context with who changes and knows it, where teams meet, and the hotspots."""

from decompose.design.people.topology import Contended, TeamTopology
from decompose.evidence.words import listed, percent
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.explain.people import heat_said
from decompose.result.people import INSUFFICIENT, by_quarter, changes_by, fit_of, spread_of, who_changes
from decompose.result.wording import context_names

MOST = 20
"""Modules in a list; chosen: about a screen. What is left out is counted."""


def people_explanation(decomposition: Decomposition) -> Explanation:
    """Who changes which context, and what keeps changing."""
    if not decomposition.topology.contexts:
        why = Section("Why", (f"{INSUFFICIENT.capitalize()}: no commit was read.",))
        return Explanation("people", (), "Who works on what is not known", (why,))
    sections = (
        _teams(decomposition),
        _contexts(decomposition),
        _meeting(decomposition),
        _hotspots(decomposition),
    )
    return Explanation("people", (), "Who works on what", tuple(section for section in sections if section))


def _teams(decomposition: Decomposition) -> Section:
    topology, names = decomposition.topology, context_names(decomposition)
    rows = tuple(
        (team.name, f"{team.people:,}", f"{team.changes:,}", listed([names.get(id, id) for id in team.contexts]))
        for team in topology.teams
    )
    columns = ("team", "people", "changes in the last year", "mostly of") if rows else ()
    return Section("Teams", tuple(each for each in (topology.note, spread_of(topology)) if each), columns, rows)


def _contexts(decomposition: Decomposition) -> Section:
    names = context_names(decomposition)
    rows = tuple(
        (names.get(each.context, each.context), f"{each.changes:,}", f"{each.people:,}", who_changes(each), fit_of(each),
         "?" if each.bus_factor is None else str(each.bus_factor), "?" if each.lost is None else percent(each.lost))
        for each in decomposition.topology.contexts
    )  # fmt: skip
    columns = ("context", "changes", "people", "changed by", "boundary", "bus factor", "lines lost")
    return Section("Each context, in the last year", (f"A question mark is {INSUFFICIENT}.",), columns, rows)


def _meeting(decomposition: Decomposition) -> Section | None:
    names = context_names(decomposition)
    found = contended(decomposition.topology)
    rows = tuple((each.unit, names.get(context, context), changes_by(each.teams)) for context, each in found)
    columns = ("module", "context", "changes by team")
    return Section("Where teams meet", _more(len(rows), "module"), columns, rows[:MOST]) if rows else None


def contended(topology: TeamTopology) -> list[tuple[str, Contended]]:
    """Modules that several teams change, each with its context, the most foreign changes first."""
    found = [(people.context, each) for people in topology.contexts for each in people.contended]
    return sorted(found, key=lambda pair: (-pair[1].foreign, pair[1].unit))


def _hotspots(decomposition: Decomposition) -> Section | None:
    names = context_names(decomposition)
    rows = tuple(
        (each.unit, names.get(each.context, "–"), f"{each.changes:,}", f"{each.lines:,}", percent(each.share),
         by_quarter(each.quarters))
        for each in decomposition.hotspots
    )  # fmt: skip
    columns = ("module", "context", "changes", "lines", "heat", "changes by quarter")
    said = (heat_said(decomposition), *_more(len(rows), "hotspot"))
    return Section("Hotspots", said, columns, rows[:MOST]) if rows else None


def _more(number: int, what: str) -> tuple[str, ...]:
    return (f"The first {MOST} of {number:,} {what}s.",) if number > MOST else ()
