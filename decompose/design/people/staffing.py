"""Staffing: from people, teams and contexts to who works on each context, and where teams meet."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from decompose.contexts.context import ContextCatalog
from decompose.design.names import names_of
from decompose.design.people.context_people import Ground, context_people
from decompose.design.people.knowledge import main_authors
from decompose.design.people.meeting import everywhere
from decompose.design.people.teams import Declaration, Teams, teams_of
from decompose.design.people.topology import ModulePeople, Team, TeamTopology
from decompose.evidence.findings import Findings
from decompose.evidence.people import People
from decompose.evidence.unit import Role, UnitKind
from decompose.repository.code_owners import CodeOwners

IN_A_CONTEXT = 0.1
"""Share of somebody's changes from which on they work in a context, and of a team's for it to be one of its contexts."""

REGULAR = 10
"""Changes in the last year from which it is told over how many contexts somebody is spread; chosen."""


def topology_of(
    findings: Findings,
    catalog: ContextCatalog,
    declarations: Sequence[Declaration] = (),
    owners: CodeOwners | None = None,
    *,
    names: bool = False,
) -> TeamTopology:
    """The topology of a system whose history was read, else an empty one; with `names`, people are called by theirs."""
    if not findings.people.persons:
        return TeamTopology()
    context_of = catalog.context_of()
    ground = _ground(findings, catalog, teams_of(*_of_teams(findings, catalog, declarations, owners)), names)
    return TeamTopology(
        source=ground.teams.source,
        note=ground.teams.note,
        teams=_teams(ground, context_of),
        contexts=tuple(context_people(context, ground) for context in catalog.contexts),
        modules=_modules(ground),
        spread=_spread(ground, context_of),
    )


def _of_teams(
    findings: Findings, catalog: ContextCatalog, declarations: Sequence[Declaration], owners: CodeOwners | None
) -> tuple[People, list[str], Sequence[Declaration], CodeOwners | None, dict[str, str]]:
    modules = [unit.id for unit in findings.units if unit.kind is UnitKind.MODULE]
    called = names_of(catalog)
    around = {unit: called[context] for unit, context in catalog.context_of().items()}
    return findings.people, modules, declarations, owners, around


def _ground(findings: Findings, catalog: ContextCatalog, teams: Teams, names: bool) -> Ground:
    people, context_of = findings.people, catalog.context_of()
    product = {unit.id for unit in findings.units if unit.role is Role.PRODUCT} | context_of.keys()
    recent: dict[str, dict[int, int]] = defaultdict(dict)
    per_person: dict[int, Counter[str]] = defaultdict(Counter)
    for work in people.work:
        if work.recent and work.unit in product:
            recent[work.unit][work.person] = work.recent
        if work.recent and work.unit in context_of:
            per_person[work.person][context_of[work.unit]] += work.recent
    by_team = {unit: _by_team(changes, teams) for unit, changes in recent.items()} if teams.source else {}
    return Ground(
        people=people,
        teams=teams,
        names=names,
        recent=recent,
        by_team=by_team,
        usual=everywhere(by_team, context_of),
        authors=main_authors(people),
        gone=frozenset(at for at, person in enumerate(people.persons) if person.gone),
        lines={unit.id: unit.lines for unit in findings.units if unit.kind is UnitKind.MODULE},
        activity={each.unit: each for each in findings.activity},
        home={person: _most(counts) for person, counts in per_person.items()},
    )


def _by_team(changes: Mapping[int, int], teams: Teams) -> tuple[tuple[str, int], ...]:
    """The changes of each team, most first."""
    counts: Counter[str] = Counter()
    for person, count in changes.items():
        counts[teams.of_person.get(person, "")] += count
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda context: (-counts[context], context))


def _teams(ground: Ground, context_of: Mapping[str, str]) -> tuple[Team, ...]:
    people: dict[str, set[int]] = defaultdict(set)
    contexts: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in ground.recent.keys() & context_of.keys():
        for person, count in ground.recent[unit].items():
            if team := ground.teams.of_person.get(person, ""):
                people[team].add(person)
                contexts[team][context_of[unit]] += count
    return tuple(
        Team(name, len(people[name]), contexts[name].total(), _mostly(contexts[name])) for name in sorted(people)
    )


def _mostly(contexts: Counter[str]) -> tuple[str, ...]:
    kept = [context for context in contexts if contexts[context] >= IN_A_CONTEXT * contexts.total()]
    return tuple(sorted(kept, key=lambda context: (-contexts[context], context)))


def _modules(ground: Ground) -> tuple[ModulePeople, ...]:
    return tuple(
        ModulePeople(unit, len(ground.recent[unit]), tuple(ground.by_team.get(unit, ())))
        for unit in sorted(ground.recent)
    )


def _spread(ground: Ground, context_of: Mapping[str, str]) -> tuple[int, ...]:
    places: dict[int, Counter[str]] = defaultdict(Counter)
    for unit in ground.recent.keys() & context_of.keys():
        for person, count in ground.recent[unit].items():
            places[person][context_of[unit]] += count
    regular = [len(_mostly(each)) for each in places.values() if each.total() >= REGULAR]
    counts = Counter(regular)
    return tuple(counts[number] for number in range(1, max(regular, default=0) + 1))
