"""Patterns of paths as `.gitignore` writes them, matched in bounded time whatever the pattern."""

import fnmatch
import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from decompose.errors import DecomposeError

Segments = tuple[re.Pattern[str] | None, ...]
"""A matcher for each part of a path; None (`**`) stands for any number of parts."""


class Glob(Struct, frozen=True):
    """One pattern: a matcher per segment (None for `**`); not `anchored` means it may start in any folder."""

    segments: Segments
    anchored: bool


class Globs(Struct, frozen=True):
    """Patterns of which one is enough; a folder that matches holds everything below it."""

    patterns: tuple[Glob, ...] = ()

    def match(self, path: str) -> bool:
        """Whether the path itself matches; whoever walks a tree asks for each folder on the way."""
        return any(_matches(glob, path.split("/")) for glob in self.patterns)

    def cover(self, path: str) -> bool:
        """Whether the path or a folder that it lies in matches."""
        parts = path.split("/")
        return any(self.match("/".join(parts[: end + 1])) for end in range(len(parts)))


def globs_of(patterns: Iterable[str]) -> Globs:
    """The patterns, compiled; raises DecomposeError for one that cannot match a path inside the tree."""
    return Globs(tuple(_glob(pattern) for pattern in patterns))


def _glob(pattern: str) -> Glob:
    stripped = pattern.removesuffix("/")
    parts = stripped.removeprefix("/").split("/")
    if pattern.startswith("!") or any(part in {"", ".", ".."} for part in parts):
        raise DecomposeError(
            f"{pattern!r} is not a pattern of paths.", "Write it relative to the root, like `legacy/**` or `*_pb2.py`."
        )
    anchored = "/" in stripped
    return Glob(tuple(None if part == "**" else re.compile(fnmatch.translate(part)) for part in parts), anchored)


def _matches(glob: Glob, parts: list[str]) -> bool:
    if not glob.anchored:
        return bool(glob.segments[0] is None or glob.segments[0].match(parts[-1]))
    return len(parts) in reached(glob.segments, parts)


def reached(segments: Segments, parts: Sequence[str]) -> set[int]:
    """How many of the first parts of a path the segments can match, all of them from the first on.

    Dynamic programming: time is segments times parts, so `**/**/**` cannot blow up. Inside a segment, fnmatch of Python 3.11
    and later writes possessive groups, which do not backtrack either.
    """
    reach = {0}
    for segment in segments:
        if segment is None:
            reach = set(range(min(reach), len(parts) + 1)) if reach else reach
        else:
            reach = {at + 1 for at in reach if at < len(parts) and segment.match(parts[at])}
    return reach
