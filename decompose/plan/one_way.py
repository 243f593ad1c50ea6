"""One way: from the cuts of a candidate to those that must go before it can be a package of its own, and those that may stay.

A package needs dependencies that lead one way: a plug-in may use the rest, a library may be used by it. Only a service, in a
process of its own, has to mend both directions.
"""

from collections.abc import Sequence
from enum import StrEnum
from math import fsum

from msgspec import Struct

from decompose.design.cuts.ledger import Cut
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.words import amount, number
from decompose.plan.candidate import Candidate

# What one process can go on doing across the boundary of a package; data and whoever defines it has one owner in any case.
CALLS = frozenset(
    (
        EvidenceKind.IMPORT,
        EvidenceKind.CALL,
        EvidenceKind.REFERENCES,
        EvidenceKind.RAISES,
        EvidenceKind.CATCHES,
        EvidenceKind.ANNOTATES,
        EvidenceKind.INHERITS,
        EvidenceKind.TRIGGERS,
    )
)


CLEAN = 0.1
"""Share of the calls across a boundary, in points, up to which they lead one way but for a few; chosen."""


class Way(StrEnum):
    """In which direction the dependencies of a package lead."""

    PLUG_IN = "plug-in"
    LIBRARY = "library"


class OneWay(Struct, frozen=True):
    """The cheaper way for a candidate; `due` are the cuts to mend for it, `kept` those that only a service has to mend.

    Tasks and events are how contexts talk once they are apart, so they have no direction and are kept on either way.
    """

    way: Way
    due: tuple[Cut, ...]
    kept: tuple[Cut, ...]

    @staticmethod
    def of(candidate: Candidate) -> "OneWay":
        """The way on which fewer points of calls have to be turned; a plug-in where it is all the same."""
        inward, outward = _calls(candidate.inward), _calls(candidate.outward)
        events = tuple(cut for cut in candidate.cuts if cut.effort > 0 and cut.kind == EvidenceKind.TRIGGERS)
        data = tuple(cut for cut in candidate.cuts if cut.effort > 0 and cut.kind not in CALLS)
        if _points(inward) <= _points(outward):
            return OneWay(Way.PLUG_IN, (*inward, *data), (*outward, *events))
        return OneWay(Way.LIBRARY, (*outward, *data), (*inward, *events))

    @property
    def points(self) -> float:
        """What it costs to mend what is due."""
        return _points(self.due)

    @property
    def clean(self) -> bool:
        """Whether calls lead one way already, but for a few: much may leave such a context that does not tie it."""
        calls = [cut for cut in self.due if cut.kind in CALLS]
        return bool(self.kept) and _points(calls) <= CLEAN * (_points(calls) + _points(self.kept))


def pays(way: Way, context: str, cut: Cut) -> bool:
    """Whether a context that leaves on this way has to mend a cut of its own."""
    ahead = cut.to_context if way is Way.PLUG_IN else cut.from_context
    return cut.kind != EvidenceKind.TRIGGERS and (cut.kind not in CALLS or ahead == context)


def said_of(path: OneWay) -> str:
    """What becomes of the calls that may stay, for whoever weighs a package against a service."""
    kept = len(path.kept)
    if not kept:
        return ""
    if path.way is Way.PLUG_IN:
        first = f"As a package in the same process it may go on using the others at {amount(kept, 'call site')}"
    else:
        first = f"As a library in the same process others may go on using it at {amount(kept, 'call site')}"
    return f"{first}; a service would turn these into remote calls, {number(_points(path.kept))} points more."


def _calls(cuts: tuple[Cut, ...]) -> tuple[Cut, ...]:
    return tuple(cut for cut in cuts if cut.effort > 0 and cut.kind in CALLS and cut.kind != EvidenceKind.TRIGGERS)


def _points(cuts: Sequence[Cut]) -> float:
    return fsum(cut.effort for cut in cuts)


def due_with(candidate: Candidate) -> dict[str, float]:
    """The points to mend with each other context, for the cheaper way."""
    efforts: dict[str, list[float]] = {}
    for cut in OneWay.of(candidate).due:
        other = cut.to_context if cut.from_context == candidate.id else cut.from_context
        efforts.setdefault(other, []).append(cut.effort)
    return {other: fsum(points) for other, points in efforts.items()}
