"""Team topology: who changes each context, as values: teams, what they share, what one person alone knows, hotspots.

Nobody is named unless asked for, nobody is ranked, and no mail is anywhere: persons have pseudonyms, and lists of them are
in the order of those.
"""

from msgspec import Struct


class Team(Struct, frozen=True):
    """A team: its people who committed in the last year, their changes of modules then, and contexts it mostly changes."""

    name: str
    people: int
    changes: int
    contexts: tuple[str, ...] = ()


class TeamShare(Struct, frozen=True):
    """What one team has of something: changes of the last year and their share 0…1; people of no team are `""`."""

    team: str
    changes: int
    share: float


class Contended(Struct, frozen=True):
    """A module that several teams changed in the last year: each team's changes, the most first."""

    unit: str
    teams: tuple[tuple[str, int], ...]

    @property
    def foreign(self) -> int:
        """The changes of all teams but the one that made most."""
        return sum(changes for _, changes in self.teams[1:])


class Owner(Struct, frozen=True, order=True):
    """One of the few people who made half of a context's changes of the last year, with the share 0…1."""

    author: str
    share: float


class ContextPeople(Struct, frozen=True):
    """Who works on one context. Years count back from the newest commit; a change is one commit that changed one module.

    `changes`, `people`, `teams` (most changes first) and `owners` (by name) are of the last year; `at_home` counts people
    who change nothing more than this context. `declared` is the share of its lines that files give to each team.
    `fit` tells how much more of the changes the main team makes than of the whole system's: 1 for all of them, 0 for as
    many as everywhere. `contended` modules come with the most foreign changes first. `bus_factor` is how many people have
    to leave until fewer than half of its modules have a main author left (Avelino et al. 2016; 0 if that is so already),
    `lost` the share of its lines whose main authors have all been gone for a year. None where history is too little.
    """

    context: str
    changes: int = 0
    people: int = 0
    at_home: int = 0
    teams: tuple[TeamShare, ...] = ()
    declared: tuple[tuple[str, float], ...] = ()
    fit: float | None = None
    contended: tuple[Contended, ...] = ()
    owners: tuple[Owner, ...] = ()
    bus_factor: int | None = None
    lost: float | None = None
    quarters: tuple[int, ...] = ()

    @property
    def main(self) -> str:
        """The team that made most of its changes, "" if none did or nobody knows."""
        return next((each.team for each in self.teams if each.team), "")


class ModulePeople(Struct, frozen=True):
    """Who changed one module in the last year: how many people, and each team's changes, most first (`""`: no team)."""

    unit: str
    people: int
    teams: tuple[tuple[str, int], ...] = ()


class TeamTopology(Struct, frozen=True):
    """Teams and contexts as history shows them.

    `source` is where teams were learnt from (`settings`, a file of code owners, `who works with whom`, or "" where none are
    known), `note` the sentence that says how. `spread` counts people by in how many contexts they work: `spread[0]` is of
    those with one.
    """

    source: str = ""
    note: str = ""
    teams: tuple[Team, ...] = ()
    contexts: tuple[ContextPeople, ...] = ()
    modules: tuple[ModulePeople, ...] = ()
    spread: tuple[int, ...] = ()

    def of(self, context: str) -> ContextPeople | None:
        """Who works on one context."""
        return next((each for each in self.contexts if each.context == context), None)


class Hotspot(Struct, frozen=True):
    """A product module that is large and changes often: its changes in the last year times its lines, as a part of all.

    `share` is 0…1 of the sum over all product modules; `quarters` are its changes in the last ones, oldest first.
    """

    unit: str
    context: str
    changes: int
    lines: int
    share: float
    quarters: tuple[int, ...] = ()
