"""From commits and paths to the contents of files at those commits, read from git's objects with nothing checked out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from decompose.repository.running import GitUnavailableError
from decompose.repository.shadow import Shadow, shadow_of

AT_ONCE = 100
"""Files asked for in one go, so that no more than these are in memory as git tells them."""

Place = tuple[str, str]
"""A revision (`3f2a…`, or `3f2a…^` for its first parent) and a path from the analysed folder."""


def versions_of(root: Path, places: Sequence[Place], max_file_size: int) -> Iterator[tuple[Place, bytes | None]]:
    """Each place with the content of its file there; None if git has it not, or it is larger than `max_file_size` bytes.

    Raises GitUnavailableError if there is no repository to read.
    """
    with shadow_of(root) as shadow:
        prefix = shadow.prefix.decode("utf-8", "surrogateescape")
        for start in range(0, len(places), AT_ONCE):
            batch = places[start : start + AT_ONCE]
            sizes = _sizes(shadow, [f"{revision}:{prefix}{path}" for revision, path in batch])
            names = [id if size <= max_file_size else "" for id, size in sizes]
            yield from zip(batch, _contents(shadow, names), strict=True)


def _sizes(shadow: Shadow, names: list[str]) -> list[tuple[str, int]]:
    """The object and size of each file, ("", 0) where there is none; sizes first, as a small object may unpack to gigabytes."""
    question = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    told = shadow.run("cat-file", "--batch-check=%(objecttype) %(objectname) %(objectsize)", stdin=question)
    lines = told.stdout.decode("utf-8", "replace").splitlines()
    if len(lines) != len(names):
        raise GitUnavailableError("git-failed", "git could not tell the contents of files")
    fields = (line.split(" ") for line in lines)
    return [(id, int(size)) if kind == "blob" and size.isdigit() else ("", 0) for kind, id, size in map(_three, fields)]


def _three(fields: list[str]) -> tuple[str, str, str]:
    """What git says of a missing object has as many words as its name."""
    return (fields[0], fields[1], fields[2]) if len(fields) == 3 else ("", "", "")


def _contents(shadow: Shadow, ids: list[str]) -> Iterator[bytes | None]:
    asked = [id for id in ids if id]
    told = shadow.run("cat-file", "--batch", stdin="".join(f"{id}\n" for id in asked).encode()).stdout
    at = 0
    for id in ids:
        head, _, size = told[at : told.find(b"\n", at)].rpartition(b" ") if id else (b"", b"", b"")
        if not head.endswith(b" blob") or not size.isdigit():
            yield None
            continue
        begin = told.find(b"\n", at) + 1
        yield told[begin : begin + int(size)]
        at = begin + int(size) + 1
