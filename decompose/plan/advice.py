"""Advice: from the whole plan to what holds for all of it, the simplest thing that works first."""

from collections import Counter
from collections.abc import Mapping, Sequence

from decompose.contexts.context import ContextCatalog, ContextKind
from decompose.design.cuts.ledger import CutLedger, places
from decompose.design.cuts.remedy import INVERT
from decompose.design.map.context_map import ContextMap
from decompose.design.names import kernel_said, names_of
from decompose.evidence.findings import Findings
from decompose.evidence.unit import names_by_id
from decompose.evidence.words import amount, listed, percent, said
from decompose.plan.candidate import Candidate
from decompose.plan.order import EXACT
from decompose.plan.plan import Step, Verdict
from decompose.plan.plug_ins import families_said
from decompose.plan.tiers import TIERS

# Chosen: what one team can hold in its head, and the shares from which a number changes what to do.
SMALL, CROSSING, UNDERSTOOD = 10_000, 0.5, 0.8
ENOUGH = 20  # Below it a share says nothing.


def advice_for(
    findings: Findings,
    catalog: ContextCatalog,
    ledger: CutLedger,
    context_map: ContextMap,
    found: Sequence[Candidate],
    steps: tuple[Step, ...],
    instead: str,
) -> tuple[str, ...]:
    """Sentences on the whole: whether to split at all, or why not (`instead`), what comes first, what the plan rests on."""
    called = names_by_id(findings.units)
    return (
        _whether(found, steps, instead),
        *families_said(context_map.families, names_of(catalog), called),
        *_kernel(catalog, ledger, called),
        *_tables(found),
        *_cycles(catalog, context_map),
        *_basis(findings),
        *_order(steps),
    )


def unknown_weights(weights: Mapping[str, float], catalog: ContextCatalog) -> list[str]:
    """What to put right in the settings where they weigh something that is no context."""
    known = {said.casefold() for context in catalog.contexts for said in (context.id, context.name)}
    unknown = sorted(name for name in weights if name.casefold() not in known)
    there = listed(sorted(context.id for context in catalog.contexts), 0)
    return (
        [f"`business-weights` name {listed(unknown, 0)}, which no context is called; there are {there}."]
        if unknown
        else []
    )


def instead_of_splitting(catalog: ContextCatalog, found: Sequence[Candidate]) -> str:
    """The simplest thing that works where it is not to split at all, and why; "" where nothing speaks against splitting."""
    lines = sum(candidate.lines for candidate in found)
    crossing = catalog.measures.crossing if catalog.measures else 0.0
    if not found:
        return ""
    if len(found) <= 2:
        return (
            f"Modularise in place: there {'is' if len(found) == 1 else 'are'} only {amount(len(found), 'context')}, and a "
            "service split would cost more than it gives."
        )
    if lines < SMALL:
        return (
            f"Modularise in place first: {amount(lines, 'line')} are few enough for one team and one deployable. Extract "
            "only what must scale, fail or be released on its own."
        )
    if crossing > CROSSING:
        return (
            f"Modularise in place: {percent(crossing)} of the coupling crosses the contexts found, so these boundaries "
            "would turn most of the coupling into network calls."
        )
    return ""


def _whether(found: Sequence[Candidate], steps: tuple[Step, ...], instead: str) -> str:
    free = sum(step.verdict is Verdict.EXTRACT for step in steps)
    later = sum(step.verdict is Verdict.PREPARE for step in steps)
    if not found:
        return "No domain context was found, so there is nothing to extract."
    if instead:
        return instead
    if not free + later:
        return "Modularise in place: no context can leave yet; each step says what keeps it."
    return (
        f"Put boundaries into the monolith first (`decompose accept`, then `decompose check` in CI). Of the "
        f"{amount(len(found), 'context')}, {_leaving(free, later)}; each may also stay a module if nothing forces it out."
    )


def _leaving(free: int, later: int) -> str:
    now = f"{free} can leave as {'it is' if free == 1 else 'they are'}" if free else ""
    then = f"{later} can leave" if not free else str(later)
    settled = f"{then} once what is said of {'it' if later == 1 else 'them'} is settled" if later else ""
    return listed([part for part in (now, settled) if part])


def _kernel(catalog: ContextCatalog, ledger: CutLedger, called: Mapping[str, str]) -> list[str]:
    sentences, names = [], names_of(catalog)
    for kernel in (context for context in catalog.contexts if context.kind is ContextKind.SHARED_KERNEL):
        uses = places(use for use in ledger.kernel if use.kernel == kernel.id)
        back = [cut for cut in ledger.cuts if cut.from_context == kernel.id]
        inverted = Counter(names[cut.to_context] for cut in back if cut.remedy == INVERT)
        defined = sorted({said(cut.target, called) for cut in back if cut.remedy != INVERT})
        number = amount(inverted.total(), "dependency", "dependencies")
        sentence = (
            f"Before the first extraction, make {kernel_said(names[kernel.id])} ({amount(len(kernel.members), 'module')}, "
            f"used at {amount(uses, 'place')}) a versioned package."
        )
        sentence += f" First turn round its {number} on {listed(sorted(inverted))}." if inverted else ""
        sentence += f" Move the definitions of {listed(defined)} to the contexts that own them." if defined else ""
        sentences.append(sentence)
    return sentences


def _tables(found: Sequence[Candidate]) -> list[str]:
    shared = sorted({table.table for candidate in found for table in candidate.shared})
    if not shared:
        return []
    owned = {table.table for candidate in found for table in candidate.tables}
    return [
        (
            f"Settle who writes {amount(len(shared), 'contested table')} ({listed(shared)}) before data moves: "
            f"they are {percent(len(shared) / max(1, len(owned | set(shared))))} of the tables with an owner."
        )
    ]


def _cycles(catalog: ContextCatalog, context_map: ContextMap) -> list[str]:
    tangled = {context for cycle in context_map.cycles for context in cycle}
    if not tangled:
        return []
    names, cycle = names_of(catalog), context_map.cycles[0]
    shortest = " → ".join(names[context] for context in (*cycle, cycle[0]))
    said = (
        f"{amount(len(tangled), 'context')} depend on each other in circles (the shortest: {shortest}); "
        f"in each circle one direction has to become events or a façade.{_breaks(context_map, names)}"
    )
    return [said]


def _breaks(context_map: ContextMap, names: Mapping[str, str]) -> str:
    breaks = context_map.breaks
    if not breaks:
        return ""
    said = [f"{names[each.downstream]} → {names[each.upstream]} ({amount(each.cuts, 'cut')})" for each in breaks]
    points = sum(each.effort for each in breaks)
    return (
        f" No circle would be left without {amount(len(breaks), 'dependency', 'dependencies')}, {points:,.0f} points in all, "
        f"cheapest first {listed(said)}."
    )


def _basis(findings: Findings) -> list[str]:
    """What the cuts lack; how many commits were used says nothing of them."""
    parts = [
        f"{ratio.name} {percent(ratio.part / ratio.whole)} ({ratio.part:,} of {ratio.whole:,})"
        for ratio in findings.understood
        if ratio.whole >= ENOUGH
        and ratio.part < UNDERSTOOD * ratio.whole
        and not (ratio.lack or ratio.name.startswith("commits"))
    ]
    sentences = [f"Take the cuts as a lower bound: {listed(parts, 0)}."] if parts else []
    if not findings.activity:
        sentences.append(
            "There is no history, so value rests on size and entry points alone and hidden coupling is unknown."
        )
    return sentences


def _order(steps: tuple[Step, ...]) -> list[str]:
    """How the order came about, and how much of it hangs on the weights."""
    if len(steps) < 2:
        return []
    most = max(sum(step.verdict in tier for step in steps) for tier in TIERS)
    how = "the best of all possible ones" if most <= EXACT else "whatever gives most value for its cost next"
    firm = sum(step.ranks == (step.rank, step.rank) for step in steps)
    moved = max(step.ranks[1] - step.ranks[0] for step in steps)
    held = f"{firm} of {amount(len(steps), 'step')} would keep {'its' if firm == 1 else 'their'} place"
    return [
        f"The order, first of what leaves and then of what stays, is {how}: value should come soon, for little effort "
        "and risk paid before it. If any one of its weights were half as large or half as large again, "
        + (f"{held} and none would move by more than {amount(moved, 'place')}." if moved else f"{held}.")
    ]
