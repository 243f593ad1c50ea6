"""The stages in their order: from a folder and settings to a `Decomposition`. The only reader of settings."""

from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from decompose import __version__
from decompose.errors import DecomposeError, Problem
from decompose.settings import Settings

if TYPE_CHECKING:
    from decompose.contexts.decree import Decrees
    from decompose.contexts.hand import Hand
    from decompose.contexts.partition import Partition
    from decompose.coupling.graph import CouplingGraph
    from decompose.design.teams import Declaration
    from decompose.evidence.analyzer import Analyzer, Corpus, FrontEnd
    from decompose.evidence.contract import Contract
    from decompose.evidence.findings import Findings
    from decompose.evidence.options import Mining, Options
    from decompose.evidence.unit import Unit
    from decompose.plan.decisions import Decisions, Stage
    from decompose.plan.plan import MigrationPlan
    from decompose.repository.cache import FactsCache
    from decompose.repository.history import History
    from decompose.repository.source import Repository
    from decompose.result.decomposition import Coverage, Decomposition, Run

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much; a stage is over when both are equal."""

Outcome = TypeVar("Outcome")

WITHOUT_EFFECT = frozenset({"cache", "cache-dir", "evidence", "history", "jobs"})
"""Settings that change how, never what: they are not among the parameters of a result (`history` and `evidence`
would be paths)."""


CONTRACTS_PER_STEP = 12
"""Units of a façade whose exact signatures are read; chosen: what a reader of the plan looks at."""

NOT_UNDERSTOOD = frozenset({"syntax-error", "encoding", "binary", "too-complex", "timeout", "worker-died"})
"""Reasons for which a file that was read gave fewer facts than it holds, or none."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def analyze(root: Path, settings: Settings, progress: Progress = silent, hand: "Hand | None" = None) -> "Decomposition":
    """The whole way, from the files under `root` to the plan; raises DecomposeError where there is nothing to analyse.

    `hand` is what people said of the contexts, which holds whatever is found.
    Where an earlier run had the same files, history and settings, and the same code ran, its result is taken.
    """
    from decompose.repository.collector import without_collector
    from decompose.result.known import recall, remember

    # almost nothing that is made on the way is dropped before the end: collecting would double the time
    with without_collector():
        repository = _stage(progress, "reading files", lambda: _read_files(root, settings))
        key = _key(repository, root, settings, hand)
        if key:
            with _cache(settings) as facts:
                known = recall(facts, key)
            if known is not None:
                return known
            repository = msgspec.structs.replace(repository, problems=(*repository.problems, *facts.problems))
        repository = _stage(progress, "reading history", lambda: _with_history(repository, root, settings))
        decomposition = conclude(repository, observe(repository, settings, progress), settings, progress, hand)
        if key:
            with _cache(settings) as facts:
                remember(facts, key, decomposition)
        return decomposition


def read(root: Path, settings: Settings, progress: Progress = silent) -> "Repository":
    """The files that any analyzer wants and the history that led to them."""
    with_files = _stage(progress, "reading files", lambda: _read_files(root, settings))
    return _stage(progress, "reading history", lambda: _with_history(with_files, root, settings))


def observe(repository: "Repository", settings: Settings, progress: Progress = silent) -> "Findings":
    """What all analyzers say of the repository, and what could not be read of it."""
    from decompose.evidence.findings import Findings, gather

    analyzers = _analyzers()
    corpus, problems = _facts(repository, _front_ends(analyzers), settings, progress)
    parts = [
        _stage(progress, f"resolving {analyzer.name}", partial(analyzer.analyze, corpus)) for analyzer in analyzers
    ]
    found = gather([*parts, Findings(problems=(*repository.problems, *problems))])
    return _with_told(found, settings, progress)


def _with_told(findings: "Findings", settings: Settings, progress: Progress) -> "Findings":
    """The findings with the evidence from elsewhere that the user named."""
    from decompose.evidence.findings import gather
    from decompose.evidence.told import told
    from decompose.repository.named_file import read_named

    for file in map(Path, settings.evidence):
        work = partial(told, read_named(file), file.name, findings.units)
        findings = gather([findings, _stage(progress, f"reading {file.name}", work)])
    return findings


def conclude(
    repository: "Repository",
    findings: "Findings",
    settings: Settings,
    progress: Progress = silent,
    hand: "Hand | None" = None,
) -> "Decomposition":
    """From findings to contexts, decisions and a plan."""
    from decompose.contexts.decree import decree
    from decompose.contexts.hand import Hand
    from decompose.design.aggregates import aggregates_of
    from decompose.design.calls_out import calls_out_of
    from decompose.design.hidden import hidden_pairs
    from decompose.design.staffing import topology_of
    from decompose.design.ways import passages_to_tables
    from decompose.evidence.reach import reach_of
    from decompose.plan.decisions import decide
    from decompose.result.decomposition import SCHEMA_VERSION, Decomposition, Tool

    hand = hand or Hand()
    stage = partial(_stage, progress)
    decrees = decree(hand, findings.units)
    graph, partition = _partition(findings, settings, decrees, stage)
    reach, hidden = reach_of(findings), hidden_pairs(findings)
    staff = partial(
        topology_of,
        findings,
        declarations=_declarations(settings),
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
    contracts = _stage(progress, "reading contracts", lambda: _contracts(repository, findings, plan))
    return Decomposition(
        schema_version=SCHEMA_VERSION,
        tool=Tool("decompose", __version__),
        run=_run(repository, settings),
        coverage=_coverage(repository, findings),
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
        contracts=contracts,
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


def reconsider(decomposition: "Decomposition", hand: "Hand") -> "Decisions":
    """What would be decided of the same evidence if people said this; raises DecomposeError where they contradict themselves.

    Contexts are looked for anew only where it is said of other modules than before that they are a shared kernel or not.
    """
    from decompose.contexts.decree import decree
    from decompose.design.meeting import regrouped
    from decompose.evidence.findings import Findings
    from decompose.plan.decisions import Decisions, decide, untold

    if hand == decomposition.hand:
        return Decisions(*(getattr(decomposition, part) for part in Decisions.__struct_fields__))
    findings = Findings(
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
    settings = _settings(decomposition.run)
    before, decrees = decree(decomposition.hand, findings.units), decree(hand, findings.units)
    graph, partition = decomposition.graph, decomposition.partition
    apart = {unit for unit, _ in graph.apart}
    released = (before.kept() - decrees.kept()) | (apart & decrees.kept())
    if released or before.set_apart().keys() != decrees.set_apart().keys():
        graph, partition = _partition(findings, settings, decrees, untold)
    staff = partial(regrouped, decomposition.topology)
    return decide(
        findings,
        graph,
        partition,
        decrees=decrees,
        seed=settings.seed,
        reach=decomposition.reach,
        hidden=decomposition.hidden,
        weights=dict(decomposition.plan.weights),
        staff=staff,
    )


def _partition(
    findings: "Findings", settings: Settings, decrees: "Decrees", stage: "Stage"
) -> "tuple[CouplingGraph, Partition]":
    from decompose.contexts.detect import detect
    from decompose.coupling.weigh import weigh

    resolution = None if settings.resolution == "auto" else float(settings.resolution)
    graph = stage("weighing couplings", lambda: weigh(findings, kernel=decrees.set_apart(), kept=decrees.kept()))
    partition = stage(
        "finding contexts",
        lambda: detect(graph, algorithm=settings.algorithm, resolution=resolution, seed=settings.seed),
    )
    return graph, partition


def _settings(run: "Run") -> Settings:
    """The settings of detection that shaped a result, for the rest the defaults."""
    values = {name: value for name, value in run.parameters if name in ("algorithm", "resolution", "seed")}
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise DecomposeError(f"the result was made with settings that cannot be: {error}.", "Analyse again.") from error


def _declarations(settings: Settings) -> "tuple[Declaration, ...]":
    from decompose.design.teams import Declaration
    from decompose.repository.globs import globs_of

    teams = sorted(settings.teams.items())
    return tuple(Declaration(name, team.members, globs_of(team.paths)) for name, team in teams)


def _stage(progress: Progress, name: str, work: Callable[[], Outcome]) -> Outcome:
    progress(name, 0, 1)
    outcome = work()
    progress(name, 1, 1)
    return outcome


def _analyzers() -> "tuple[Analyzer, ...]":
    from decompose.plugins import analyzers

    return analyzers()


def _front_ends(analyzers: "tuple[Analyzer, ...]") -> "tuple[FrontEnd, ...]":
    """Each front end once, in the order in which analyzers name them."""
    return tuple({front_end.name: front_end for analyzer in analyzers for front_end in analyzer.front_ends}.values())


def _wants(beside: bool = True) -> Callable[[str], bool]:
    """Whether any front end wants a path; without `beside` only those count whose files are source of the system."""
    front_ends = [one for one in _front_ends(_analyzers()) if beside or one.is_source]
    # a history names the same files again and again
    return cache(lambda path: any(front_end.wants(path) for front_end in front_ends))


def _read_files(root: Path, settings: Settings) -> "Repository":
    from decompose.repository.code_owners_file import find_code_owners

    repository = _files(root, _wants(), settings)
    is_source = _wants(beside=False)
    beside = sum(not is_source(file.path) for file in repository.files)
    if repository.listed == beside and not settings.evidence:
        remedy = "Name the folder of a Python system; of a bare repository, say --revision HEAD."
        raise DecomposeError(f"{root} holds no Python and no SQL.", remedy)
    owners, problems = find_code_owners(root, settings.revision)
    return msgspec.structs.replace(repository, owners=owners, problems=(*repository.problems, *problems))


def _key(repository: "Repository", root: Path, settings: Settings, hand: "Hand | None") -> str:
    """A digest of all that a result depends on, "" if results are not to be kept."""
    from decompose.plugins import analyzer_packages
    from decompose.repository.installed import code_digest
    from decompose.repository.stamp import file_stamp, history_stamp

    if not settings.cache:
        return ""
    if settings.history:
        stamp = file_stamp(Path(settings.history))
    else:
        stamp = history_stamp(root, settings.revision or "HEAD") if settings.git else ""
    inputs = (
        code_digest(("decompose", *analyzer_packages())),
        _run(repository, settings),
        sorted(settings.teams.items()),
        repository.owners,
        repository.listed,
        repository.problems,
        [(file.path, file.digest) for file in repository.files],
        stamp,
        [(Path(file).name, file_stamp(Path(file))) for file in settings.evidence],
        hand,
    )
    return blake2b(repr(inputs).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _files(root: Path, wants: Callable[[str], bool], settings: Settings) -> "Repository":
    from decompose.repository.inventory import read_repository
    from decompose.repository.revision import read_revision

    if settings.revision:
        return read_revision(
            root, settings.revision, wants, exclude=settings.exclude, max_file_size=settings.max_file_size
        )
    return read_repository(
        root,
        wants,
        exclude=settings.exclude,
        max_file_size=settings.max_file_size,
        may_be_empty=bool(settings.evidence),
    )


def _with_history(repository: "Repository", root: Path, settings: Settings) -> "Repository":
    """The repository with its history, or with the problem that tells why it has none."""
    from decompose.repository.history_text import read_history_file

    wants = _wants(beside=False)
    if settings.history:
        return msgspec.structs.replace(repository, history=read_history_file(Path(settings.history), wants))
    if not settings.git:
        return repository
    history, problems = read_past(root, settings)
    return msgspec.structs.replace(repository, history=history, problems=(*repository.problems, *problems))


def read_past(root: Path, settings: Settings) -> "tuple[History | None, tuple[Problem, ...]]":
    """The history of `root` as git tells it, whatever the settings say of a file of history, or why there is none."""
    from decompose.repository.git import read_history
    from decompose.repository.memory import ChangeMemory

    read = partial(
        read_history,
        root,
        revision=settings.revision or "HEAD",
        max_commits=settings.max_commits or None,
        since=settings.since,
        wants=_wants(beside=False),
    )
    if not settings.cache:
        return read()
    # the files that analyzers want change with their versions
    version = repr([(front_end.name, front_end.version) for front_end in _front_ends(_analyzers())])
    with _cache(settings) as known:
        return read(memory=ChangeMemory(known, version))


def _facts(
    repository: "Repository", front_ends: "tuple[FrontEnd, ...]", settings: Settings, progress: Progress
) -> "tuple[Corpus, tuple[Problem, ...]]":
    from decompose.evidence.extraction import extract

    def tell(done: int, total: int) -> None:
        progress("extracting facts", done, total)

    jobs, options = settings.jobs or None, _options(settings)
    if not settings.cache:
        return extract(repository, front_ends, jobs=jobs, progress=tell, options=options)
    with _cache(settings) as known:
        corpus, problems = extract(repository, front_ends, known, jobs=jobs, progress=tell, options=options)
    return corpus, (*problems, *known.problems)


def _options(settings: Settings) -> "Options":
    """What the settings say of the tree; raises DecomposeError for a pattern that is none."""
    from decompose.evidence.options import Options
    from decompose.evidence.unit import Role
    from decompose.repository.globs import globs_of

    pairs = (told.rpartition("=") for told in settings.roles)
    roles = tuple((globs_of((pattern,)), Role(role)) for pattern, _, role in pairs)
    return Options(tuple(_folder(root) for root in settings.source_roots), roles, mining_of(settings))


def mining_of(settings: Settings) -> "Mining":
    """How the settings want history to be read."""
    from decompose.evidence.options import Mining

    return Mining(settings.largest_commit, settings.join_tickets, settings.join_minutes, settings.half_life)


def _folder(root: str) -> str:
    """A folder as paths of the tree name it: `./src/` is `src`, `.` is the top."""
    return "" if root in (".", "./") else root.removeprefix("./").rstrip("/")


def _cache(settings: Settings) -> "FactsCache":
    from decompose.repository.cache import open_cache

    return open_cache(Path(settings.cache_dir) if settings.cache_dir else None)


def _contracts(repository: "Repository", findings: "Findings", plan: "MigrationPlan") -> "tuple[Contract, ...]":
    """The contracts of what each context's façade would offer first."""
    offered = {unit for step in plan.steps for unit in step.facade[:CONTRACTS_PER_STEP]}
    by_path: dict[str, list[Unit]] = {}
    for unit in findings.units:
        if unit.id in offered:
            by_path.setdefault(unit.location.path, []).append(unit)
    front_ends = _front_ends(_analyzers())
    return tuple(
        contract
        for file in repository.files
        if file.path in by_path
        for front_end in front_ends
        if front_end.wants(file.path)
        for contract in front_end.contracts(file, by_path[file.path])
    )


def _run(repository: "Repository", settings: Settings) -> "Run":
    from decompose.result.decomposition import Run

    values = msgspec.to_builtins(settings)
    values["teams"] = sorted(settings.teams)  # who is in them is nobody's business
    parameters = [(name, _shown(value)) for name, value in sorted(values.items()) if name not in WITHOUT_EFFECT]
    return Run(repository.name, tuple(parameters))


def _shown(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _coverage(repository: "Repository", findings: "Findings") -> "Coverage":
    """How much was read and understood; files that were not, or not wholly, are counted by reason."""
    from decompose.result.decomposition import Coverage

    unread = {(p.location.path, p.code) for p in repository.problems if p.location.path and p.code != "code-owners"}
    partial = {(p.location.path, p.code) for p in findings.problems if p.code in NOT_UNDERSTOOD}
    skipped = Counter(code for _, code in unread | partial)
    return Coverage(
        files_listed=repository.listed,
        files_read=len(repository.files),
        skipped=tuple(sorted(skipped.items())),
        understood=findings.understood,
        history=findings.history,
    )
