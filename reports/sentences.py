"""What a reader must know first, in sentences: what was read, what was found, what to do first, what to doubt."""

from collections.abc import Mapping
from math import fsum

from decompose.contexts.context import NO_CODE
from decompose.design.map.context_map import ContextRelation, Flow
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import HistorySummary, Ratio
from decompose.evidence.words import amount, listed, number, percent
from decompose.plan.plan import Step, Verdict
from decompose.result.costs import costs_of
from decompose.result.decomposition import Decomposition
from decompose.result.entrances import entrances_of
from decompose.result.past import says_little
from decompose.result.people import fit_of, lowest_factor, of_candidates
from decompose.result.trend import sentences_of
from decompose.result.wording import context_names, domain_contexts, ended, of, pieces, verdict

LITTLE_READ = 0.9
LITTLE_UNDERSTOOD = 0.5
ENOUGH_TO_JUDGE = 20
TOO_LARGE = 0.5
UNSTEADY = 0.6
FEW_COMMITS = 100
"""Below or above these a reader is warned; chosen, to be judged by whoever reads the number in the warning."""

BOTH_WAYS = (EvidenceKind.CO_CHANGE, EvidenceKind.JOINS, EvidenceKind.CO_WRITES)


def what_was_read(decomposition: Decomposition) -> str:
    """Files, modules, tables and history in one line."""
    coverage, history = decomposition.coverage, decomposition.coverage.history
    tables = amount(len(decomposition.ownership.tables), "table")
    if foreign := sum(not table.owner for table in decomposition.ownership.tables):
        tables += f" ({foreign:,} of no context)"
    files = f"Read {of(coverage.files_read, coverage.files_listed, 'files')}, {tables}"
    if history is None or not history.commits:
        return f"{files}; no history."
    return f"{files}; {_commits(history)}."


def _commits(history: HistorySummary) -> str:
    days = f", {history.first} to {history.last}" if history.first and history.last else ""
    days = f", on {history.first}" if days and history.first == history.last else days
    return f"{history.used:,} of {amount(history.commits, 'commit')} used{days}"


def who_works_there(decomposition: Decomposition) -> str:
    """Teams, contexts that are one team's own or hang on one person, and the hottest module, in one line; "" if unknown."""
    topology, parts = of_candidates(decomposition), []
    if not topology.contexts or says_little(decomposition.coverage.history):
        return ""
    if topology.teams:
        own = sum(fit_of(each).startswith("fits ") for each in topology.contexts)
        contexts = amount(len(topology.contexts), "context")
        parts.append(f"{amount(len(topology.teams), 'team')} ({topology.source}), {own} of {contexts} one team's own")
    if hanging := lowest_factor(topology):
        parts.append(hanging.rstrip("."))
    if decomposition.hotspots:
        hottest = decomposition.hotspots[0]
        parts.append(f"{hottest.unit} is the hottest module ({percent(hottest.share)} of all changes × lines)")
    return f"People: {'; '.join(parts)}." if parts else ""


def what_was_weighed(decomposition: Decomposition) -> str:
    """The signals that couplings are made of with their shares, or nothing where the graph does not say."""
    signals = [signal for signal in decomposition.graph.signals if signal.share]
    said = ", ".join(f"{signal.name} {percent(signal.share)}" for signal in signals)
    return f"Coupling is made of {said}." if said else ""


def what_was_understood(decomposition: Decomposition) -> str:
    """Each ratio of what was understood, lowest first, then the reasons for what was not, the most frequent first."""
    ratios = sorted(code_ratios(decomposition), key=lambda r: (r.part / r.whole if r.whole else 1.0, r.name))
    lacks = sorted(
        (ratio for ratio in decomposition.coverage.understood if ratio.lack and ratio.part),
        key=lambda r: (-r.part, r.name),
    )
    said = [f"{ratio.name} {of(ratio.part, ratio.whole)}" for ratio in ratios if ratio.whole]
    said += [f"{ratio.name} {number(ratio.part)}" for ratio in lacks]
    return f"Understood: {'; '.join(said)}." if said else ""


def what_was_found(decomposition: Decomposition) -> str:
    """How many contexts there are and how well they stand apart."""
    contexts, kernel = domain_contexts(decomposition), len(decomposition.catalog.contexts)
    if not contexts:
        return "No bounded contexts were found."
    modules = sum(len(context.members) for context in contexts)
    kernels = kernel - len(contexts)
    beside = f", beside {amount(kernels, 'shared kernel')}" if kernels else ""
    plugged = f", {plug_ins}" if (plug_ins := who_plugs_in(decomposition)) else ""
    said = f"{amount(len(contexts), 'candidate context')} of {amount(modules, 'module')}{plugged}{beside}"
    measures = decomposition.catalog.measures
    if measures is None:
        return f"{said}."
    folders = dict(measures.baselines).get("folders")
    against = f" (folders as they are: {folders:.2f})" if folders is not None else ""
    crossing = f"{percent(measures.crossing)} of the coupling crosses them"
    return f"{said}; {crossing}, modularity {measures.modularity:.2f}{against}."


def who_plugs_in(decomposition: Decomposition) -> str:
    """How many of the contexts are plug-ins, and of what (`with 9 plug-ins of A and 4 of B`); "" if none are."""
    names = context_names(decomposition)
    families = [(len(family.members), names[family.host]) for family in decomposition.context_map.families]
    said = [f"{members:,} {'of' if at else 'plug-ins of'} {host}" for at, (members, host) in enumerate(families)]
    return f"with {listed(said)}" if said else ""


def what_it_costs(decomposition: Decomposition) -> str:
    """What all boundaries together break, and from what to what a single context costs to cut loose; "" without a ledger."""
    cuts = decomposition.ledger.cuts
    if not cuts:
        return ""
    points = amount(round(fsum(cut.effort for cut in cuts)), "point")
    said = [f"{amount(len(cuts), 'cut')}, {points} of effort where a simple edit is 1{_range(decomposition)}."]
    tables = decomposition.ownership.tables
    if contested := sum(table.contested for table in tables):
        written = (
            "is written by a context that does not own it"
            if contested == 1
            else "are written by contexts that do not own them"
        )
        said.append(f"{contested:,} of {amount(len(tables), 'table')} {written}.")
    if split := len(decomposition.transactions):
        said.append(f"{amount(split, 'transaction')} would be split.")
    return " ".join(said)


def _range(decomposition: Decomposition) -> str:
    costs = sorted(costs_of(decomposition), key=lambda cost: (cost.points, cost.rank))
    if len(costs) < 2:
        return ""
    names, least, most = context_names(decomposition), costs[0], costs[-1]
    ends = [f"{round(one.points):,} ({names.get(one.context, one.context)})" for one in (least, most)]
    return f"; to cut one context loose from {ends[0]} to {ends[1]}"


def whether_closer(decomposition: Decomposition) -> str:
    """Whether the coupling across contexts falls, as far as trees of the past were measured, else how to learn it."""
    trend = decomposition.trend
    if not trend.snapshots:
        return "Not measured: `decompose track` reads trees of the past by the contexts of today."
    return sentences_of(trend)[0]


def what_comes_in(decomposition: Decomposition) -> str:
    """How many entry points there are, and how many of them stay inside one context; nothing where there are none."""
    entrances = entrances_of(decomposition)
    inside = sum(len(one.reached) < 2 for one in entrances)
    many = amount(len(entrances), "entry point")
    return f"{many}; {of(inside, len(entrances))} stay inside one context." if entrances else ""


def what_to_do_first(decomposition: Decomposition) -> str:
    """The first step of the plan, or why there should be none, and how many contexts have which verdict."""
    steps = decomposition.plan.steps
    if not steps:
        return "There is no plan: nothing to extract."
    counts = [(sum(step.verdict == kind for step in steps), kind) for kind in Verdict]
    tally = ", ".join(f"{count} {verdict(kind)}" for count, kind in counts if count)
    if instead := decomposition.plan.instead:
        return f"{instead} {_at_least(steps[0], context_names(decomposition))} All verdicts: {tally}."
    return f"{_first(decomposition, steps)} All verdicts: {tally}."


def _at_least(step: Step, names: Mapping[str, str]) -> str:
    """Where to begin if it is to be split all the same."""
    return f"If something has to leave, begin with {_named(step, names)} ({verdict(step.verdict)}): {_within(step.why)}"


def _first(decomposition: Decomposition, steps: tuple[Step, ...]) -> str:
    names = context_names(decomposition)
    ready = [step for step in steps if step.verdict == Verdict.EXTRACT]
    name, said = _named(steps[0], names), verdict(steps[0].verdict)
    if not ready:
        return f"Nothing is ready to be extracted; begin with {name} ({said}): {_within(steps[0].why)}"
    if ready[0] == steps[0]:
        return f"Extract {name} first: {_within(ready[0].why)}"
    free = f"{_named(ready[0], names)} is the first that can leave as it is: {_within(ready[0].why)}"
    return f"The plan begins with {name} ({said}); {free}"


def _within(why: str) -> str:
    """A reason after a colon: its first word small where it is one of those that our sentences begin with."""
    first, space, rest = ended(why).partition(" ")
    return f"{first.lower() if first in ('No', 'It', 'Only', 'Others', 'Repeating') else first}{space}{rest}"


def _named(step: Step, names: Mapping[str, str]) -> str:
    return names.get(step.context, step.context)


def marks(step: Step) -> str:
    """Effort, risk and value of a step, each 0…1 among the contexts of its system."""
    return f"effort {step.effort:.2f}, risk {step.risk:.2f}, value {step.value:.2f}"


def flows(relation: ContextRelation, most: int = 0) -> str:
    """What flows along a relation, most first, what has no direction last; three dots for kinds beyond `most` (0: all)."""
    order = by_weight(relation)
    told = order[:most] if most else order
    return (
        ", ".join([pieces(flow.kind, flow.count) for flow in told] + ["…"] * (len(told) < len(order)))
        or "nothing counted"
    )


def by_weight(relation: ContextRelation) -> list[Flow]:
    """The flows that have a direction, most first, then those that join both ways."""
    return sorted(relation.flows, key=lambda flow: (flow.kind in BOTH_WAYS, -flow.count, flow.kind))


def what_to_doubt(decomposition: Decomposition) -> tuple[str, ...]:
    """Every reason the result itself gives to trust it less, with its number."""
    return (*_reading_doubts(decomposition), *_history_doubts(decomposition), *_partition_doubts(decomposition))


def code_ratios(decomposition: Decomposition) -> list[Ratio]:
    """What was understood of the code; how many commits were used is told with the history, and is no lack."""
    history = decomposition.coverage.history
    used = (history.used, history.commits) if history else None
    understood = (ratio for ratio in decomposition.coverage.understood if not ratio.lack)
    return [ratio for ratio in understood if (ratio.part, ratio.whole) != used]


def _reading_doubts(decomposition: Decomposition) -> tuple[str, ...]:
    coverage, doubts = decomposition.coverage, []
    if coverage.files_read < LITTLE_READ * coverage.files_listed:
        doubts.append(
            f"Only {of(coverage.files_read, coverage.files_listed, 'files')} were read: see the reasons below."
        )
    for ratio in code_ratios(decomposition):
        if ratio.part < LITTLE_UNDERSTOOD * ratio.whole and ratio.whole >= ENOUGH_TO_JUDGE:
            doubts.append(f"Only {of(ratio.part, ratio.whole)}: {ratio.name}.")
    return tuple(doubts)


def _history_doubts(decomposition: Decomposition) -> tuple[str, ...]:
    history = decomposition.coverage.history
    if history is None or not history.commits:
        return ("There is no history: what changes together is unknown, and only the code speaks.",)
    doubts = [f"The history is limited: {listed(history.limits, 0)}."] if history.limits else []
    if history.used < FEW_COMMITS:
        doubts.append(f"The history is short: {amount(history.used, 'commit')} used, so co-change says little.")
    return tuple(doubts)


def _partition_doubts(decomposition: Decomposition) -> tuple[str, ...]:
    contexts, measures, doubts = domain_contexts(decomposition), decomposition.catalog.measures, []
    if measures and measures.largest_share > TOO_LARGE and len(contexts) > 1:
        doubts.append(
            f"One context holds {percent(measures.largest_share)} of the modules: its inner seams are unclear."
        )
    steadiness = fsum(c.stability * len(c.members) for c in contexts) / max(1, sum(len(c.members) for c in contexts))
    if contexts and steadiness < UNSTEADY:
        doubts.append(f"The boundaries are unsteady: pairs of modules stay together {percent(steadiness)} of the time.")
    nowhere = [unit for unit, reason in decomposition.catalog.unassigned if reason != NO_CODE]
    if nowhere:
        doubts.append(f"{amount(len(nowhere), 'module fits', 'modules fit')} into no context.")
    return tuple(doubts)
