"""From the text of `git log` in one documented format to commits; the streamed command and `--history FILE` share it.

A commit is five header lines in fixed order, so that a subject may say anything, and after a blank line one raw line per
changed file. Only a line feed ends a line. Paths in quotes are read as git writes them.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from decompose.errors import DecomposeError
from decompose.repository.collector import without_collector
from decompose.repository.history import Change, Commit, History
from decompose.repository.names import display_path, plain_text
from decompose.repository.renames import pair_renames

FORMAT = "commit %H%nparents %P%ndate %ct%nauthor %aN <%aE>%nsubject %s"
COMMAND = (
    f"git log --topo-order --raw --no-abbrev -M --no-color --encoding=UTF-8 --format='{FORMAT}' HEAD > history.txt"
)
"""What the user runs to make the file that `--history` takes."""

CUT_SHORT = (
    "the file ends before the first commit (of a shallow clone, or because git stopped: where contents are missing,"
    " make it with --no-renames instead of -M)"
)

SUBJECT_LENGTH = 200
"""Characters of a subject that are kept: enough to know a commit by; some subjects are a megabyte long."""

COMMIT_ID = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")
SECONDS = re.compile(r"-?[0-9]{0,18}\Z")
RAW = re.compile(rb":[0-7]{6} [0-7]{6} ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) ([AMDTRCUX])[0-9]*\Z")
PLAIN_LENGTHS = frozenset({98, 146})
"""Bytes of a raw line before its path, if it is no rename or copy: modes, two ids of either kind, and a letter."""

ESCAPE = re.compile(rb'\\([abtnvfr"\\]|[0-3][0-7]{2})')
CHARACTERS = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}


class MalformedHistoryError(Exception):
    """A line that is not in the format, by its number counted from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line, reason)
        self.line = line
        self.reason = reason


def read_history_file(path: Path, wants: Callable[[str], bool] | None = None) -> History:
    """The history of a text file made by `COMMAND`; raises DecomposeError with the line that is not understood."""
    try:
        with path.open("rb") as file, without_collector():
            commits = tuple(parse_history(_unix_lines(file), wants))
    except OSError as error:
        raise DecomposeError(f"{path} cannot be read: {error.strerror}.", "Check its name and permissions.") from None
    except MalformedHistoryError as error:
        raise DecomposeError(f"{path}:{error.line}: {error.reason}.", f"Make the file by: {COMMAND}") from None
    if not commits:
        raise DecomposeError(f"{path} holds no commit.", f"Make the file by: {COMMAND}")
    limits = _limits(commits)
    return History("file", commits, limits, cut=bool(limits))


def _limits(commits: tuple[Commit, ...]) -> tuple[str, ...]:
    """A git that fails in the middle, as it does where objects are missing, leaves a file that looks whole."""
    known = {commit.id for commit in commits}
    whole = all(parent in known for commit in commits for parent in commit.parents)
    return () if whole else (CUT_SHORT,)


def parse_history(lines: Iterable[bytes], wants: Callable[[str], bool] | None = None) -> Iterator[Commit]:
    """Commits in the order of the text; of their changes only those of paths that `wants` accepts.

    Raises MalformedHistoryError at the first line that is not in the format, or if the text ends within a commit.
    """
    reader = _Reader(lines, wants)
    while (commit := reader.commit()) is not None:
        yield commit


def _unix_lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines as git wrote them, before a shell of Windows added marks and carriage returns."""
    first = file.readline()
    if first.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise MalformedHistoryError(
            1, "the text is UTF-16, as PowerShell writes it; redirect it in cmd or a POSIX shell"
        )
    lines = chain([first.removeprefix(BOM_UTF8)], file) if first else iter(file)
    return (line.removesuffix(b"\r\n") + b"\n" for line in lines) if first.endswith(b"\r\n") else lines


class _Reader:
    """One pass over the lines, one line ahead."""

    def __init__(self, lines: Iterable[bytes], wants: Callable[[str], bool] | None) -> None:
        self._lines = iter(lines)
        self._wants = wants
        self._paths: dict[bytes, str] = {}
        self._unread: set[bytes] = set()
        self._number = 0
        self._others = 0
        self._ahead = b""
        self._advance()

    def commit(self) -> Commit | None:
        """The next commit, None at the end of the text."""
        if not self._ahead:
            return None
        id = self._commit_id(self._header(b"commit "))
        parents = tuple(map(self._commit_id, self._header(b"parents ").split()))
        time = self._seconds(self._header(b"date "))
        author = self._header(b"author ")
        subject = self._header(b"subject ")[:SUBJECT_LENGTH]
        self._others = 0
        changes = self._changes() if self._ahead == b"\n" else []
        return Commit(id, parents, time, author, subject, tuple(changes), self._others)

    def _advance(self) -> None:
        self._number += 1
        self._ahead = next(self._lines, b"")

    def _header(self, name: bytes) -> str:
        line = self._ahead
        if not line.startswith(name):
            raise self._malformed(f"a line that starts with `{name.decode()}` is expected here")
        if not line.endswith(b"\n"):
            raise self._malformed("the text ends in the middle of a line")
        self._number += 1
        self._ahead = next(self._lines, b"")
        return plain_text(line[len(name) : -1])

    def _commit_id(self, text: str) -> str:
        if not COMMIT_ID.match(text):
            raise MalformedHistoryError(self._number - 1, "the id of a commit has 40 or 64 hexadecimal digits")
        return text

    def _seconds(self, text: str) -> int:
        if not SECONDS.match(text):
            raise MalformedHistoryError(self._number - 1, "a date is written in seconds since 1970")
        # git prints nothing for a damaged date
        return int(text) if text.strip("-") else 0

    def _changes(self) -> list[Change]:
        changes: list[Change] = []
        removed: dict[str, str] = {}
        self._advance()
        while self._ahead.startswith(b":"):
            raw, _, names = self._ahead.partition(b"\t")
            if names in self._unread and len(raw) in PLAIN_LENGTHS:
                self._others += 1
            else:
                self._change(raw, names, changes, removed)
            self._number += 1
            self._ahead = next(self._lines, b"")
        return pair_renames(changes, removed) if removed else changes

    def _change(self, raw: bytes, names: bytes, changes: list[Change], removed: dict[str, str]) -> None:
        match = RAW.match(raw)
        if not match or not names.endswith(b"\n"):
            raise self._malformed(
                "this is not a raw line of git with its path (was --raw --no-abbrev given, or the text cut?)"
            )
        old_blob, blob, status = match[1].decode(), match[2].decode(), match[3].decode()
        old, _, new = names[:-1].rpartition(b"\t")
        if bool(old) != (status in "RC"):
            raise self._malformed("a renamed or copied file has two paths, any other one")
        path, old_path = self._path(new), self._path(old) if old else ""
        if self._wants and not (self._wants(path) or (old_path and self._wants(old_path))):
            self._others += 1
            if not old_path:
                self._unread.add(names)
            return
        if status == "D":
            removed[path] = old_blob
        changes.append(Change(path, status, old_path, blob))

    def _path(self, name: bytes) -> str:
        path = self._paths.get(name)
        if path is None:
            path = self._paths[name] = display_path(self._unquoted(name))
        return path

    def _unquoted(self, name: bytes) -> bytes:
        if not name.startswith(b'"'):
            return name
        if len(name) < 2 or not name.endswith(b'"'):
            raise self._malformed("the quotes around a path are not closed")
        return ESCAPE.sub(_character, name[1:-1])

    def _malformed(self, reason: str) -> MalformedHistoryError:
        return MalformedHistoryError(self._number, reason if self._ahead else "the text ends within a commit")


def _character(match: re.Match[bytes]) -> bytes:
    escaped = match[1]
    return bytes([int(escaped, 8)]) if len(escaped) == 3 else CHARACTERS.get(escaped, escaped)
