"""From commits that both add and remove files to the same commits with the renames that git sees by similarity.

Looking for renames in every commit takes git ten times as long and needs every blob. Only one commit in fifty both adds
and removes files: those are asked for again, all by one process. On three systems this found 2.5 to 4 times the renames
that equal content shows.
"""

import re
from contextlib import suppress
from io import BytesIO

from msgspec.structs import replace

from decompose.repository.history import Commit
from decompose.repository.history_text import FORMAT, MalformedHistoryError, parse_history
from decompose.repository.log import PLAIN
from decompose.repository.renames import as_renames, might_hide_renames
from decompose.repository.running import GitUnavailableError
from decompose.repository.shadow import Shadow

SUFFIX = re.compile(r"[^/]*(\.[A-Za-z0-9_]+)\Z")

RENAME_LIMIT = 1000
"""Files added (or removed) by one commit up to which git compares contents; its default since 2.34."""

RESTARTS = 20
"""A clone without any blob stops at every commit; then it is not worth going on."""


def follow_renames(shadow: Shadow, commits: tuple[Commit, ...]) -> tuple[tuple[Commit, ...], frozenset[str]]:
    """The commits with renames by similarity, and the ids of those that git could not tell of (it needs the blobs for that).

    What is found in one commit does not depend on the others that are asked for.
    """
    groups: dict[tuple[str, ...], list[Commit]] = {}
    for commit in commits:
        if might_hide_renames(commit):
            groups.setdefault(_patterns(commit), []).append(commit)
    renames: dict[str, dict[str, str]] = {}
    for patterns, candidates in sorted(groups.items()):
        renames.update(_renames(shadow, candidates, patterns))
    untold = frozenset(commit.id for candidates in groups.values() for commit in candidates) - renames.keys()
    return tuple(_renamed(commit, renames.get(commit.id, {})) for commit in commits), untold


def _renamed(commit: Commit, moved: dict[str, str]) -> Commit:
    return replace(commit, changes=tuple(as_renames(list(commit.changes), moved))) if moved else commit


def _renames(shadow: Shadow, candidates: list[Commit], patterns: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """New path to old path, by commit; git stops at a commit whose blobs are missing, so it starts again behind it."""
    renames: dict[str, dict[str, str]] = {}
    waiting, stops = candidates, 0
    while waiting and stops < RESTARTS:
        told = _ask(shadow, waiting, patterns)
        renames.update(told)
        last = max((index for index, commit in enumerate(waiting) if commit.id in told), default=-1)
        waiting, stops = waiting[last + 2 :], stops + 1
    return renames


def _ask(shadow: Shadow, candidates: list[Commit], patterns: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """As far as git comes."""
    arguments = [
        "log",
        "--no-walk=unsorted",
        "--stdin",
        *PLAIN,
        f"--format={FORMAT}",
        "--raw",
        "-M",
        f"-l{RENAME_LIMIT}",
    ]
    relative = [b"--relative=" + shadow.prefix] if shadow.prefix else []
    ids = "".join(f"{commit.id}\n" for commit in candidates).encode()
    told: dict[str, dict[str, str]] = {}
    with suppress(GitUnavailableError, MalformedHistoryError):
        done = shadow.run(*arguments, *relative, "--", *patterns, stdin=ids)
        for commit in parse_history(BytesIO(done.stdout)):
            told[commit.id] = {change.path: change.old_path for change in commit.changes if change.status == "R"}
    return told


def _patterns(commit: Commit) -> tuple[str, ...]:
    """Pathspecs that spare git the comparison of files nobody asked for (translations, fixtures)."""
    paths = (change.path for change in commit.changes if change.status in "AD")
    suffixes = {match[1] if (match := SUFFIX.match(path.rpartition("/")[2])) else "" for path in paths}
    return () if "" in suffixes else tuple(sorted(f"*{suffix}" for suffix in suffixes))
