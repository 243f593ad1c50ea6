"""Communication: from what crosses between two contexts to how they should talk once they run apart, with the trade-off."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from decompose.design.cuts.crossing import Crossing
from decompose.design.cuts.effects import Effects
from decompose.evidence.evidence import EvidenceKind, by_itself
from decompose.evidence.findings import Findings
from decompose.evidence.reach import reached
from decompose.evidence.unit import module_of
from decompose.evidence.words import amount

FEW = 5  # places that read another context's tables from which a copy is worth keeping up to date, chosen

JOBS = frozenset(("task", "schedule", "command"))
"""Kinds of entry points whose caller does not wait for an answer."""

REQUEST, EVENT, READ_MODEL, QUERY, COMMAND, SAGA, BATCH, LIBRARY, TYPES, PACKAGE = (
    "synchronous request",
    "asynchronous event",
    "replicated read model",
    "synchronous query",
    "synchronous command",
    "saga step",
    "batch",
    "library",
    "published types",
    "package",
)

TRADE_OFF = {
    REQUEST: "the caller uses the answer, so it waits and fails with it: give it a time-out, and repeat only what is harmless",
    EVENT: "nobody uses an answer, so nobody waits: an outbox delivers at least once, and the effect comes a moment later",
    READ_MODEL: "a request for each row would be slow: events keep a copy that may lag behind",
    QUERY: "too few places for a copy of their own: ask the owner, and live without the answer while it is away",
    COMMAND: "the owner writes on request: give each command a key, so that a repeat changes nothing",
    SAGA: "what was one transaction becomes steps with compensations, and others see the state in between",
    BATCH: "no request waits for it: a bulk export or end point is enough, as fresh as the last run",
    LIBRARY: "it is not seen to reach data or anything outside: copy the code, or ship it as a package and call it as today",
    TYPES: "nothing is called at run time: publish the types, or copy them where they differ",
    PACKAGE: "code that everybody needs travels as a package with versions: no request at run time",
}


class Channel(Struct, frozen=True):
    """One way for a downstream context to talk to an upstream one, for so many places, with what speaks for it."""

    style: str
    places: int
    reason: str


class Waiting(Struct, frozen=True):
    """Which functions and methods a request may run before it is answered, and which a job or a command may run.

    `deferred` are pairs (from, to) of functions of which the second runs only once a transaction of the first is committed.
    `effects` tells what a call reaches.
    """

    requests: frozenset[str]
    jobs: frozenset[str]
    effects: Effects
    deferred: frozenset[tuple[str, str]] = frozenset()

    @staticmethod
    def of(findings: Findings) -> "Waiting":
        """By the entry points that lead to them."""
        deferred = frozenset((passage.source, passage.target) for passage in findings.runs if passage.committed)
        jobs, requests = reached(findings, JOBS)
        return Waiting(requests, jobs, Effects.of(findings), deferred)

    def nobody(self, unit: str) -> bool:
        """Whether no request waits for the unit: jobs and commands run it, and nothing else that is known."""
        return unit in self.jobs and unit not in self.requests


def channels_of(crossings: Iterable[Crossing], packaged: bool, waiting: Waiting) -> tuple[Channel, ...]:
    """The ways to talk that the evidence of one relation asks for, that with most places first, mere code last.

    Several pieces of evidence at one place count once. `packaged` is whether the upstream context is a shared kernel.
    """
    places: dict[str, set[object]] = {}
    for crossing in crossings:
        places.setdefault(PACKAGE if packaged else _style(crossing, waiting), set()).add(_place(crossing))
    counts = Counter({style: len(found) for style, found in places.items() if style})
    if counts[READ_MODEL] and counts[READ_MODEL] < FEW:
        counts[QUERY] = counts.pop(READ_MODEL)
    running = [style for style in counts if style != TYPES]
    chosen = sorted(running or counts, key=lambda style: (style == LIBRARY, -counts[style], style))
    return tuple(Channel(style, counts[style], _reason(style, counts[style])) for style in chosen if counts[style])


def _style(crossing: Crossing, waiting: Waiting) -> str:
    kind, flags = crossing.evidence.kind, crossing.evidence.flags
    if by_itself(flags):
        return EVENT
    if kind is EvidenceKind.CO_WRITES:
        return SAGA
    if kind is EvidenceKind.TRIGGERS or (crossing.source, crossing.target) in waiting.deferred:
        return EVENT
    if kind in (EvidenceKind.CALL, EvidenceKind.READS, EvidenceKind.WRITES, EvidenceKind.JOINS):
        if kind is EvidenceKind.CALL and _in_process(crossing, waiting.effects):
            return LIBRARY
        if waiting.nobody(crossing.evidence.place or crossing.source):
            return BATCH
        if kind is EvidenceKind.CALL:
            return EVENT if "discarded" in flags and _told(crossing.target, waiting.effects) else REQUEST
        return COMMAND if kind is EvidenceKind.WRITES else READ_MODEL
    return "" if kind is EvidenceKind.CO_CHANGE else TYPES


def _in_process(crossing: Crossing, effects: Effects) -> bool:
    """Whether a call needs nothing but code: it works on what it is given, or on the very object that calls."""
    return crossing.target not in effects.touches or effects.inherited(crossing.source, crossing.target)


def _told(target: str, effects: Effects) -> bool:
    """Whether it is enough to be told, where nobody uses an answer: something is done then, and never refused."""
    return target in effects.changes and target not in effects.refuses


def _place(crossing: Crossing) -> object:
    evidence = crossing.evidence
    return evidence.location or (evidence.place, module_of(crossing.source), crossing.target)


def _reason(style: str, places: int) -> str:
    return f"{amount(places, 'place')}: {TRADE_OFF[style]}."
