"""From `Findings` to contexts, decisions and a plan, for the first time or anew when people say something else of them."""

from functools import partial

from decompose import __version__
from decompose.contexts.detection.detect import detect
from decompose.contexts.detection.partition import Partition
from decompose.contexts.hand.decree import Decrees, decree
from decompose.contexts.hand.hand import Hand
from decompose.coupling.graph import CouplingGraph
from decompose.coupling.weigh import weigh
from decompose.design.aggregates import aggregates_of
from decompose.design.past.hidden import hidden_pairs
from decompose.design.people.meeting import regrouped
from decompose.design.people.staffing import topology_of
from decompose.design.transactions.calls_out import calls_out_of
from decompose.design.transactions.ways import passages_to_tables
from decompose.evidence.findings import Findings
from decompose.evidence.reach import reach_of
from decompose.pipeline.account import coverage_of, run_of
from decompose.pipeline.asked import declarations_of, detection_of
from decompose.pipeline.observing import contracts_of
from decompose.pipeline.progress import Progress, silent, staged
from decompose.plan.decisions import Decisions, Stage, decide, untold
from decompose.repository.source import Repository
from decompose.result.decomposition import SCHEMA_VERSION, Decomposition, Tool
from decompose.settings import Settings


def conclude(
    repository: Repository,
    findings: Findings,
    settings: Settings,
    progress: Progress = silent,
    hand: Hand | None = None,
) -> Decomposition:
    """From findings to contexts, decisions and a plan."""
    hand = hand or Hand()
    stage = partial(staged, progress)
    decrees = decree(hand, findings.units)
    graph, partition = _partition(findings, settings, decrees, stage)
    reach, hidden = reach_of(findings), hidden_pairs(findings)
    staff = partial(
        topology_of,
        findings,
        declarations=declarations_of(settings),
        owners=repository.owners,
        names=settings.authors == "names",
    )
    decisions = decide(
        findings,
        graph,
        partition,
        decrees=decrees,
        seed=settings.seed,
        reach=reach,
        hidden=hidden,
        weights=settings.business_weights,
        staff=staff,
        stage=stage,
    )
    catalog, plan = decisions.catalog, decisions.plan
    return Decomposition(
        schema_version=SCHEMA_VERSION,
        tool=Tool("decompose", __version__),
        run=run_of(repository, settings),
        coverage=coverage_of(repository, findings),
        units=findings.units,
        evidence=findings.evidence,
        graph=graph,
        partition=partition,
        catalog=catalog,
        context_map=decisions.context_map,
        ownership=decisions.ownership,
        ledger=decisions.ledger,
        transactions=decisions.transactions,
        plan=plan,
        problems=tuple(sorted({*findings.problems, *catalog.problems})),
        activity=findings.activity,
        contracts=stage("reading contracts", lambda: contracts_of(repository, findings, plan, settings)),
        topology=decisions.topology,
        hotspots=decisions.hotspots,
        reach=reach,
        hidden=hidden,
        hand=hand,
        aggregates=aggregates_of(findings, decisions.ownership),
        all_transactions=findings.transactions,
        passages=passages_to_tables(findings),
        resources=findings.resources,
        calls_out=calls_out_of(findings),
    )


def reconsider(decomposition: Decomposition, hand: Hand) -> Decisions:
    """What would be decided of the same evidence if people said this; raises DecomposeError where they contradict themselves.

    Contexts are looked for anew only where it is said of other modules than before that they are a shared kernel or not.
    """
    if hand == decomposition.hand:
        return Decisions(*(getattr(decomposition, part) for part in Decisions.__struct_fields__))
    findings = _findings_of(decomposition)
    settings = detection_of(decomposition.run)
    before, decrees = decree(decomposition.hand, findings.units), decree(hand, findings.units)
    graph, partition = decomposition.graph, decomposition.partition
    apart = {unit for unit, _ in graph.apart}
    released = (before.kept() - decrees.kept()) | (apart & decrees.kept())
    if released or before.set_apart().keys() != decrees.set_apart().keys():
        graph, partition = _partition(findings, settings, decrees, untold)
    return decide(
        findings,
        graph,
        partition,
        decrees=decrees,
        seed=settings.seed,
        reach=decomposition.reach,
        hidden=decomposition.hidden,
        weights=dict(decomposition.plan.weights),
        staff=partial(regrouped, decomposition.topology),
    )


def _partition(
    findings: Findings, settings: Settings, decrees: Decrees, stage: Stage
) -> tuple[CouplingGraph, Partition]:
    resolution = None if settings.resolution == "auto" else float(settings.resolution)
    graph = stage("weighing couplings", lambda: weigh(findings, kernel=decrees.set_apart(), kept=decrees.kept()))
    partition = stage(
        "finding contexts",
        lambda: detect(graph, algorithm=settings.algorithm, resolution=resolution, seed=settings.seed),
    )
    return graph, partition


def _findings_of(decomposition: Decomposition) -> Findings:
    """The findings that a result keeps."""
    return Findings(
        units=decomposition.units,
        evidence=decomposition.evidence,
        problems=tuple(set(decomposition.problems) - set(decomposition.catalog.problems)),
        understood=decomposition.coverage.understood,
        activity=decomposition.activity,
        history=decomposition.coverage.history,
        runs=decomposition.passages,
        transactions=decomposition.all_transactions,
        resources=decomposition.resources,
    )
