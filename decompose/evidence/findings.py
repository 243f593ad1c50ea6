"""Findings: everything analyzers say of one system, and how much of it they understood."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from decompose.errors import Problem
from decompose.evidence.evidence import Evidence, in_order
from decompose.evidence.passage import Passage
from decompose.evidence.people import People
from decompose.evidence.resource import ResourceUse, by_use
from decompose.evidence.transaction import Transaction, by_place
from decompose.evidence.unit import Unit

DARKEST = 5
"""Modules of a context that are named for their unresolved calls; more are a list nobody reads (chosen)."""


class Ratio(Struct, frozen=True, order=True, omit_defaults=True):
    """`part` of `whole`, of something named; for example calls resolved of calls seen.

    With `lack` the part is what was not understood, for the reason that the name tells.
    """

    name: str
    part: int
    whole: int
    lack: bool = False


class Clarity(Struct, frozen=True, order=True, omit_defaults=True):
    """How far the calls of one module, or of all modules of a context, are understood.

    Of the `calls` so many lead to something `inside` the system, and so many are `unresolved`: nobody can say where they
    lead. The others leave the system. `dynamic` constructs compute what they call or run. `reasons` count why calls are
    unresolved, most frequent first; of a context `darkest` are the modules with most unresolved calls, each with how many.
    """

    unit: str
    calls: int = 0
    inside: int = 0
    unresolved: int = 0
    dynamic: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    darkest: tuple[tuple[str, int], ...] = ()

    @property
    def blind(self) -> float:
        """The share of unresolved calls among those that do or may lead to something inside, 0…1."""
        return self.unresolved / max(1, self.inside + self.unresolved)


def clarity_of(unit: str, parts: Iterable[Clarity]) -> Clarity:
    """The parts as one."""
    parts = tuple(parts)
    return Clarity(
        unit,
        sum(part.calls for part in parts),
        sum(part.inside for part in parts),
        sum(part.unresolved for part in parts),
        sum(part.dynamic for part in parts),
        most_first(row for part in parts for row in part.reasons),
        most_first((part.unit, part.unresolved) for part in parts)[:DARKEST],
    )


def most_first(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """What is counted at all, each name once, the most frequent first."""
    total: Counter[str] = Counter()
    for name, count in counts:
        total[name] += count
    return tuple(sorted(((name, count) for name, count in total.items() if count), key=lambda row: (-row[1], row[0])))


class Activity(Struct, frozen=True, order=True):
    """How one module changed, counted over the commits that co-change uses (renames followed to today's path).

    `recent` are the commits of the last 365 days before the newest one; `authors` counts distinct people, never named.
    `weight` is the sum of 1/(files − 1) over its commits of at least two files: with the `support` of a CO_CHANGE
    evidence the cosine of two modules is support / √(weight · weight). `born` is the id of its oldest commit.
    `quarters` are the commits in each of the last quarters of a year, oldest first: up to eight, of which the last four
    are `recent`; fewer where the history is shorter.
    """

    unit: str
    commits: int
    recent: int
    authors: int
    weight: float = 0.0
    born: str = ""
    quarters: tuple[int, ...] = ()


class HistorySummary(Struct, frozen=True):
    """How much history stands behind co-change: commits read, used, left out by reason; first and last day (ISO).

    `passed_over` counts by role how often the commits read changed what is no product module, and files nobody reads.
    The commits used make up `changes`, several of which may belong together; of the product `modules` that they changed
    `judged` changed often enough to tell chance from design. `notes` are what else to know of the history, in words.
    """

    source: str
    commits: int
    used: int
    left_out: tuple[tuple[str, int], ...] = ()
    first: str = ""
    last: str = ""
    limits: tuple[str, ...] = ()
    passed_over: tuple[tuple[str, int], ...] = ()
    changes: int = 0
    modules: int = 0
    judged: int = 0
    notes: tuple[str, ...] = ()


class Findings(Struct, frozen=True):
    """What one or all analyzers found; each tuple is sorted. `understood` are ratios for the data-quality box.

    `activity`, `people` and `history` come from whoever read the history; None and nothing where there is none. People
    go no further than to what is said of teams. `runs` tell who may run what, method by method, also inside one class.
    `resources` are uses of what lies outside of the database; `clarity` how far it is known what calls run.
    """

    units: tuple[Unit, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[Problem, ...] = ()
    understood: tuple[Ratio, ...] = ()
    activity: tuple[Activity, ...] = ()
    history: HistorySummary | None = None
    people: People = People()
    runs: tuple[Passage, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    resources: tuple[ResourceUse, ...] = ()
    clarity: tuple[Clarity, ...] = ()


def gather(parts: Iterable[Findings]) -> Findings:
    """The parts as one, sorted; of units with the same id the first part's stays."""
    parts = tuple(parts)
    units: dict[str, Unit] = {}
    for part in parts:
        for unit in part.units:
            units.setdefault(unit.id, unit)
    return Findings(
        units=tuple(units[id] for id in sorted(units)),
        evidence=tuple(sorted((e for part in parts for e in part.evidence), key=in_order)),
        problems=tuple(sorted({p for part in parts for p in part.problems})),
        understood=tuple(sorted(r for part in parts for r in part.understood)),
        activity=tuple(sorted(a for part in parts for a in part.activity)),
        clarity=tuple(sorted(c for part in parts for c in part.clarity)),
        history=next((part.history for part in parts if part.history), None),
        people=next((part.people for part in parts if part.people.persons), People()),
        runs=tuple(sorted({passage for part in parts for passage in part.runs})),
        transactions=tuple(sorted((t for part in parts for t in part.transactions), key=by_place)),
        resources=tuple(sorted((use for part in parts for use in part.resources), key=by_use)),
    )
