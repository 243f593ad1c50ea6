"""From a path to its `History`, by one streamed `git log` that runs nothing of the analysed repository.

With a memory of what commits changed only those it does not know are compared with their parents.
"""

import re
from pathlib import Path

from msgspec.structs import replace

from decompose.errors import DecomposeError, Location, Problem
from decompose.repository.history import Commit, History, is_merge
from decompose.repository.log import MEND, SIDE_FILE_SIZE, Span, Wants, changed_by, headers, log, newest
from decompose.repository.memory import ChangeMemory
from decompose.repository.names import plain_text
from decompose.repository.running import GitUnavailableError
from decompose.repository.shadow import Shadow, shadow_of
from decompose.repository.similarity import follow_renames

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")

PROBED = 500
"""Of the newest commits one must be known before the memory is asked for all of them; chosen: weeks of any project."""

Told = tuple[tuple[Commit, ...], bool]
"""Commits, and whether git could compare all files that might have been renamed."""


def read_history(
    root: Path,
    *,
    revision: str = "HEAD",
    max_commits: int | None = None,
    since: str = "",
    wants: Wants | None = None,
    memory: ChangeMemory | None = None,
) -> tuple[History | None, tuple[Problem, ...]]:
    """The history that led to `revision`, or None with the problem that says why there is none.

    `since` is a day (`2023-01-31`) before which commits are left out, `max_commits` the number of newest ones that stay;
    `wants` keeps only the changes of paths it accepts. Never a part of a history that git could not read to its end.
    `memory` makes it faster and never different. Raises DecomposeError if `since` is not a day.
    """
    if since and not DAY.match(since):
        raise DecomposeError(f"{since!r} is not a day.", "Write it as YYYY-MM-DD.")
    try:
        with shadow_of(root, revision) as shadow:
            if not shadow.head:
                raise _headless(shadow)
            span = Span(max_commits, since)
            return _history(shadow, span, *_commits(shadow, span, wants, memory))
    except GitUnavailableError as error:
        return None, (error.problem,)


def _commits(shadow: Shadow, span: Span, wants: Wants | None, memory: ChangeMemory | None) -> Told:
    """Which of a folder's commits are the newest cannot be told from the headers of all: a number of them is always read."""
    if memory is None or (shadow.prefix and span.max_commits is not None):
        return _read(shadow, span, wants)
    if shadow.prefix or memory.recall(shadow.prefix, newest(shadow, PROBED)):
        return _read_on(shadow, span, wants, memory)
    commits, complete = _read(shadow, span, wants)
    if complete:
        memory.learn(shadow.prefix, commits)
    return commits, complete


def _read(shadow: Shadow, span: Span, wants: Wants | None) -> Told:
    commits, untold = follow_renames(shadow, log(shadow, span, wants))
    return commits, not untold


def _read_on(shadow: Shadow, span: Span, wants: Wants | None, memory: ChangeMemory) -> Told:
    """All commits by their headers, the new ones with what they changed, the others as they are remembered."""
    told = headers(shadow, span)
    known = memory.recall(shadow.prefix, (commit.id for commit in told if not is_merge(commit)))
    new = [commit for commit in told if commit.id not in known and not is_merge(commit)]
    fresh, untold = follow_renames(shadow, changed_by(shadow, new, wants)) if new else ((), frozenset())
    memory.learn(shadow.prefix, (commit for commit in fresh if commit.id not in untold))
    changes = known | {commit.id: commit for commit in fresh}
    commits = (
        replace(commit, changes=c.changes, others=c.others) if (c := changes.get(commit.id)) else commit
        for commit in told
    )
    if shadow.prefix:
        commits = (commit for commit in commits if commit.changes or commit.others)
    return tuple(commits), not untold


def _history(
    shadow: Shadow, span: Span, commits: tuple[Commit, ...], complete: bool
) -> tuple[History | None, tuple[Problem, ...]]:
    limits: list[str] = []
    problems: list[Problem] = []
    if span.max_commits is not None and len(commits) > span.max_commits:
        commits = commits[: span.max_commits]
        limits.append(f"the newest {span.max_commits} commits only")
    if span.since:
        limits.append(f"commits since {span.since} only")
    if shadow.shallow:
        limits.append("shallow clone")
        remedy = "`git fetch --unshallow --filter=blob:none` brings the rest"
        problems.append(
            Problem(Location(""), "git-shallow", f"the clone is shallow: older commits are missing; {remedy}")
        )
    if not commits:
        raise GitUnavailableError("git-empty", "no commit of the git repository touches the analysed folder")
    cut = bool(limits)
    if not complete:
        limits.append("renames with edits are followed in part")
        message = (
            "git could not compare all renamed files (objects are missing); those keep their history since the rename"
        )
        problems.append(Problem(Location(""), "git-renames", message))
    return History("git", commits, tuple(limits), _ignored(shadow), cut), tuple(problems)


def _ignored(shadow: Shadow) -> tuple[str, ...]:
    """The commits that the project itself asks to pass over (mass reformatting), as ids in full."""
    text = plain_text(shadow.blob(".git-blame-ignore-revs", SIDE_FILE_SIZE))
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(sorted({line for line in lines if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", line)}))


def _headless(shadow: Shadow) -> GitUnavailableError:
    if not shadow.broken:
        return GitUnavailableError("git-empty", "the git repository has no commit yet; co-change is not known")
    message = f"the history of the git repository cannot be read: {shadow.broken}; {MEND}"
    return GitUnavailableError("git-incomplete", message)
