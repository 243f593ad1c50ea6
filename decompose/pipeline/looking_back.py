"""From a result to how its contexts did in older trees: each is read from git's objects, outlined, and measured by them."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from decompose.design.cuts.crossing import Homes
from decompose.design.past.outline import Outline, outline_of
from decompose.design.past.then import homes_then, snapshot_of
from decompose.design.past.trend import Snapshot, Trend
from decompose.errors import DecomposeError
from decompose.evidence.findings import Findings
from decompose.pipeline.account import analysing_code, coverage_of
from decompose.pipeline.asked import cache_of
from decompose.pipeline.observing import observe
from decompose.pipeline.progress import Progress, silent, staged
from decompose.pipeline.reading import Past, read_tree
from decompose.repository.digest import digest_of
from decompose.repository.history import Commit, History, is_merge
from decompose.repository.identity import names_today, todays_modules
from decompose.repository.milestones import PERIODS, day_of, milestones
from decompose.repository.stamp import history_stamp
from decompose.result.decomposition import Decomposition
from decompose.settings import Settings

KIND = "outline 1"
NEWEST = 400
"""Outlines that are kept: of a million lines one takes some hundred kilobytes."""


def look_back(
    root: Path,
    decomposition: Decomposition,
    settings: Settings,
    past: Past,
    every: str,
    most: int,
    progress: Progress = silent,
) -> Trend:
    """The trend of a result over at most so many periods before it; raises DecomposeError where no tree of the past is left.

    What is kept of each tree says nothing of contexts, so that other contexts cost no second look.
    """
    history = staged(progress, "looking back", lambda: _history(root, past))
    earlier = milestones(history, every, most + 1)  # one more, from which changes are counted
    moments = earlier[-most:]
    if not moments:
        raise DecomposeError(
            f"the history of {root} does not reach back into another {every}.", _farther(history, every)
        )
    outlines: dict[str, Outline] = {}
    gaps: list[tuple[str, str]] = []
    code = analysing_code()
    for moment in moments:
        try:
            outlines[moment.id] = _outline_at(root, moment, settings, code, progress)
        except DecomposeError as error:  # there was no Python yet, or its objects are missing
            gaps.append((day_of(moment.time), error.message))
    today = history.commits[0]
    measured = [*(moment for moment in moments if moment.id in outlines), today]
    outlines[today.id] = _outline_now(decomposition)
    begin = earlier[0].time if len(earlier) > most else 0
    snapshots = tuple(_snapshots(decomposition, history, measured, outlines, settings.largest_commit, begin))
    return Trend(every, snapshots, tuple(gaps), cut=history.cut)


def _farther(history: History, every: str) -> str:
    """What gives trees to look back on where there are none."""
    shorter = list(PERIODS)[: list(PERIODS).index(every)]
    ways = [f"Say {' or '.join(f'--every {period}' for period in reversed(shorter))}."] if shorter else []
    ways += ["Fetch the whole history (`git fetch --unshallow`)."] if history.cut else []
    return " ".join(ways) or "There is nothing yet to look back on."


def _history(root: Path, past: Past) -> History:
    history, problems = past()
    if history is None or not history.commits:
        reason = "; ".join(problem.message for problem in problems) or "it has no commit"
        raise DecomposeError(f"{root} has no history to look back on: {reason}.", "Old trees are read from git alone.")
    return history


def _outline_now(decomposition: Decomposition) -> Outline:
    findings = Findings(units=decomposition.units, evidence=decomposition.evidence, runs=decomposition.passages)
    return outline_of(findings, sum(count for _, count in decomposition.coverage.skipped))


def _outline_at(root: Path, moment: Commit, settings: Settings, code: str, progress: Progress) -> Outline:
    """The outline of an older tree, from the cache if the same `code` made it before."""
    then = msgspec.structs.replace(settings, revision=moment.id, git=False, history="", evidence=())
    stage = f"looking at {day_of(moment.time)}"
    if not settings.cache:
        return staged(progress, stage, lambda: _outlined(root, then))
    key = _key(root, moment, then, code)
    with cache_of(settings) as known:
        kept = known.load(KIND, (key,)).get(key)
    if kept is not None:
        try:
            return msgspec.msgpack.decode(kept, type=Outline)
        except msgspec.MsgspecError:
            pass  # it is made again
    outline = staged(progress, stage, lambda: _outlined(root, then))
    with cache_of(settings) as known:
        known.store(KIND, ((key, msgspec.msgpack.encode(outline)),))
        known.keep_newest(KIND, NEWEST)
    return outline


def _outlined(root: Path, settings: Settings) -> Outline:
    repository = read_tree(root, settings)
    findings = observe(repository, settings)
    return outline_of(findings, sum(count for _, count in coverage_of(repository, findings).skipped))


def _key(root: Path, moment: Commit, settings: Settings, code: str) -> str:
    read = (settings.exclude, settings.source_roots, settings.roles, settings.max_file_size)
    return digest_of((code, read, history_stamp(root, moment.id)))


def _snapshots(
    decomposition: Decomposition,
    history: History,
    moments: list[Commit],
    outlines: dict[str, Outline],
    largest: int,
    before: int,
) -> Iterator[Snapshot]:
    """The snapshot of each moment; changes are counted from the time `before` on."""
    home = decomposition.catalog.context_of()
    homes = Homes.found(decomposition.catalog, decomposition.ownership)
    paths = {moment.id: [module for module, _ in outlines[moment.id].modules] for moment in moments}
    names = names_today(history, frozenset(home), paths)
    changed = [
        (commit.time, frozenset(home[module] for module in modules if module in home))
        for commit, modules in todays_modules(history, frozenset(home))
        if modules and len(modules) <= largest and not is_merge(commit)
    ]
    for moment in moments:
        yield snapshot_of(
            outlines[moment.id],
            homes_then(paths[moment.id], names[moment.id], homes),
            homes,
            commit=moment.id,
            day=day_of(moment.time),
            changes=[contexts for time, contexts in changed if before < time <= moment.time],
        )
        before = moment.time
