"""Saga: from a transaction that boundaries split to the local steps it would become, what undoes each, and what others could see.

Steps are compensatable up to the pivot, after which the saga goes through, and retriable from there on: Garcia-Molina and Salem
(1987), in the words of Richardson, Microservices Patterns (2018), ch. 4.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import groupby

from msgspec import Struct

from decompose.contexts.context import ContextCatalog
from decompose.design.compensation import Opposites
from decompose.design.crossing import TABLE
from decompose.design.remedy import REMEDIES
from decompose.design.sequence import Step, sequence_in
from decompose.design.ways import Ways
from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.evidence.findings import Findings
from decompose.evidence.unit import module_of

MOST_STEPS = 8  # beyond which the steps of a context are told as one
MISSING = 3.0  # points of a compensation that has to be written, those of a command


class Part(StrEnum):
    """What a step is in the saga."""

    COMPENSATABLE = "compensatable"
    PIVOT = "pivot"
    RETRIABLE = "retriable"


class SagaStep(Struct, frozen=True):
    """One local transaction: the context that runs it, the tables it writes, where, and what could undo it today."""

    context: str
    tables: tuple[str, ...]
    function: str
    location: Location
    part: Part
    undone_by: tuple[str, ...] = ()


class Saga(Struct, frozen=True):
    """What a split transaction would become.

    `seen_by` are contexts, none of them taking part, that read what is not final yet, with the number of places. `effort` is
    in points as in the cut ledger. `functionality_complexity` counts writes that may have to be undone and reads of tables
    that another split transaction writes, `system_complexity` other split transactions that read what may be undone
    (Correia and Rito Silva, Identification of Microservices from Monolith Applications through Saga redesign, 2022).
    """

    steps: tuple[SagaStep, ...]
    seen_by: tuple[tuple[str, int], ...]
    effort: float
    functionality_complexity: int
    system_complexity: int


class Accesses(Struct, frozen=True):
    """What one split transaction does, in order, as far as domain contexts own the tables: (context, step) pairs."""

    writes: tuple[tuple[str, Step], ...]
    reads: frozenset[str]

    @property
    def written(self) -> frozenset[str]:
        """The tables written."""
        return frozenset(table_of(step) for _, step in self.writes)


def table_of(step: Step) -> str:
    """The name of a step's table."""
    return step.table.removeprefix(TABLE)


class Sagas:
    """The sagas of all split transactions of a system, which count each other's reads and writes."""

    def __init__(
        self, findings: Findings, catalog: ContextCatalog, owner_of: Mapping[str, str], functions: Sequence[str]
    ) -> None:
        context_of = catalog.context_of()
        self._accesses = _accesses(findings, owner_of, frozenset(functions))
        self._opposites = Opposites(findings.evidence, context_of)
        self._readers = _readers(findings, context_of)

    def of(self, function: str) -> Saga | None:
        """The saga of the transactions that a function holds; None where their order is not known."""
        accesses = self._accesses.get(function)
        if accesses is None or len({context for context, _ in accesses.writes}) < 2:
            return None
        steps = self._steps(accesses)
        open_tables = {table for step in steps if step.part is Part.COMPENSATABLE for table in step.tables}
        others = [each for name, each in self._accesses.items() if name != function]
        participants = {step.context for step in steps}
        seen = Counter[str]()
        for table in open_tables:
            seen.update({c: n for c, n in self._readers.get(table, {}).items() if c not in participants})
        undoable = [step for step in steps if step.part is Part.COMPENSATABLE]
        missing = sum(not step.undone_by for step in undoable)
        written_elsewhere = frozenset[str]().union(*(each.written for each in others))
        return Saga(
            steps,
            tuple(sorted(seen.items(), key=lambda item: (-item[1], item[0]))),
            REMEDIES[EvidenceKind.CO_WRITES].points * (len(steps) - 1) + MISSING * missing,
            sum(len(step.tables) for step in undoable) + len(accesses.reads & written_elsewhere),
            sum(table in each.reads for step in undoable for table in step.tables for each in others),
        )

    def _steps(self, accesses: Accesses) -> tuple[SagaStep, ...]:
        """Runs of writes of one context; the first that cannot be undone is the pivot, or else the last."""
        runs = [(context, [step for _, step in run]) for context, run in groupby(accesses.writes, lambda each: each[0])]
        if len(runs) > MOST_STEPS:
            runs = _by_context(runs)
        final = next((index for index, (_, run) in enumerate(runs) if _deletes(run)), len(runs) - 1)
        found = []
        for index, (context, run) in enumerate(runs):
            part = Part.COMPENSATABLE if index < final else Part.PIVOT if index == final else Part.RETRIABLE
            tables = tuple(dict.fromkeys(table_of(step) for step in run))
            undone = self._undone(run, context) if part is Part.COMPENSATABLE else ()
            found.append(SagaStep(context, tables, run[0].function, run[0].location, part, undone))
        return tuple(found)

    def _undone(self, run: Sequence[Step], context: str) -> tuple[str, ...]:
        found = [other for step in run for other in self._opposites.of(step.function, table_of(step), context)]
        return tuple(dict.fromkeys(found))[:2]


def _accesses(findings: Findings, owner_of: Mapping[str, str], functions: frozenset[str]) -> dict[str, Accesses]:
    ways = Ways(findings)
    found: dict[str, list[Step]] = {}
    for transaction in findings.transactions:
        if transaction.function in functions:
            found.setdefault(transaction.function, []).extend(sequence_in(ways, transaction).steps)
    return {
        function: Accesses(
            tuple((owner_of[table_of(step)], step) for step in steps if _counts(step) and table_of(step) in owner_of),
            frozenset(table_of(step) for step in steps if step.access == EvidenceKind.READS),
        )
        for function, steps in found.items()
    }


def _counts(step: Step) -> bool:
    """Whether a step is a write that the transaction makes on purpose, before it ends."""
    return step.access == EvidenceKind.WRITES and not step.later and not by_itself(step.flags)


def _readers(findings: Findings, context_of: Mapping[str, str]) -> dict[str, Counter[str]]:
    readers: dict[str, Counter[str]] = {}
    for piece in findings.evidence:
        context = context_of.get(module_of(piece.source), "")
        if piece.kind is EvidenceKind.READS and context:
            readers.setdefault(piece.target.removeprefix(TABLE), Counter())[context] += max(1, piece.count)
    return readers


def _by_context(runs: Sequence[tuple[str, list[Step]]]) -> list[tuple[str, list[Step]]]:
    whole: dict[str, list[Step]] = {}
    for context, run in runs:
        whole.setdefault(context, []).extend(run)
    return list(whole.items())


def _deletes(run: Sequence[Step]) -> bool:
    """Whether a run does what nothing can undo: rows that are gone."""
    return any("delete" in step.flags for step in run)
