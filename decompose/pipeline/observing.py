"""From a `Repository` to `Findings`: facts of every file, what all analyzers resolve from them, what is told from elsewhere."""

from contextlib import nullcontext
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
from decompose.pipeline.recalling import memory_of
from decompose.plan.plan import MigrationPlan
from decompose.plugins import analyzers
from decompose.repository.cache import FactsCache
from decompose.repository.named_file import read_named
from decompose.repository.source import Repository
from decompose.settings import Settings

CONTRACTS_PER_STEP = 12
"""Units of a façade whose exact signatures are read; chosen: what a reader of the plan looks at."""


def observe(repository: Repository, settings: Settings, progress: Progress = silent) -> Findings:
    """What all analyzers say of the repository, and what could not be read of it."""
    with cache_of(settings) if settings.cache else nullcontext() as cache:
        corpus, problems = _facts(repository, settings, progress, cache)
        memory = memory_of(cache, settings)
        parts = [
            staged(progress, f"resolving {one.name}", partial(memory.findings, one, corpus)) for one in analyzers()
        ]
    corpus.let_go()
    accidents = cache.problems if cache else ()
    found = gather([*parts, Findings(problems=(*repository.problems, *problems, *accidents))])
    return _with_told(found, settings, progress)


def contracts_of(
    repository: Repository, findings: Findings, plan: MigrationPlan, settings: Settings
) -> tuple[Contract, ...]:
    """The contracts of what each context's façade would offer first."""
    offered = {unit for step in plan.steps for unit in step.facade[:CONTRACTS_PER_STEP]}
    by_path: dict[str, list[Unit]] = {}
    for unit in findings.units:
        if unit.id in offered:
            by_path.setdefault(unit.location.path, []).append(unit)
    readers = front_ends()
    asked = (
        (front_end, file, by_path[file.path])
        for file in repository.files
        if file.path in by_path
        for front_end in readers
        if front_end.wants(file.path)
    )
    with cache_of(settings) if settings.cache else nullcontext() as cache:
        return memory_of(cache, settings).contracts(asked)


def _facts(
    repository: Repository, settings: Settings, progress: Progress, cache: FactsCache | None
) -> tuple[Corpus, tuple[Problem, ...]]:
    return extract(
        repository,
        front_ends(),
        cache,
        jobs=settings.jobs or None,
        progress=partial(progress, "extracting facts"),
        options=options_of(settings, (file.path for file in repository.files)),
    )


def _with_told(findings: Findings, settings: Settings, progress: Progress) -> Findings:
    """The findings with the evidence from elsewhere that the user named."""
    for file in map(Path, settings.evidence):
        work = partial(told, read_named(file), file.name, findings.units)
        findings = gather([findings, staged(progress, f"reading {file.name}", work)])
    return findings
