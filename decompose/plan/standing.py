"""Standing: from how a candidate depends on the others and they on it to whether it is the core, the frame or a layer of all."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import fsum

from msgspec import Struct

from decompose.design.cuts.ledger import Cut
from decompose.design.map.context_map import ContextMap
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.unit import module_of
from decompose.evidence.words import amount, number, percent
from decompose.plan.candidate import Candidate, is_served, ways_in
from decompose.plan.effort import OF_ITS_OWN
from decompose.plan.one_way import CALLS, OneWay
from decompose.plan.plan import Verdict
from decompose.plan.relied import dependents_of, relied_on
from decompose.plan.waits import pointed_to

# Chosen, and said in the sentence whenever one decides.
HUB = 0.5  # share of the other contexts that depend on a core
SYSTEM = 5  # other contexts from which it says something that most of them use one
NEEDED = 0.75  # share of the other contexts that use a frame
ONE_SIDED = 3  # how many times as much they use a frame as it uses them
OUTWARD = 0.8  # share of its cuts that lead out of a layer
# Share of the modules of a shelf that use one another at most, and modules from which it says something.
SHELF, MANY = 1 / 3, 5
LOOSE = 0.5  # cohesion below which more leaves a context than stays in it
LOOSELY = 0.5  # share of the modules of a layer that use one another at most
# Share of all tables that a data layer owns, how many there are at least to say so, and the share of the others that use it.
NEARLY_ALL, SCHEMA, USERS = 0.8, 10, 1 / 3
APART = 0.75  # share of what the modules of a layer use that lies, module by module, in one other context

Ruling = tuple[Verdict, str] | None


class Surroundings(Struct, frozen=True):
    """What a verdict compares with: how many other contexts there are, how many depend on each, how many own tables.

    `tables` is how many tables all of them own, `richest` how many one of them owns at most, `ways_in` how many entry points
    they have but commands, `lines` how many lines, `largest` the one with most of these ("" if several have as many), `names`
    are what people call each. `pointed` are those to whose rows most of the others with tables point, with how many do so;
    `dearest` is the one that has most points of cuts to mend. `users` is how many others have an edit to make when each leaves,
    `relied` what share of the modules of the others lies in those that depend on each.
    """

    others: int
    dependents: Mapping[str, int]
    owners: int
    tables: int
    largest: str
    names: Mapping[str, str]
    pointed: Mapping[str, int]
    dearest: str
    users: Mapping[str, int]
    ways_in: int
    lines: int
    richest: int
    relied: Mapping[str, float]

    @staticmethod
    def of(found: Sequence[Candidate], context_map: ContextMap) -> "Surroundings":
        """The surroundings of each of the candidates."""
        sizes = {candidate.id: len(candidate.context.members) for candidate in found}
        below = dependents_of(context_map, sizes)
        owners = sum(bool(candidate.tables) for candidate in found)
        tables = sum(len(candidate.tables) for candidate in found)
        most = max((candidate.lines for candidate in found), default=0)
        largest = [candidate.id for candidate in found if candidate.lines == most]
        names = {each.id: each.context.name for each in found}
        pointed = {each.id: pointed_to(each, found) for each in found}
        dearest = max(found, key=lambda each: (OneWay.of(each).points, each.id)).id if found else ""
        return Surroundings(
            len(found) - 1,
            {id: len(downstream) for id, downstream in below.items()},
            owners,
            tables,
            largest[0] if len(largest) == 1 else "",
            names,
            pointed,
            dearest,
            _users(found),
            sum(map(ways_in, found)),
            sum(candidate.lines for candidate in found),
            max((len(candidate.tables) for candidate in found), default=0),
            relied_on(below, sizes),
        )

    def used_by_most(self, candidate: Candidate) -> bool:
        """Whether more than half of the others use it, of which there are enough to say so."""
        return self.others >= SYSTEM and self.users[candidate.id] > HUB * self.others

    def used_of_most(self, candidate: Candidate) -> int:
        """How many others it uses where that is more than half of them, else 0; nor where there are too few to say so."""
        used = len({cut.to_context for cut in candidate.outward if cut.effort > 0} & self.names.keys())
        return used if self.others >= SYSTEM and used > HUB * self.others else 0


def _users(found: Sequence[Candidate]) -> dict[str, int]:
    """From how many of the others there is an edit to make for leaving each."""
    ids = {each.id for each in found}
    return {each.id: len({cut.from_context for cut in each.inward if cut.effort > 0} & ids) for each in found}


def frame(candidate: Candidate, around: Surroundings) -> Ruling:
    """What most others are built upon, and what hardly uses them and owns hardly any data: settings, base classes, a host."""
    side = _Side.of(candidate.inward, candidate.outward, around, CALLS)
    if owns_data(candidate, around) or not side.of_most(around):
        return None
    reason = (
        f"{side.others} of the {around.others} other contexts are built upon it: {number(side.points)} points of calls lead in, "
        f"{number(side.back)} out. It is the frame that they stand on, so it stays, as a package with versions of its own at "
        "most."
    )
    return Verdict.KEEP, reason


def root(candidate: Candidate, around: Surroundings) -> Ruling:
    """What puts the others together: uses most of them, is hardly used, owns hardly any data, and does not hang together itself.

    The start of the program, its schedule, its overviews. A part that holds together and uses all others, as an
    administration may, can leave as any plug-in does.
    """
    side, inside = _Side.of(candidate.outward, candidate.inward, around), candidate.context.cohesion
    if inside >= LOOSE or owns_data(candidate, around) or not side.of_most(around):
        return None
    reason = (
        f"It uses {side.others} of the {around.others} other contexts, {number(side.points)} points of cuts out and "
        f"{number(side.back)} in, and {percent(inside)} of its coupling stays inside: it puts the others together, so it is what "
        "is left when they have gone."
    )
    return Verdict.KEEP, reason


class _Side(Struct):
    """The cuts on one side of a candidate: how many others they reach (not kernels), and points, also of those that lead back."""

    others: int
    points: float
    back: float

    @staticmethod
    def of(
        cuts: Sequence[Cut],
        back: Sequence[Cut],
        around: Surroundings,
        kinds: Collection[EvidenceKind] = tuple(EvidenceKind),
    ) -> "_Side":
        paid = [cut for cut in cuts if cut.effort > 0 and cut.kind in kinds]
        there = [cut for cut in paid if {cut.from_context, cut.to_context} <= around.names.keys()]
        reached = {end for cut in there for end in (cut.from_context, cut.to_context)}
        returned = fsum(cut.effort for cut in back if cut.kind in kinds)
        return _Side(len(reached) - 1, fsum(cut.effort for cut in there), returned)

    def of_most(self, around: Surroundings) -> bool:
        """Whether it is one-sided and reaches most others, of which there are enough to say so."""
        enough = around.others >= SYSTEM and self.others >= NEEDED * around.others
        return enough and self.points >= ONE_SIDED * max(1.0, self.back)


def owns_data(candidate: Candidate, around: Surroundings) -> bool:
    """Whether it owns more than half of the tables that a context owns on average."""
    return 2 * len(candidate.tables) * (around.others + 1) > around.tables


def core(candidate: Candidate, around: Surroundings) -> Ruling:
    """What more contexts depend on than on any other, and which is used at least as much as it uses the others."""
    others, number, share = around.others, around.dependents[candidate.id], around.relied[candidate.id]
    as_many = sum(count >= number for count in around.dependents.values())
    if others < SYSTEM or share < HUB or as_many > 1:
        return None
    if _leans(candidate):
        return None
    reason = (
        f"{number} of the {others} other contexts, with {percent(share)} of their modules, depend on it, more than on any "
        "other: it is the core that the rest leaves."
    )
    return Verdict.KEEP, reason


def _leans(candidate: Candidate) -> bool:
    """Whether it uses the others more than they use it."""
    return fsum(cut.effort for cut in candidate.inward) < fsum(cut.effort for cut in candidate.outward)


def heart(candidate: Candidate, around: Surroundings) -> Ruling:
    """What most others with tables point to, or depend on, and what costs more to cut off than any other: they leave it.

    A cut between two costs the same whichever of them leaves. So whatever has most of them is the last that is left, and that
    needs not leave at all. Where that is less than what any service costs, it holds nobody back.
    """
    pointing, owners = around.pointed[candidate.id], around.owners - 1
    depending, others = around.dependents[candidate.id], around.others
    relied = around.relied[candidate.id]
    if candidate.id != around.dearest or OneWay.of(candidate).points < OF_ITS_OWN:
        return None
    if owners >= SYSTEM and pointing:
        known = f"{pointing} of the {owners} other contexts with tables point to its rows"
    elif owners < SYSTEM <= others and relied > HUB and not _leans(candidate):
        known = f"{depending} of the {others} other contexts, with {percent(relied)} of their modules, depend on it"
    else:
        return None
    return Verdict.KEEP, (
        f"{known}, and no other context has as much to mend ({OneWay.of(candidate).points:,.0f} points): it is the core domain, "
        "so the others leave it rather than it them."
    )


def data_layer(candidate: Candidate, around: Surroundings) -> Ruling:
    """What owns nearly all tables of a system and is used by much of it, or asked by nobody but the rest: no service.

    There is no one who would use it as a service, for everybody would.
    """
    tables, used = len(candidate.tables), around.dependents[candidate.id]
    if around.tables < SCHEMA or tables < NEARLY_ALL * around.tables or around.others < SYSTEM or not used:
        return None
    if used >= USERS * around.others:
        known = f"{used} of the {around.others} other contexts depend on it"
    elif not is_served(candidate):
        known = "nothing but commands comes in there from outside"
    else:
        return None
    return Verdict.MODULARISE, (
        f"It owns {tables:,} of all {around.tables:,} tables, and {known}: it is the data layer of them all, to be split along "
        "them: tables leave it one by one, with those that write them."
    )


def shelf(candidate: Candidate) -> Ruling:
    """Modules side by side that hardly use one another: template tags, commands, fields."""
    modules = len(candidate.context.members)
    together = round(candidate.joined * modules)
    if candidate.joined > SHELF or modules < MANY:
        return None
    said = (
        f"Of its {modules} modules no more than {together} use one another"
        if together > 1
        else (f"None of its {modules} modules uses another")
    )
    reason = f"{said}: a shelf, held together by its place and its words. Each goes with those that use it."
    return Verdict.NEVER, reason


def errands(candidate: Candidate) -> Ruling:
    """Commands, most of them one per module, that own no data in a system that serves more than commands."""
    commands, modules = len(candidate.entries), len(candidate.context.members)
    if not candidate.library or commands < max(MANY, modules / 2):
        return None
    return Verdict.MODULARISE, (
        f"It is {amount(commands, 'command')} in {amount(modules, 'module')}, and it has no data: whoever runs the system runs "
        "them on what others own, so each goes with the data it works on."
    )


def layer(candidate: Candidate, around: Surroundings) -> Ruling:
    """What owns no data where most do, and whose modules each serve one other context, most of the contexts together.

    Where most of its modules hang together they are one thing that uses the others, a search or a report, and no layer.
    """
    others = around.others
    if candidate.tables or others < 3 or around.owners <= others / 2 or candidate.joined > LOOSELY:
        return None
    outward = [cut for cut in candidate.outward if cut.effort > 0]
    edits = len(outward) + sum(cut.effort > 0 for cut in candidate.inward)
    reached = len({cut.to_context for cut in outward})
    by_module: dict[str, Counter[str]] = {}
    for cut in outward:
        by_module.setdefault(module_of(cut.source), Counter())[cut.to_context] += 1
    single = sum(max(counts.values()) for counts in by_module.values())
    if reached <= others / 2 or len(outward) < OUTWARD * edits or single < APART * len(outward):
        return None
    reason = (
        f"It owns no table, and {len(outward)} of its {amount(edits, 'cut')} lead out, to {reached} of the {others} other "
        f"contexts, {percent(single / len(outward))} of them to one per module: it is a layer over them, to be split along them "
        "rather than moved as one."
    )
    return Verdict.MODULARISE, reason
