"""Verdicts: from what is known of a candidate to what to do with it, and the sentence that says why."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from decompose.design.context_map import ContextMap
from decompose.evidence.words import amount, listed, percent
from decompose.plan.candidate import Candidate
from decompose.plan.plan import Verdict

# Chosen, and said in the sentence whenever one decides.
FEW_MODULES, FEW_LINES = 3, 300  # below either, a service would be mostly its own scaffolding
LOOSE = 0.5  # cohesion below which more leaves a context than stays in it
UNSTEADY = 0.5  # stability below which repeating the detection gives another boundary more often than not
FEW_PAIRS = 3  # pairs that change together from which they outweigh the cuts that can be seen
OUTWARD = 0.8  # share of its cuts that lead out of a layer
HUB = 0.5  # share of the other contexts that depend on a core
DENSE = 250  # points of cuts per 1,000 lines above which cutting is rewriting


class Surroundings(Struct, frozen=True):
    """What a verdict compares with: how many other contexts there are, how many depend on each, how many own tables."""

    others: int
    dependents: Mapping[str, int]
    owners: int

    @staticmethod
    def of(found: Sequence[Candidate], context_map: ContextMap) -> "Surroundings":
        """The surroundings of each of the candidates."""
        dependents = dict.fromkeys((candidate.id for candidate in found), 0)
        for relation in context_map.relations:
            if relation.upstream in dependents and relation.downstream in dependents:
                dependents[relation.upstream] += 1
        return Surroundings(len(found) - 1, dependents, sum(bool(candidate.tables) for candidate in found))


def verdict_of(candidate: Candidate, around: Surroundings) -> tuple[Verdict, str]:
    """The verdict and why: keep the core, leave in place what is small, loose, a layer or dense, prepare what is not settled."""
    return (
        _too_small(candidate)
        or _core(candidate, around)
        or _loose(candidate)
        or _layer(candidate, around)
        or _dense(candidate)
        or _unsettled(candidate)
        or _free(candidate)
    )


def _too_small(candidate: Candidate) -> tuple[Verdict, str] | None:
    modules = len(candidate.context.members)
    if modules >= FEW_MODULES and candidate.lines >= FEW_LINES:
        return None
    size = f"{amount(candidate.lines, 'line')} in {amount(modules, 'module')}"
    return Verdict.MODULARISE, f"{size} are too little to run alone; give it a façade where it is."


def _core(candidate: Candidate, around: Surroundings) -> tuple[Verdict, str] | None:
    others, number = around.others, around.dependents[candidate.id]
    as_many = sum(count >= number for count in around.dependents.values())
    if others < 3 or number < HUB * others or as_many > 1:
        return None
    reason = f"{number} of the {others} other contexts depend on it, more than on any other: it is the core that the rest leaves."
    return Verdict.KEEP, reason


def _loose(candidate: Candidate) -> tuple[Verdict, str] | None:
    inside = candidate.context.cohesion
    if inside >= LOOSE:
        return None
    return (
        Verdict.MODULARISE,
        f"Only {percent(inside)} of its coupling stays inside; sharpen the boundary before moving it.",
    )


def _layer(candidate: Candidate, around: Surroundings) -> tuple[Verdict, str] | None:
    """A context without data among contexts most of which have some, whose cuts nearly all lead out, to most of the others."""
    others = around.others
    if candidate.tables or others < 3 or around.owners <= others / 2:
        return None
    outward = [cut for cut in candidate.outward if cut.effort > 0]
    edits = len(outward) + sum(cut.effort > 0 for cut in candidate.inward)
    reached = len({cut.to_context for cut in outward})
    if reached <= others / 2 or len(outward) < OUTWARD * edits:
        return None
    reason = (
        f"It owns no table, and {len(outward)} of its {amount(edits, 'cut')} lead out, to {reached} of the {others} other "
        "contexts: it is a layer over them, to be split along them rather than moved as one."
    )
    return Verdict.MODULARISE, reason


def _dense(candidate: Candidate) -> tuple[Verdict, str] | None:
    points = sum(cut.effort for cut in candidate.cuts)
    if points * 1000 <= DENSE * candidate.lines:
        return None
    reason = (
        f"{points:,.0f} points of cuts in {amount(candidate.lines, 'line')}, {100 * points / max(1, candidate.lines):.0f} for "
        "every 100: a façade inside the monolith comes first, a service would be a rewrite."
    )
    return Verdict.MODULARISE, reason


def _unsettled(candidate: Candidate) -> tuple[Verdict, str] | None:
    transactions, shared = len(candidate.transactions), len(candidate.shared)
    parts = []
    if transactions:
        parts.append(f"{amount(transactions, 'transaction')} {'spans' if transactions == 1 else 'span'} its boundary")
    if shared:
        parts.append(f"{amount(shared, 'table')} {'has' if shared == 1 else 'have'} more than one writer")
    if is_hidden(candidate):
        parts.append(
            f"{len(candidate.hidden)} pairs of modules across its boundary change together without a visible link"
        )
    if is_unsteady(candidate):
        parts.append(f"repeating the detection keeps only {percent(candidate.context.stability)} of its pairs together")
    if not parts:
        return None
    said = listed(parts, 0)
    settle = f"{said[:1].upper()}{said[1:]}: settle this in the monolith, then extract.{_library(candidate)}"
    return Verdict.PREPARE, settle


def is_hidden(candidate: Candidate) -> bool:
    """Whether more joins it to the rest than the cuts show: pairs that change together outnumber the edits."""
    return len(candidate.hidden) >= max(FEW_PAIRS, sum(cut.effort > 0 for cut in candidate.cuts))


def is_unsteady(candidate: Candidate) -> bool:
    """Whether repeating the detection gives another boundary more often than not."""
    return candidate.context.stability < UNSTEADY


def _free(candidate: Candidate) -> tuple[Verdict, str]:
    edits = sum(cut.effort > 0 for cut in candidate.cuts)
    what = f"{amount(edits, 'edit')} cut it loose" if edits else "nothing needs to be cut"
    return Verdict.EXTRACT, (
        f"No table it writes has another writer and no transaction spans its boundary; {what} "
        f"({percent(candidate.context.cohesion)} of its coupling stays inside).{_library(candidate)}"
    )


def _library(candidate: Candidate) -> str:
    """What nobody calls from outside and that keeps nothing has no reason to run on its own."""
    if not candidate.library:
        return ""
    return " It has no data and no entry points of its own, so make it a package: a library, not a service."
