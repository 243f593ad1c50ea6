"""Candidates: from the design of a system to what is known of each domain context as a candidate for extraction."""

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from decompose.contexts.context import BoundedContext, ContextCatalog, ContextKind
from decompose.design.cuts.ledger import Cut, CutLedger, KernelUse
from decompose.design.cuts.uses import DATA
from decompose.design.data.ownership import DataOwnership, TableOwnership
from decompose.design.past.hidden import HiddenPair
from decompose.design.people.topology import ContextPeople, Hotspot, TeamTopology
from decompose.design.transactions.transactions import SplitTransaction
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Activity, Findings
from decompose.evidence.unit import UnitKind, module_of, top_level
from decompose.evidence.words import UNNAMED, said
from decompose.plan.exercised import NO_TESTS, Tests, tests_of
from decompose.plan.joined import joined

OFTEN, DEGREE = 5, 0.3  # commits in common, and their share of the mean of both modules' commits (code-maat's defaults)

REACHING = (*DATA, EvidenceKind.JOINS, EvidenceKind.TRIGGERS)
NOBODY = TeamTopology()


class Candidate(Struct, frozen=True):
    """One domain context with everything that its extraction would meet.

    `inward` are cuts that end in it (also those that start in a shared kernel), `outward` cuts that start in it. `lines`
    are those of its modules. `tables` are those it owns, `shared` the contested tables that it owns or writes. `hidden`
    are pairs of modules across its boundary that often change together although no other evidence joins them, with the
    number of commits. `entries` are the entry points handled in it (`GET /orders`), `troubled` its modules with something
    that was not understood. `people` tells who works on it, `hotspots` are the system's that lie in it. A `library` has
    neither tables nor entry points of its own but commands, in a system where others have some (commands count where nothing
    else is known to come in); `unasked` is what has tables, but neither such entry points nor others who read, write or point
    to them. `joined` is the largest share of its modules that use one another, `tests` are the test modules that import it.
    `facade` are the modules and top-level definitions that others use today and that stay, most used first. `names` are
    those of all modules by id, `sizes` the lines of its own.
    """

    context: BoundedContext
    lines: int
    inward: tuple[Cut, ...]
    outward: tuple[Cut, ...]
    kernel: tuple[KernelUse, ...]
    tables: tuple[TableOwnership, ...]
    shared: tuple[TableOwnership, ...]
    transactions: tuple[SplitTransaction, ...]
    hidden: tuple[tuple[str, str, int], ...]
    activity: tuple[Activity, ...]
    entries: tuple[str, ...]
    troubled: int
    library: bool = False
    people: ContextPeople | None = None
    hotspots: tuple[Hotspot, ...] = ()
    joined: float = 1.0
    tests: Tests = NO_TESTS
    facade: tuple[str, ...] = ()
    unasked: bool = False
    names: Mapping[str, str] = UNNAMED
    sizes: tuple[tuple[str, int], ...] = ()

    def said(self, unit: str) -> str:
        """A unit as people write it, modules as they are imported."""
        return said(unit, self.names)

    @property
    def id(self) -> str:
        """The id of the context."""
        return self.context.id

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """All cuts that touch it."""
        return (*self.inward, *self.outward)


def candidates(
    findings: Findings,
    catalog: ContextCatalog,
    ownership: DataOwnership,
    ledger: CutLedger,
    transactions: tuple[SplitTransaction, ...],
    topology: TeamTopology = NOBODY,
    hotspots: tuple[Hotspot, ...] = (),
    hidden: tuple[HiddenPair, ...] = (),
) -> tuple[Candidate, ...]:
    """Every domain context of the catalog as a candidate, by id."""
    domain = sorted((c for c in catalog.contexts if c.kind is ContextKind.DOMAIN), key=lambda context: context.id)
    inward: dict[str, list[Cut]] = {context.id: [] for context in domain}
    outward: dict[str, list[Cut]] = {context.id: [] for context in domain}
    for cut in ledger.cuts:
        inward.get(cut.to_context, []).append(cut)
        outward.get(cut.from_context, []).append(cut)
    across = _across(hidden, catalog.context_of())
    lines = {u.id: u.lines for u in findings.units if u.kind is UnitKind.MODULE}
    names = {u.id: u.name for u in findings.units if u.kind is UnitKind.MODULE}
    activity = {each.unit: each for each in findings.activity}
    troubled = {problem.location.path for problem in findings.problems}
    entries = _entries(findings, catalog.context_of())
    together = joined(findings, catalog.context_of())
    tests = tests_of(findings, catalog.context_of(), frozenset(inward))
    found = []
    for context in domain:
        members = [member.unit for member in context.members]
        found.append(
            Candidate(
                context=context,
                lines=sum(lines.get(unit, 0) for unit in members) or context.lines,
                inward=tuple(inward[context.id]),
                outward=tuple(outward[context.id]),
                kernel=tuple(use for use in ledger.kernel if use.context == context.id),
                tables=tuple(table for table in ownership.tables if table.owner == context.id),
                shared=tuple(table for table in ownership.tables if table.contested and _writes(context.id, table)),
                transactions=tuple(each for each in transactions if context.id in each.contexts),
                hidden=tuple(across.get(context.id, ())),
                activity=tuple(activity[unit] for unit in members if unit in activity),
                entries=tuple(sorted(entries.get(context.id, ()))),
                troubled=sum(unit in troubled for unit in members),
                people=topology.of(context.id),
                hotspots=tuple(each for each in hotspots if each.context == context.id),
                joined=together.get(context.id, 1.0),
                tests=tests.get(context.id, NO_TESTS),
                facade=_facade(inward[context.id], outward[context.id]),
                names=names,
                sizes=tuple((unit, lines.get(unit, 0)) for unit in members),
            )
        )
    return tuple(_placed(found))


def _placed(found: list[Candidate]) -> Iterable[Candidate]:
    """Which are libraries, and which nobody asks; where only commands are known to come in, these are how it is asked."""
    serving, served = any(each.tables or each.entries for each in found), any(map(is_served, found))
    for each in found:
        asked = is_served(each) if served else bool(each.entries)
        yield replace(
            each,
            library=serving and not each.tables and not asked,
            unasked=served and bool(each.tables) and not asked and not _used(each),
        )


def is_served(candidate: Candidate) -> bool:
    """Whether anything comes in while the system runs."""
    return ways_in(candidate) > 0


def ways_in(candidate: Candidate) -> int:
    """The entry points that are asked while the system runs; commands are for those who run it."""
    return sum(not entry.startswith("command ") for entry in candidate.entries)


def _used(candidate: Candidate) -> bool:
    """Whether others reach its tables or start something in it."""
    return any(cut.kind in REACHING for cut in candidate.inward)


def _facade(inward: Iterable[Cut], outward: Iterable[Cut]) -> tuple[str, ...]:
    """What others use, most used first; what defines a table of another context moves there, so no façade offers it.

    Nor does it offer what the others only name for a framework to find, or what runs because it overrides a method of theirs.
    """
    moving = {top_level(cut.source) for cut in outward if cut.kind == EvidenceKind.DEFINES}
    used: Counter[str] = Counter()
    imported: Counter[str] = Counter()
    for cut in inward:
        if by_framework(cut):
            continue
        unit = top_level(cut.target)
        if "::" in unit and unit not in moving:
            used[unit] += max(1, cut.count)
        if cut.kind == EvidenceKind.IMPORT:
            imported[cut.target] += 1
    reached = {module_of(unit) for unit in (*used, *moving)}
    for target, times in imported.items():
        if target not in reached:
            used[target] += times
    return tuple(sorted(used, key=lambda unit: (-used[unit], unit)))


def by_framework(cut: Cut) -> bool:
    """Whether only a framework makes the use: it finds an application by a name in the settings, or dispatches to an heir."""
    named = cut.kind == EvidenceKind.REFERENCES and "string" in cut.flags and "dynamic" not in cut.flags
    return named or "dispatch" in cut.flags


def _writes(context: str, table: TableOwnership) -> bool:
    return table.owner == context or any(access.writes and access.context == context for access in table.accesses)


def _across(hidden: Iterable[HiddenPair], context_of: dict[str, str]) -> dict[str, list[tuple[str, str, int]]]:
    """By context the hidden pairs of which it has one module, where most of what changes the two changes both.

    Not those of one layer (two `apps.py`), which every change that sweeps through the layer joins.
    """
    found: dict[str, list[tuple[str, str, int]]] = {}
    for pair in sorted(hidden):
        ends = (context_of.get(pair.source, ""), context_of.get(pair.target, ""))
        if ends[0] != ends[1] and all(ends) and not pair.layer and pair.common >= OFTEN and _much(pair):
            for end in ends:
                found.setdefault(end, []).append((pair.source, pair.target, pair.common))
    return found


def _much(pair: HiddenPair) -> bool:
    return pair.common >= DEGREE * sum(pair.history.changes) / 2


def _entries(findings: Findings, context_of: dict[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for evidence in findings.evidence:
        if evidence.kind is EvidenceKind.ROUTES:
            home = context_of.get(module_of(evidence.target), "")
            found.setdefault(home, set()).add(evidence.source.removeprefix("entry:"))
    return found
