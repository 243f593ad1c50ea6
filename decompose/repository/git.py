"""From a path to its `History`, by one streamed `git log` that runs nothing of the analysed repository."""

import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO, cast

from decompose.errors import DecomposeError, Location, Problem
from decompose.repository.collector import without_collector
from decompose.repository.history import Commit, History
from decompose.repository.history_text import FORMAT, MalformedHistoryError, parse_history
from decompose.repository.names import plain_text
from decompose.repository.running import GitUnavailableError, first_line
from decompose.repository.shadow import Shadow, shadow_of
from decompose.repository.similarity import follow_renames

STREAM_SECONDS = 900
"""For the whole of `git log`: a million commits take a few minutes."""

BLOCK = 1 << 20

SIDE_FILE_SIZE = 1_000_000
"""Bytes of .mailmap or .git-blame-ignore-revs beyond which they are not read."""

MEND = "`git fsck` tells what is missing, `git fetch --refetch --no-filter` brings it back; co-change is not known"

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def read_history(
    root: Path,
    *,
    revision: str = "HEAD",
    max_commits: int | None = None,
    since: str = "",
    wants: Callable[[str], bool] | None = None,
) -> tuple[History | None, tuple[Problem, ...]]:
    """The history that led to `revision`, or None with the problem that says why there is none.

    `since` is a day (`2023-01-31`) before which commits are left out, `max_commits` the number of newest ones that stay;
    `wants` keeps only the changes of paths it accepts. Never a part of a history that git could not read to its end.
    Raises DecomposeError if `since` is not a day.
    """
    if since and not DAY.match(since):
        raise DecomposeError(f"{since!r} is not a day.", "Write it as YYYY-MM-DD.")
    try:
        with shadow_of(root, revision) as shadow:
            if not shadow.head:
                raise _headless(shadow)
            commits = _commits(shadow, max_commits, since, wants)
            return _history(shadow, commits, max_commits, since)
    except GitUnavailableError as error:
        return None, (error.problem,)


def _history(
    shadow: Shadow, commits: tuple[Commit, ...], max_commits: int | None, since: str
) -> tuple[History | None, tuple[Problem, ...]]:
    limits: list[str] = []
    problems: list[Problem] = []
    if max_commits is not None and len(commits) > max_commits:
        commits = commits[:max_commits]
        limits.append(f"the newest {max_commits} commits only")
    if since:
        limits.append(f"commits since {since} only")
    if shadow.shallow:
        limits.append("shallow clone")
        remedy = "`git fetch --unshallow --filter=blob:none` brings the rest"
        problems.append(
            Problem(Location(""), "git-shallow", f"the clone is shallow: older commits are missing; {remedy}")
        )
    if not commits:
        raise GitUnavailableError("git-empty", "no commit of the git repository touches the analysed folder")
    commits, complete = follow_renames(shadow, commits)
    if not complete:
        limits.append("renames with edits are followed in part")
        message = (
            "git could not compare all renamed files (objects are missing); those keep their history since the rename"
        )
        problems.append(Problem(Location(""), "git-renames", message))
    history = History("git", commits, tuple(limits), _ignored(shadow))
    return history, tuple(problems)


def _ignored(shadow: Shadow) -> tuple[str, ...]:
    """The commits that the project itself asks to pass over (mass reformatting), as ids in full."""
    text = plain_text(shadow.blob(".git-blame-ignore-revs", SIDE_FILE_SIZE))
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(sorted({line for line in lines if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", line)}))


def _commits(
    shadow: Shadow, max_commits: int | None, since: str, wants: Callable[[str], bool] | None
) -> tuple[Commit, ...]:
    with _log(shadow, max_commits, since) as stream, without_collector():
        return tuple(parse_history(stream, wants))


@contextmanager
def _log(shadow: Shadow, max_commits: int | None, since: str) -> Iterator[IO[bytes]]:
    """The output of `git log`; raises GitUnavailableError at the end unless git came to its own."""
    command = shadow.command(*_arguments(shadow, max_commits, since))
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command,
            cwd=shadow.directory,
            env=shadow.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            bufsize=BLOCK,
        ) as process,
    ):
        guard = Timer(STREAM_SECONDS, process.kill)
        guard.daemon = True
        guard.start()
        stream = cast("IO[bytes]", process.stdout)
        malformed = ""
        try:
            yield stream
        except MalformedHistoryError as error:
            malformed = f"line {error.line} of its log: {error.reason}"
        except BaseException:
            process.kill()
            raise
        finally:
            guard.cancel()
        if malformed:
            stream.read()
        if process.wait() or malformed:
            errors.seek(0)
            raise _incomplete(first_line(errors.read(10_000)) if process.returncode else malformed)


def _headless(shadow: Shadow) -> GitUnavailableError:
    if not shadow.broken:
        return GitUnavailableError("git-empty", "the git repository has no commit yet; co-change is not known")
    message = f"the history of the git repository cannot be read: {shadow.broken}; {MEND}"
    return GitUnavailableError("git-incomplete", message)


def _incomplete(reason: str) -> GitUnavailableError:
    return GitUnavailableError("git-incomplete", f"git stopped before the end of the history: {reason}; {MEND}")


def _arguments(shadow: Shadow, max_commits: int | None, since: str) -> list[str | bytes]:
    """Renames by similarity are not asked for: they need every blob, take ten times as long, and end where one is missing.

    One commit more than asked for tells whether there are more.
    """
    arguments: list[str | bytes] = ["-c", f"mailmap.blob={_mailmap(shadow)}", "--literal-pathspecs", "log"]
    arguments += ["--topo-order", "--raw", "--no-abbrev", "--no-renames", "--no-color", "--encoding=UTF-8"]
    arguments += ["--no-show-signature", "--no-notes", "--no-decorate", f"--format={FORMAT}"]
    if max_commits is not None:
        arguments.append(f"--max-count={max_commits + 1}")
    if since:
        arguments.append(f"--since={since}T00:00:00Z")
    if shadow.prefix:
        arguments += [b"--relative=" + shadow.prefix, "--full-history"]
    return [*arguments, "--end-of-options", shadow.head, "--", *([shadow.prefix] if shadow.prefix else [])]


def _mailmap(shadow: Shadow) -> str:
    """The name of the blob that joins the mails of one person, or an empty one where it is missing or absurdly large."""
    return f"{shadow.head}:.mailmap" if shadow.blob(".mailmap", SIDE_FILE_SIZE) else ""
