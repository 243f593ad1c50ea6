"""A Decomposition comes in; out goes page one: the verdict in sentences, five numbers, the first risks and moves."""

from collections.abc import Sequence
from statistics import median

from msgspec import Struct

from decompose.contexts.context import Measures
from decompose.plan.plan import Step, Verdict
from decompose.result.costs import Cost, costs_of
from decompose.result.decomposition import Decomposition
from decompose.result.wording import domain_contexts, verdict

from ..sentences import whether_closer, who_plugs_in
from .atlas import Atlas, ContextRef, product_modules
from .formats import count, figure, listed, plural, share
from .risks import Risk, risks_of

SEAMS = 12
"""Contexts on page one; the plan has all."""

VERDICTS = {
    Verdict.EXTRACT: ("can be extracted", "can be extracted"),
    Verdict.PREPARE: ("can be extracted after preparation", "can be extracted after preparation"),
    Verdict.MODULARISE: ("is better made a module in place", "are better made modules in place"),
    Verdict.KEEP: ("stays in the core", "stay in the core"),
    Verdict.NEVER: ("is too small to leave alone", "are too small to leave alone"),
}


class Figure(Struct, frozen=True):
    """One of the five numbers, with what it counts and out of what."""

    value: str
    label: str
    definition: str
    link: str


class Move(Struct, frozen=True):
    """One of the first things to do."""

    rank: int
    context: ContextRef
    verdict: str
    why: str


class Seam(Struct, frozen=True):
    """One context at a glance: what lies in it, what cutting it loose costs (`part` of the dearest), and what to do with it."""

    rank: int
    context: ContextRef
    verdict: Verdict
    verdict_words: str
    lines: int
    tables: int
    inside: float
    points: float
    part: float
    mostly: str


class Summary(Struct, frozen=True):
    """Page one; `seams` are the first steps of the plan, `left_out` are not among them."""

    headline: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    risks: tuple[Risk, ...]
    moves: tuple[Move, ...]
    caveat: str
    seams: tuple[Seam, ...] = ()
    left_out: int = 0
    closer: str = ""


def summary_of(decomposition: Decomposition, atlas: Atlas) -> Summary:
    """What an architect should know after one minute."""
    leaving = [step for step in decomposition.plan.steps if step.verdict in (Verdict.EXTRACT, Verdict.PREPARE)]
    costs = costs_of(decomposition)
    moves = leaving or [step for step in decomposition.plan.steps if step.verdict is Verdict.MODULARISE]
    return Summary(
        headline=_headline(decomposition),
        sentences=tuple(
            s
            for s in (
                _quality(decomposition),
                _stability(decomposition),
                decomposition.plan.instead,
                _verdicts(decomposition),
            )
            if s
        ),
        figures=_figures(decomposition),
        risks=risks_of(decomposition, atlas)[:3],
        moves=tuple(_move(step, atlas) for step in moves[:3]),
        caveat="" if leaving else "Nothing should be extracted yet: the reasons stand with each step.",
        seams=_seams(costs[:SEAMS], max((cost.points for cost in costs), default=0.0), atlas),
        left_out=max(0, len(costs) - SEAMS),
        closer=whether_closer(decomposition),
    )


def _seams(costs: Sequence[Cost], dearest: float, atlas: Atlas) -> tuple[Seam, ...]:
    return tuple(
        Seam(
            rank=cost.rank,
            context=atlas.ref(cost.context),
            verdict=cost.verdict,
            verdict_words=verdict(cost.verdict),
            lines=cost.lines,
            tables=cost.tables,
            inside=cost.inside,
            points=cost.points,
            part=cost.points / dearest if dearest else 0.0,
            mostly=cost.mostly,
        )
        for cost in costs
    )


def _headline(decomposition: Decomposition) -> str:
    contexts = domain_contexts(decomposition)
    system = decomposition.run.system or "The system"
    if not contexts:
        return f"No bounded context was found in {system}."
    if len(contexts) == 1:
        return f"{system} holds together as one: no seam was found that would separate a second context."
    return f"{system} falls into {count(len(contexts))} candidate bounded contexts{_crossing(decomposition.catalog.measures)}."


def _crossing(measures: Measures | None) -> str:
    return f"; {share(measures.crossing)} of its coupling crosses their boundaries" if measures else ""


def _quality(decomposition: Decomposition) -> str:
    measures = decomposition.catalog.measures
    folders = dict(measures.baselines).get("folders") if measures else None
    if measures is None or folders is None:
        return ""
    numbers = f"modularity {figure(measures.modularity)}, the folders as they are {figure(folders)}"
    if measures.modularity > folders + 0.05:
        return f"The boundaries found here hold together better than the folder structure ({numbers})."
    if measures.modularity >= folders - 0.02:
        return f"The boundaries found here hold together about as well as the folder structure ({numbers})."
    return (
        f"The folder structure holds together better than the boundaries found here ({numbers}): weigh each against it."
    )


def _stability(decomposition: Decomposition) -> str:
    stabilities = [context.stability for context in domain_contexts(decomposition)]
    if len(stabilities) < 2 or not any(stabilities):
        return ""
    shaky = sum(stability < 0.6 for stability in stabilities)
    doubt = (
        f"; {plural(shaky, 'context')} of {count(len(stabilities))} below 60% should be drawn by people"
        if shaky
        else ""
    )
    return f"When the detection is repeated, modules of a context stay together {share(median(stabilities))} of the time{doubt}."


def _verdicts(decomposition: Decomposition) -> str:
    verdicts = [step.verdict for step in decomposition.plan.steps]
    parts = [plural(verdicts.count(verdict), *words) for verdict, words in VERDICTS.items() if verdict in verdicts]
    return f"Of {plural(len(verdicts), 'context')} in the plan, {listed(parts)}." if len(verdicts) > 1 else ""


def _figures(decomposition: Decomposition) -> tuple[Figure, ...]:
    return (
        _contexts(decomposition),
        _crossing_figure(decomposition.catalog.measures),
        _cuts(decomposition),
        _contested(decomposition),
        _transactions(decomposition),
    )


def _contexts(decomposition: Decomposition) -> Figure:
    contexts = domain_contexts(decomposition)
    modules, members = len(product_modules(decomposition)), sum(len(context.members) for context in contexts)
    largest = max((len(context.members) for context in contexts), default=0)
    most = f"; the largest holds {share(largest / members)} of them" if members else ""
    plug_ins = f"; {told}" if (told := who_plugs_in(decomposition)) else ""
    return Figure(
        count(len(contexts)),
        "candidate contexts",
        f"{count(members)} of {plural(modules, 'module')} are in one{most}{plug_ins}.",
        "#contexts",
    )


def _crossing_figure(measures: Measures | None) -> Figure:
    if measures is None:
        return Figure("–", "crossing coupling", "Not measured: too little coupling to measure.", "#matrix")
    definition = "Share of all coupling weight that lies between modules of different contexts. Less is better."
    return Figure(share(measures.crossing), "crossing coupling", definition, "#matrix")


def _cuts(decomposition: Decomposition) -> Figure:
    cuts = decomposition.ledger.cuts
    pairs = len({(cut.from_context, cut.to_context) for cut in cuts})
    points = figure(sum(cut.effort for cut in cuts))
    definition = (
        f"Places in code where one context reaches into another, over {plural(pairs, 'direction')}; {points} points of "
        "effort, 1 point being one simple edit."
    )
    return Figure(count(len(cuts)), "cuts", definition, "#ledger")


def _contested(decomposition: Decomposition) -> Figure:
    tables = decomposition.ownership.tables
    contested = sum(table.contested for table in tables)
    definition = f"Of {plural(len(tables), 'table')}: written by a context that does not own it."
    return Figure(count(contested), "contested tables", definition, "#ownership")


def _transactions(decomposition: Decomposition) -> Figure:
    functions = len({split.function for split in decomposition.transactions})
    definition = (
        f"Transactions whose writes belong to more than one context, opened by {plural(functions, 'function')}; each needs "
        "a saga or another boundary."
    )
    return Figure(count(len(decomposition.transactions)), "split transactions", definition, "#transactions")


def _move(step: Step, atlas: Atlas) -> Move:
    return Move(step.rank, atlas.ref(step.context), verdict(step.verdict), step.why)
