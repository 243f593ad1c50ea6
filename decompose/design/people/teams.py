"""Teams: from settings, code owners or who works with whom to who is in which team and which team should own a module."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from decompose.design.people.circles import GROUPED, circles_of
from decompose.evidence.people import People
from decompose.evidence.words import amount, number
from decompose.repository.code_owners import CodeOwners, Owned
from decompose.repository.globs import Globs

SETTINGS, CIRCLES = "settings", "who works with whom"

AT_HOME = 5
"""Changes of modules in the last year from which the team whose modules somebody changes most is taken for theirs."""

REGULAR = 10
"""The same, from which it is worth asking whom somebody works with. Both chosen: fewer are a visit."""


class Declaration(Struct, frozen=True):
    """A team as the settings tell it: its people by name or pseudonym, and patterns of the paths it owns."""

    name: str
    members: tuple[str, ...] = ()
    paths: Globs = Globs()


class Teams(Struct, frozen=True):
    """Who is in which team, by position among the persons; what files say who owns, in parts that sum to 1 per module."""

    source: str
    note: str
    of_person: dict[int, str]
    declared: dict[str, dict[str, float]]


def teams_of(
    people: People,
    modules: Sequence[str],
    declarations: Sequence[Declaration],
    owners: CodeOwners | None,
    around: Mapping[str, str],
) -> Teams:
    """The teams of the settings, else those of the code owners if they tell parts apart, else those that history shows.

    `around` holds what the surroundings of each module are called, to give a name to teams that have none.
    """
    if declarations:
        return _of_settings(people, modules, declarations)
    owned = {unit: owned for unit in modules if (owned := _owned(owners, unit))} if owners else {}
    names = {team for parts in owned.values() for team in parts}
    short = _without_organisation(names)
    declared = {unit: {short[team]: part for team, part in parts.items()} for unit, parts in owned.items()}
    at_home = _at_home(people, declared, {})
    if owners and len(set(at_home.values())) > 1:
        note = (
            f"Teams are those of {owners.source}: people count to the team whose modules they changed most in the last "
            f"year, from {AT_HOME} changes on."
        )
        return Teams(owners.source, note, at_home, declared)
    return _of_history(people, around, _why_not(owners, names))


def _of_settings(people: People, modules: Sequence[str], declarations: Sequence[Declaration]) -> Teams:
    named = {_known_as(member): team.name for team in declarations for member in team.members}
    of_person: dict[int, str] = {}
    met: set[str] = set()
    for at, person in enumerate(people.persons):
        for spelling in (person.pseudonym, *person.names):
            if (name := _known_as(spelling)) in named:
                of_person.setdefault(at, named[name])
                met.add(name)
    declared: dict[str, dict[str, float]] = {}
    for unit in modules:
        covering = [team.name for team in declarations if team.paths.cover(unit)]
        if covering:
            declared[unit] = {name: 1 / len(covering) for name in covering}
    note = "Teams are those of the settings."
    if declared:
        note += (
            f" People they do not name count to the team whose modules they changed most, from {AT_HOME} changes on."
        )
    if strangers := len(named.keys() - met):
        note += f" {strangers} of their members {'is' if strangers == 1 else 'are'} not in the history."
    return Teams(SETTINGS, note, of_person | _at_home(people, declared, of_person), declared)


def _known_as(name: str) -> str:
    return " ".join(name.casefold().split())


def _owned(owners: CodeOwners, unit: str) -> dict[str, float]:
    """The teams of a module, in equal parts; a section that names individuals only is a team by its own name."""
    teams = sorted({team for owned in owners.owners_of(unit) for team in _named(owned)})
    return {team: 1 / len(teams) for team in teams}


def _named(owned: Owned) -> tuple[str, ...]:
    return owned.teams or ((owned.section,) if owned.section else ())


def _without_organisation(names: Iterable[str]) -> dict[str, str]:
    """`storefront` for `acme/storefront` where all teams are of one organisation."""
    names = sorted(names)
    one = len({name.partition("/")[0] for name in names}) == 1 and all("/" in name for name in names)
    return {name: name.partition("/")[2] if one else name for name in names}


def _at_home(people: People, declared: Mapping[str, Mapping[str, float]], settled: Mapping[int, str]) -> dict[int, str]:
    """The team that owns most of what each person changed in the last year, for who changed enough that is owned."""
    changes: dict[int, Counter[str]] = {}
    for work in people.work:
        if work.recent and work.person not in settled:
            for team, part in declared.get(work.unit, {}).items():
                # sixtieths keep sums exact whatever their order, for up to six owners
                changes.setdefault(work.person, Counter())[team] += work.recent * round(60 * part)
    return {
        person: min(counts, key=lambda team: (-counts[team], team))
        for person, counts in sorted(changes.items())
        if counts.total() >= 60 * AT_HOME
    }


def _why_not(owners: CodeOwners | None, names: set[str]) -> str:
    if owners is None:
        return "no file names teams"
    if not names:
        return f"{owners.source} names no team of these modules"
    if len(names) == 1:
        return f"{owners.source} names one team for all of them"
    return f"of the {len(names)} teams in {owners.source} no more than one changed its modules in the last year"


def _of_history(people: People, around: Mapping[str, str], why: str) -> Teams:
    changes: dict[int, dict[str, int]] = {}
    for work in people.work:
        if work.recent:
            changes.setdefault(work.person, {})[work.unit] = work.recent
    regular = {person: units for person, units in changes.items() if sum(units.values()) >= REGULAR}
    groups, divided = circles_of(regular)
    if len(groups) < 2 or divided < GROUPED:
        found = f"the {amount(len(regular), 'person', 'people')} with {REGULAR} changes or more in the last year"
        apart = (
            f"do not fall into groups by what they change (modularity {number(max(0.0, divided))}, of {GROUPED} needed)"
        )
        note = f"Teams are not known: {why}, and {found} {apart}. `[teams]` in the settings can name them."
        return Teams("", note, {}, {})
    names = _names([Counter[str]() if not group else _places(group, regular, around) for group in groups])
    of_person = {person: name for name, group in zip(names, groups, strict=True) for person in group}
    note = (
        f"No teams are named ({why}): these are groups of people who change the same modules, from {REGULAR} changes in "
        f"the last year on (modularity {number(divided)})."
    )
    return Teams(CIRCLES, note, of_person, {})


def _places(group: Iterable[int], changes: Mapping[int, Mapping[str, int]], around: Mapping[str, str]) -> Counter[str]:
    places: Counter[str] = Counter()
    for person in group:
        for unit, count in changes[person].items():
            if unit in around:
                places[around[unit]] += count
    return places


def _names(places: Sequence[Counter[str]]) -> list[str]:
    """`Billing group` for those who change Billing most; numbered where two groups change the same most."""
    most = [min(each, key=lambda place: (-each[place], place)) if each else "Other" for each in places]
    seen: Counter[str] = Counter()
    names = []
    for place in most:
        seen[place] += 1
        names.append(f"{place} group" + (f" {seen[place]}" if seen[place] > 1 else ""))
    return names
