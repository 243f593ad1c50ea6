"""Verdicts: from what is known of a candidate to what to do with it, and the sentence that says why."""

from collections import Counter

from decompose.evidence.words import amount, listed, percent
from decompose.plan.bulk import rest
from decompose.plan.candidate import Candidate
from decompose.plan.demonstration import demonstration
from decompose.plan.door import door
from decompose.plan.one_way import OneWay
from decompose.plan.plan import Verdict
from decompose.plan.standing import (
    LOOSE,
    Ruling,
    Surroundings,
    core,
    data_layer,
    errands,
    frame,
    heart,
    layer,
    root,
    shelf,
)
from decompose.plan.start import start

# Chosen, and said in the sentence whenever one decides.
FEW_MODULES, FEW_LINES = 3, 300  # below either, a service would be mostly its own scaffolding
UNSTEADY = 0.5  # stability below which repeating the detection gives another boundary more often than not
FEW_PAIRS = 3  # pairs that change together from which they outweigh the cuts that can be seen
DENSE = 250  # points of cuts per 1,000 lines above which cutting is rewriting


def verdict_of(candidate: Candidate, around: Surroundings) -> tuple[Verdict, str]:
    """The verdict and why: the first that holds, from what is too small to what nothing speaks against."""
    return (
        _beside(candidate)
        or _too_small(candidate, around)
        or start(candidate)
        or demonstration(candidate)
        or frame(candidate, around)
        or root(candidate, around)
        or door(candidate, around)
        or core(candidate, around)
        or heart(candidate, around)
        or data_layer(candidate, around)
        or rest(candidate, around)
        or shelf(candidate)
        or errands(candidate)
        or _loose(candidate)
        or layer(candidate, around)
        or _dense(candidate)
        or _unsettled(candidate)
        or _free(candidate, around)
    )


def _beside(candidate: Candidate) -> Ruling:
    """Scripts, tools, documentation: code that shares a repository with the system and nothing else."""
    if candidate.cuts or candidate.kernel or candidate.tables or candidate.entries or not candidate.library:
        return None
    return Verdict.NEVER, (
        "Nothing of the system uses it, it uses nothing of the system, and it has no data and no entry points: it stands "
        "beside the system already, so there is nothing to extract."
    )


def _too_small(candidate: Candidate, around: Surroundings) -> Ruling:
    modules = len(candidate.context.members)
    if modules >= FEW_MODULES and candidate.lines >= FEW_LINES:
        return None
    size = f"{amount(candidate.lines, 'line')} in {amount(modules, 'module')}"
    return Verdict.NEVER, f"{size} are too little to run alone; {_along(candidate, around)}."


def _along(candidate: Candidate, around: Surroundings) -> str:
    """With whom it goes: the context it has most points of cuts with."""
    ties: Counter[str] = Counter()
    for cut in candidate.cuts:
        other = cut.to_context if cut.from_context == candidate.id else cut.from_context
        if other in around.names:
            ties[other] += int(2 * cut.effort)
    if not any(ties.values()):
        return "nothing ties it to another context, so leave it where it is"
    closest = min(ties, key=lambda other: (-ties[other], other))
    return f"it goes where {around.names[closest]} goes, which {percent(ties[closest] / ties.total())} of its cuts join it to"


def _loose(candidate: Candidate) -> Ruling:
    """What leaves a context does not tie it where nearly all of it are calls that may stay."""
    inside = candidate.context.cohesion
    if inside >= LOOSE or OneWay.of(candidate).clean:
        return None
    return (
        Verdict.MODULARISE,
        f"Only {percent(inside)} of its coupling stays inside; sharpen the boundary before moving it.",
    )


def _dense(candidate: Candidate) -> Ruling:
    points = OneWay.of(candidate).points
    if points * 1000 <= DENSE * candidate.lines:
        return None
    reason = (
        f"{points:,.0f} points of cuts to mend in {amount(candidate.lines, 'line')}, "
        f"{100 * points / max(1, candidate.lines):.0f} for every 100: a façade inside the monolith comes first, more would be a "
        "rewrite."
    )
    return Verdict.MODULARISE, reason


def _unsettled(candidate: Candidate) -> Ruling:
    transactions, shared = len(candidate.transactions), len(candidate.shared)
    parts = []
    if transactions:
        parts.append(f"{amount(transactions, 'transaction')} {'spans' if transactions == 1 else 'span'} its boundary")
    if shared:
        parts.append(f"{amount(shared, 'table')} that it writes {'has' if shared == 1 else 'have'} another writer")
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


def _free(candidate: Candidate, around: Surroundings) -> tuple[Verdict, str]:
    edits = len(OneWay.of(candidate).due)
    verb = "cuts" if edits == 1 else "cut"
    what = f"{amount(edits, 'edit')} {verb} it loose" if edits else "nothing needs to be cut"
    settled = (
        "No table it writes has another writer and no transaction spans its boundary"
        if around.tables
        else "No table of the system is known, so that whoever shares its data, if it keeps any, was not seen"
    )
    return Verdict.EXTRACT, (
        f"{settled}; {what} ({percent(candidate.context.cohesion)} of its coupling stays inside).{_library(candidate)}"
    )


def _library(candidate: Candidate) -> str:
    """What nobody calls from outside and that keeps nothing has no reason to run on its own."""
    if not candidate.library:
        return ""
    but = " but commands" if candidate.entries else ""
    return f" It has no data and no entry points of its own{but}, so make it a package: a library, not a service."
