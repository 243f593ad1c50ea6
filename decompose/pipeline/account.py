"""What a result tells of its own run: what it was asked, how much was read and understood, and what it depends on."""

from collections import Counter
from pathlib import Path

import msgspec

from decompose.contexts.hand.hand import Hand
from decompose.evidence.findings import Findings
from decompose.plugins import analyzer_packages
from decompose.repository.digest import digest_of
from decompose.repository.installed import code_digest
from decompose.repository.source import Repository
from decompose.repository.stamp import file_stamp, history_stamp
from decompose.result.decomposition import Coverage, Run
from decompose.result.links import PARAMETER
from decompose.settings import Settings

WITHOUT_EFFECT = frozenset({"cache", "cache-dir", "evidence", "history", "jobs"})
"""Settings that change how, never what: they are not among the parameters of a result (`history` and `evidence`
would be paths)."""

NOT_UNDERSTOOD = frozenset({"syntax-error", "encoding", "binary", "too-complex", "timeout", "worker-died"})
"""Reasons for which a file that was read gave fewer facts than it holds, or none."""


def run_of(repository: Repository, settings: Settings) -> Run:
    """The parameters that shape a result, without paths and people; the link to code only where there is one."""
    values = msgspec.to_builtins(settings)
    values["teams"] = sorted(settings.teams)  # who is in them is nobody's business
    left_out = WITHOUT_EFFECT if settings.link else WITHOUT_EFFECT | {PARAMETER}
    parameters = [(name, _shown(value)) for name, value in sorted(values.items()) if name not in left_out]
    return Run(repository.name, tuple(parameters))


def coverage_of(repository: Repository, findings: Findings) -> Coverage:
    """How much was read and understood; files that were not, or not wholly, are counted by reason."""
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


def key_of(repository: Repository, root: Path, settings: Settings, hand: Hand | None) -> str:
    """A digest of all that a result depends on, "" if results are not to be kept."""
    if not settings.cache:
        return ""
    inputs = (
        analysing_code(),
        run_of(repository, settings),
        sorted(settings.teams.items()),
        repository.owners,
        repository.listed,
        repository.problems,
        [(file.path, file.digest) for file in repository.files],
        _stamp(root, settings),
        [(Path(file).name, file_stamp(Path(file))) for file in settings.evidence],
        hand,
    )
    return digest_of(inputs)


def analysing_code() -> str:
    """A digest of all code that facts and findings are made by."""
    return code_digest(("decompose", *analyzer_packages()))


def _stamp(root: Path, settings: Settings) -> str:
    if settings.history:
        return file_stamp(Path(settings.history))
    return history_stamp(root, settings.revision or "HEAD") if settings.git else ""


def _shown(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
