"""Saga: from a transaction that boundaries split to the local steps it would become, what undoes each, and what others could see.

Steps are compensatable up to the pivot, after which the saga goes through, and retriable from there on: Garcia-Molina and Salem
(1987), in the words of Richardson, Microservices Patterns (2018), ch. 4.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from itertools import groupby

from msgspec import Struct

from decompose.contexts.context import ContextCatalog
from decompose.design.cuts.crossing import TABLE
from decompose.design.cuts.remedy import REMEDIES
from decompose.design.transactions.compensation import Opposites
from decompose.design.transactions.sequence import Step, sequence_in
from decompose.design.transactions.ways import Ways
from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.evidence.findings import Findings
from decompose.evidence.resource import ResourceKind
from decompose.evidence.unit import module_of

MOST_STEPS = 8  # beyond which the steps of a context are told as one
MISSING = 3.0  # points of a compensation that has to be written, those of a command


class Part(StrEnum):
    """What a step is in the saga."""

    COMPENSATABLE = "compensatable"
    PIVOT = "pivot"
    RETRIABLE = "retriable"


class SagaStep(Struct, frozen=True):
    """One local transaction: the context that runs it, the tables it writes, where, and what could undo it today.

    `deletes` tells that rows are gone after it; `asks` are other machines that it asks to do something.
    """

    context: str
    tables: tuple[str, ...]
    function: str
    location: Location
    part: Part
    undone_by: tuple[str, ...] = ()
    deletes: bool = False
    asks: tuple[str, ...] = ()


class Saga(Struct, frozen=True):
    """What a split transaction would become.

    `seen_by` are contexts, none of them taking part, that read what is not final yet, with the number of places. `effort` is
    in points as in the cut ledger. `functionality_complexity` counts writes that may have to be undone and reads of tables
    that another split transaction writes, `system_complexity` other split transactions that read what may be undone
    (Correia and Rito Silva, Identification of Microservices from Monolith Applications through Saga redesign, 2022).
    `turns` is how many local transactions today's order asks for: more than there are steps where those of one context are
    told as one. `follows` are (context, table) that only receivers of signals write, `unplaced` those written at a point that
    is not known.
    """

    steps: tuple[SagaStep, ...]
    seen_by: tuple[tuple[str, int], ...]
    effort: float
    functionality_complexity: int
    system_complexity: int
    turns: int = 0
    follows: tuple[tuple[str, str], ...] = ()
    unplaced: tuple[tuple[str, str], ...] = ()


class Accesses(Struct, frozen=True):
    """What one split transaction does, in order, as far as domain contexts own the tables: (context, step) pairs.

    `later` are the tables that signals lead to, `unplaced` those it writes nobody knows when.
    """

    writes: tuple[tuple[str, Step], ...]
    reads: frozenset[str]
    later: tuple[tuple[str, str], ...] = ()
    unplaced: tuple[tuple[str, str], ...] = ()

    @property
    def written(self) -> frozenset[str]:
        """The tables written."""
        return frozenset(table_of(step) for _, step in self.writes if not step.outside)


def table_of(step: Step) -> str:
    """The name of a step's table."""
    return step.table.removeprefix(TABLE)


class Sagas:
    """The sagas of all split transactions of a system, which count each other's reads and writes."""

    def __init__(
        self,
        findings: Findings,
        catalog: ContextCatalog,
        owner_of: Mapping[str, str],
        written: Mapping[str, Collection[str]],
    ) -> None:
        """`written` are the tables that each function's split transactions write."""
        context_of = catalog.context_of()
        self._accesses = _accesses(findings, owner_of, written, context_of)
        self._opposites = Opposites(findings.evidence, context_of)
        self._readers = _readers(findings, context_of)

    def of(self, function: str) -> Saga | None:
        """The saga of the transactions that a function holds; None where no order of theirs is known."""
        accesses = self._accesses.get(function)
        if accesses is None or not accesses.writes:
            return None
        runs = _runs(accesses)
        steps = self._steps(runs, {step.function for _, step in accesses.writes})
        apart = {context for context, _ in (*accesses.later, *accesses.unplaced)} - {step.context for step in steps}
        local = [step for step in steps if step.tables]
        if len({step.context for step in local} | apart) < 2:
            return None
        undoable = [step for step in steps if step.part is Part.COMPENSATABLE]
        missing = sum(not step.undone_by for step in undoable)
        others = [each for name, each in self._accesses.items() if name != function]
        written_elsewhere = frozenset[str]().union(*(each.written for each in others))
        return Saga(
            steps,
            self._seen(undoable, {step.context for step in steps} | apart),
            REMEDIES[EvidenceKind.CO_WRITES].points * (len(local) - 1 + len(apart)) + MISSING * missing,
            sum(len(step.tables) for step in undoable) + len(accesses.reads & written_elsewhere),
            sum(table in each.reads for step in undoable for table in step.tables for each in others),
            sum(not run[0].outside for _, run in runs),
            accesses.later,
            accesses.unplaced,
        )

    def _seen(self, undoable: Sequence[SagaStep], participants: Collection[str]) -> tuple[tuple[str, int], ...]:
        seen = Counter[str]()
        for table in {table for step in undoable for table in step.tables}:
            seen.update({c: n for c, n in self._readers.get(table, {}).items() if c not in participants})
        return tuple(sorted(seen.items(), key=lambda item: (-item[1], item[0])))

    def _steps(self, runs: list[tuple[str, list[Step]]], own: Collection[str]) -> tuple[SagaStep, ...]:
        """A step for each run of writes of one context, or for each context where there are too many runs."""
        told = _by_context(runs) if len(runs) > MOST_STEPS else runs
        final = _pivot(told)
        found = []
        for index, (context, run) in enumerate(told):
            part = Part.COMPENSATABLE if index < final else Part.PIVOT if index == final else Part.RETRIABLE
            tables = tuple(dict.fromkeys(table_of(step) for step in run if not step.outside))
            asks = tuple(dict.fromkeys(step.outside for step in run if step.outside))
            undone = self._undone(run, context, own) if part is Part.COMPENSATABLE and tables else ()
            found.append(SagaStep(context, tables, run[0].function, run[0].location, part, undone, _deletes(run), asks))
        return tuple(found)

    def _undone(self, run: Sequence[Step], context: str, own: Collection[str]) -> tuple[str, ...]:
        """What the saga runs itself undoes nothing of it."""
        found = [other for step in run for other in self._opposites.of(step.function, table_of(step), context)]
        return tuple(dict.fromkeys(other for other in found if other not in own))[:2]


def _accesses(
    findings: Findings,
    owner_of: Mapping[str, str],
    written: Mapping[str, Collection[str]],
    context_of: Mapping[str, str],
) -> dict[str, Accesses]:
    """Of what the ways of a transaction lead to only what it is known to write: a way may not be taken, or end in another."""
    ways = Ways(findings)
    found: dict[str, list[Step]] = {}
    for transaction in findings.transactions:
        if transaction.function in written:
            found.setdefault(transaction.function, []).extend(sequence_in(ways, transaction, signals=True).steps)
    return {function: _accesses_of(steps, owner_of, written[function], context_of) for function, steps in found.items()}


def _accesses_of(
    steps: Sequence[Step], owner_of: Mapping[str, str], written: Collection[str], context_of: Mapping[str, str]
) -> Accesses:
    owned = {table for table in written if table in owner_of}
    writes = [step for step in steps if _counts(step) and table_of(step) in owned]
    inline = {table_of(step) for step in writes if not step.later}
    later = {table_of(step) for step in writes if step.later} - inline
    acts = [s for s in steps if not s.later and (_asks(s, context_of) or (_counts(s) and table_of(s) in owned))]
    return Accesses(
        tuple((_home(step, owner_of, context_of), step) for step in acts),
        frozenset(table_of(step) for step in steps if step.access == EvidenceKind.READS and not step.later),
        tuple(sorted((owner_of[table], table) for table in later)),
        tuple(sorted((owner_of[table], table) for table in owned - inline - later)),
    )


def _asks(step: Step, context_of: Mapping[str, str]) -> bool:
    """Whether another machine is asked to do something by a context, so that a step of the saga can be its."""
    return bool(step.outside and context_of.get(module_of(step.function)))


def _home(step: Step, owner_of: Mapping[str, str], context_of: Mapping[str, str]) -> str:
    return context_of[module_of(step.function)] if step.outside else owner_of[table_of(step)]


def _counts(step: Step) -> bool:
    """Whether a step is a write that is made on purpose."""
    return step.access == EvidenceKind.WRITES and not by_itself(step.flags)


def _runs(accesses: Accesses) -> list[tuple[str, list[Step]]]:
    """What each context writes until another one does, or until it asks another machine."""
    runs = groupby(accesses.writes, lambda each: (each[0], bool(each[1].outside)))
    return [(context, [step for _, step in run]) for (context, _), run in runs]


def _pivot(runs: Sequence[tuple[str, list[Step]]]) -> int:
    """Which run is the pivot: the last payment, or else the last call that another machine may refuse.

    Where nothing outside is asked it is the first deletion after which nothing is created any more, or else the last.

    What another machine has done no rollback takes back, and what it refuses ends the saga. Rows that are gone do not come back,
    while what only updates and deletes can be tried until it goes through. Where something is created later, the deletion is
    better marked and made at the end, or a saga could not fail at all.
    """
    asked = [index for index, (_, run) in enumerate(runs) if run[0].outside]
    paid = [index for index in asked if any(ResourceKind.PAYMENT in step.flags for step in runs[index][1])]
    if asked:
        return (paid or asked)[-1]
    created = max((index for index, (_, run) in enumerate(runs) if _creates(run)), default=0)
    return next((i for i, (_, run) in enumerate(runs) if i >= created and _deletes(run)), len(runs) - 1)


def _readers(findings: Findings, context_of: Mapping[str, str]) -> dict[str, Counter[str]]:
    readers: dict[str, Counter[str]] = {}
    for piece in findings.evidence:
        context = context_of.get(module_of(piece.source), "")
        if piece.kind is EvidenceKind.READS and context:
            readers.setdefault(piece.target.removeprefix(TABLE), Counter())[context] += max(1, piece.count)
    return readers


def _by_context(runs: Sequence[tuple[str, list[Step]]]) -> list[tuple[str, list[Step]]]:
    whole: dict[tuple[str, bool], list[Step]] = {}
    for context, run in runs:
        whole.setdefault((context, bool(run[0].outside)), []).extend(run)
    return [(context, run) for (context, _), run in whole.items()]


def _deletes(run: Sequence[Step]) -> bool:
    return any("delete" in step.flags for step in run)


def _creates(run: Sequence[Step]) -> bool:
    return any("create" in step.flags for step in run)
