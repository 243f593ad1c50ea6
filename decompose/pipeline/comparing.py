"""From today's findings to those of an earlier tree, or to what files of the past are called today."""

from collections.abc import Collection
from pathlib import Path

from msgspec.structs import replace

from decompose.evidence.findings import Findings
from decompose.evidence.unit import UnitKind
from decompose.pipeline.observing import observe
from decompose.pipeline.progress import Progress, silent
from decompose.pipeline.reading import read, read_past
from decompose.repository.identity import names_now, names_today
from decompose.settings import Settings


def findings_at(root: Path, commit: str, settings: Settings, progress: Progress = silent) -> Findings:
    """What the analyzers say of the tree of a commit, by the names its files had."""
    then = replace(settings, revision=commit, git=False, history="", evidence=())
    return observe(read(root, then, progress), then, progress)


def moved_since(root: Path, commit: str, then: Findings, today: Findings, settings: Settings) -> dict[str, str]:
    """The modules that were moved since a commit: today's path by the old one; none where git tells no history."""
    history, _ = read_past(root, settings)
    if history is None:
        return {}
    names = names_today(history, _modules(today), {commit: _modules(then)}).get(commit, {})
    return {old: new for old, new in names.items() if new and new != old}


def moved_ever(root: Path, paths: Collection[str], today: Findings, settings: Settings) -> dict[str, str]:
    """The same for paths of no commit in particular."""
    history, _ = read_past(root, settings) if paths else (None, ())
    return names_now(history, _modules(today), paths) if history else {}


def _modules(findings: Findings) -> frozenset[str]:
    return frozenset(unit.id for unit in findings.units if unit.kind is UnitKind.MODULE)
