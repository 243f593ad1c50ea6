"""From an analysed folder to the rules of the CODEOWNERS file that holds for it, from disk or from a commit."""

import os
from contextlib import suppress
from pathlib import Path

from decompose.errors import Location, Problem
from decompose.repository.code_owners import CodeOwners
from decompose.repository.code_owners_text import parse_code_owners
from decompose.repository.names import plain_text
from decompose.repository.reading import Skipped, read_file
from decompose.repository.running import GitUnavailableError
from decompose.repository.shadow import shadow_of

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where it may lie, in the order in which GitHub and GitLab look for it; the first one counts."""

LARGEST = 3_000_000
"""Bytes; GitHub does not load larger ones."""

Found = tuple[CodeOwners | None, tuple[Problem, ...]]


def find_code_owners(root: Path, revision: str = "") -> Found:
    """The rules for `root` as they are on disk, or at a revision of git; None where there is no such file.

    On disk the nearest folder that has one counts, from `root` up to the top of its checkout.
    """
    if revision:
        return _at_revision(root, revision)
    where = root.resolve()
    for folder in _upwards(where):
        for place in PLACES:
            content = _content(folder, place)
            if isinstance(content, bytes):
                prefix = where.relative_to(folder).as_posix()
                return _parsed(content, place, "" if prefix == "." else f"{prefix}/")
            if content and content.code == "too-large":
                return None, (_too_large(place),)
    return None, ()


def _upwards(where: Path) -> list[Path]:
    folders = [where, *where.parents]
    top = next((index for index, folder in enumerate(folders) if (folder / ".git").exists()), 0)
    return folders[: top + 1]


def _content(folder: Path, place: str) -> bytes | Skipped | None:
    """The bytes of a regular file; links are not followed, in its folder's place neither."""
    parent, _, name = place.rpartition("/")
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    with suppress(OSError):
        above = os.open(folder, flags)
        try:
            within = os.open(parent or ".", flags | os.O_NOFOLLOW, dir_fd=above)
        finally:
            os.close(above)
        try:
            file = read_file(within, name.encode(), LARGEST)
        finally:
            os.close(within)
        return file if isinstance(file, Skipped) else file.content
    return None


def _at_revision(root: Path, revision: str) -> Found:
    with suppress(GitUnavailableError), shadow_of(root, revision) as shadow:
        for place in PLACES:
            if shadow.head and (content := shadow.blob(place, LARGEST)):
                return _parsed(content, place, os.fsdecode(shadow.prefix))
    return None, ()


def _parsed(content: bytes, place: str, prefix: str) -> Found:
    return parse_code_owners(plain_text(content.removeprefix(b"\xef\xbb\xbf")), place, prefix)


def _too_large(place: str) -> Problem:
    return Problem(
        Location(place), "code-owners", f"has more than {LARGEST:,} bytes, which GitHub does not load either"
    )
