"""From a shadow to the commits that `git log` tells of it: streamed, and never a part of what it should have told."""

import subprocess
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Timer
from typing import IO, cast

from msgspec import Struct

from decompose.repository.collector import without_collector
from decompose.repository.history import Commit
from decompose.repository.history_text import FORMAT, MalformedHistoryError, parse_history
from decompose.repository.running import GitUnavailableError, first_line
from decompose.repository.shadow import Shadow

STREAM_SECONDS = 900
"""For the whole of `git log`: a million commits take a few minutes."""

BLOCK = 1 << 20

SIDE_FILE_SIZE = 1_000_000
"""Bytes of .mailmap or .git-blame-ignore-revs beyond which they are not read."""

MEND = "`git fsck` tells what is missing, `git fetch --refetch --no-filter` brings it back; co-change is not known"

PLAIN = ("--no-abbrev", "--no-color", "--encoding=UTF-8", "--no-show-signature", "--no-notes", "--no-decorate")

Wants = Callable[[str], bool]


class Span(Struct, frozen=True):
    """Which commits are read: at most so many of the newest (None: all), none before a day (`2023-01-31`, "": all)."""

    max_commits: int | None = None
    since: str = ""


def log(shadow: Shadow, span: Span, wants: Wants | None) -> tuple[Commit, ...]:
    """The commits of the span with their changes, newest first; one more than asked for tells whether there are more.

    Of a folder only the commits that touch it, without merges. Renames are those that equal content shows: to see others
    git needs every blob, takes ten times as long, and ends where one is missing.
    """
    folder: list[str | bytes] = []
    if shadow.prefix:
        folder = [b"--relative=" + shadow.prefix, "--full-history", "--no-merges"]
    path = [shadow.prefix] if shadow.prefix else []
    arguments = [*_walk(shadow, span), "--raw", "--no-renames", *folder]
    return _told(shadow, [*arguments, "--end-of-options", shadow.head, "--", *path], wants)


def headers(shadow: Shadow, span: Span) -> tuple[Commit, ...]:
    """The same commits without their changes, which takes git a fifth of the time; of a folder, those of all folders."""
    merges = ["--no-merges"] if shadow.prefix else []
    return _told(shadow, [*_walk(shadow, span), *merges, "--end-of-options", shadow.head, "--"], None)


def changed_by(shadow: Shadow, commits: Iterable[Commit], wants: Wants | None) -> tuple[Commit, ...]:
    """These commits with their changes, as `log` tells them, but without any mailmap."""
    ids = "".join(f"{commit.id}\n" for commit in commits).encode()
    folder: list[str | bytes] = [b"--relative=" + shadow.prefix, "--", shadow.prefix] if shadow.prefix else []
    arguments = ["--literal-pathspecs", "log", "--no-walk=unsorted", "--stdin", *PLAIN, f"--format={FORMAT}"]
    return _told(shadow, [*arguments, "--raw", "--no-renames", *folder], wants, ids)


def newest(shadow: Shadow, count: int) -> tuple[str, ...]:
    """The ids of some of the newest commits; nothing where git cannot tell."""
    done = shadow.run("rev-list", f"--max-count={count}", "--end-of-options", shadow.head)
    return tuple(done.stdout.decode("ascii").split()) if done.returncode == 0 else ()


def _walk(shadow: Shadow, span: Span) -> list[str | bytes]:
    arguments: list[str | bytes] = ["-c", f"mailmap.blob={_mailmap(shadow)}", "--literal-pathspecs", "log"]
    arguments += ["--topo-order", *PLAIN, f"--format={FORMAT}"]
    if span.max_commits is not None:
        arguments.append(f"--max-count={span.max_commits + 1}")
    if span.since:
        arguments.append(f"--since={span.since}T00:00:00Z")
    return arguments


def _mailmap(shadow: Shadow) -> str:
    """The name of the blob that joins the mails of one person, or an empty one where it is missing or absurdly large."""
    size = shadow.size(".mailmap")
    return f"{shadow.head}:.mailmap" if 0 < size <= SIDE_FILE_SIZE else ""


def _told(shadow: Shadow, arguments: list[str | bytes], wants: Wants | None, stdin: bytes = b"") -> tuple[Commit, ...]:
    with _stream(shadow, arguments, stdin) as stream, without_collector():
        return tuple(parse_history(stream, wants))


@contextmanager
def _stream(shadow: Shadow, arguments: list[str | bytes], stdin: bytes) -> Iterator[IO[bytes]]:
    """What git prints; raises GitUnavailableError at the end unless git came to its own."""
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as question:
        question.write(stdin)
        question.seek(0)
        with subprocess.Popen(
            shadow.command(*arguments),
            cwd=shadow.directory,
            env=shadow.environment,
            stdin=question,
            stdout=subprocess.PIPE,
            stderr=errors,
            bufsize=BLOCK,
        ) as process:
            malformed = yield from _watched(process)
        if process.returncode or malformed:
            errors.seek(0)
            said = first_line(errors.read(10_000)) if process.returncode > 0 else ""
            raise incomplete(said or malformed or "it was ended from outside")


def _watched(process: subprocess.Popen[bytes]) -> Generator[IO[bytes], None, str]:
    """The output of a process that is ended when it takes too long or nobody wants the rest; returns what was wrong with it."""
    late = Event()

    def end() -> None:
        late.set()
        process.kill()

    guard = Timer(STREAM_SECONDS, end)
    guard.daemon = True
    guard.start()
    stream, malformed = cast("IO[bytes]", process.stdout), ""
    try:
        yield stream
        if late.is_set():
            malformed = f"it took longer than {STREAM_SECONDS} seconds (--since or --max-commits read less)"
    except MalformedHistoryError as error:
        malformed = f"line {error.line} of its log: {error.reason}"
        stream.read()
    except BaseException:
        process.kill()
        raise
    finally:
        guard.cancel()
    return malformed


def incomplete(reason: str) -> GitUnavailableError:
    """Git did not come to its end, for this reason."""
    return GitUnavailableError("git-incomplete", f"git stopped before the end of the history: {reason}; {MEND}")
