"""From a `Repository` to `Findings`: facts of every file, what all analyzers resolve from them, what is told from elsewhere."""

from functools import partial
from pathlib import Path

from decompose.errors import Problem
from decompose.evidence.analyzer import Corpus
from decompose.evidence.contract import Contract
from decompose.evidence.extraction import extract
from decompose.evidence.findings import Findings, gather
from decompose.evidence.told import told
from decompose.evidence.unit import Unit
from decompose.pipeline.asked import cache_of, options_of
from decompose.pipeline.front_ends import front_ends
from decompose.pipeline.progress import Progress, silent, staged
from decompose.plan.plan import MigrationPlan
from decompose.plugins import analyzers
from decompose.repository.named_file import read_named
from decompose.repository.source import Repository
from decompose.settings import Settings

CONTRACTS_PER_STEP = 12
"""Units of a façade whose exact signatures are read; chosen: what a reader of the plan looks at."""


def observe(repository: Repository, settings: Settings, progress: Progress = silent) -> Findings:
    """What all analyzers say of the repository, and what could not be read of it."""
    corpus, problems = _facts(repository, settings, progress)
    parts = [staged(progress, f"resolving {one.name}", partial(one.analyze, corpus)) for one in analyzers()]
    corpus.let_go()
    found = gather([*parts, Findings(problems=(*repository.problems, *problems))])
    return _with_told(found, settings, progress)


def contracts_of(repository: Repository, findings: Findings, plan: MigrationPlan) -> tuple[Contract, ...]:
    """The contracts of what each context's façade would offer first."""
    offered = {unit for step in plan.steps for unit in step.facade[:CONTRACTS_PER_STEP]}
    by_path: dict[str, list[Unit]] = {}
    for unit in findings.units:
        if unit.id in offered:
            by_path.setdefault(unit.location.path, []).append(unit)
    readers = front_ends()
    return tuple(
        contract
        for file in repository.files
        if file.path in by_path
        for front_end in readers
        if front_end.wants(file.path)
        for contract in front_end.contracts(file, by_path[file.path])
    )


def _facts(repository: Repository, settings: Settings, progress: Progress) -> tuple[Corpus, tuple[Problem, ...]]:
    extracted = partial(
        extract,
        repository,
        front_ends(),
        jobs=settings.jobs or None,
        progress=partial(progress, "extracting facts"),
        options=options_of(settings),
    )
    if not settings.cache:
        return extracted()
    with cache_of(settings) as known:
        corpus, problems = extracted(known)
    return corpus, (*problems, *known.problems)


def _with_told(findings: Findings, settings: Settings, progress: Progress) -> Findings:
    """The findings with the evidence from elsewhere that the user named."""
    for file in map(Path, settings.evidence):
        work = partial(told, read_named(file), file.name, findings.units)
        findings = gather([findings, staged(progress, f"reading {file.name}", work)])
    return findings
