"""From the folder of a repository to an empty one of our own that borrows its objects, and nothing else of it."""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from decompose.repository.reading import Skipped, read_file
from decompose.repository.running import GitUnavailableError

SHALLOW_SIZE = 50_000_000
"""Bytes of the list of shallow commits, 41 each."""

CONFIGURATION = {
    "sha1": "[core]\n\trepositoryformatversion = 0\n\tbare = true\n",
    "sha256": "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n",
}
"""What git itself needs to know of a repository, by the name of its hash."""


@contextmanager
def private_folder() -> Iterator[Path]:
    """Gone when the context ends, at the latest with this process.

    Its removal is arranged before it is made: an interrupt may come between any two steps, also while it is removed.
    Raises GitUnavailableError where nothing can be written.
    """
    folder = _temporary() / f"decompose-{secrets.token_hex(8)}"
    removal = partial(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(removal)
    try:
        with _told():
            folder.mkdir(mode=0o700)
        yield folder
    finally:
        removal()
        atexit.unregister(removal)


def borrow(directory: Path, common: Path, hash_name: str) -> bool:
    """Make `directory` a bare repository with the objects of `common`; returns whether those are of a shallow clone.

    Written here and not by `git init`: a git that an interrupt left running would go on writing after the removal.
    Raises GitUnavailableError where nothing can be written.
    """
    info = directory / "objects" / "info"
    with _told():
        info.mkdir(parents=True)
        (directory / "refs").mkdir()
        (directory / "HEAD").write_text("ref: refs/heads/none\n")
        (directory / "config").write_text(CONFIGURATION[hash_name])
        (info / "alternates").write_bytes(_quoted(os.fsencode(common / "objects")) + b"\n")
        return _copy_shallow(common, directory)


def _temporary() -> Path:
    with _told():
        return Path(tempfile.gettempdir())


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = (
            f"no folder for temporary files could be made: {error.strerror}; set TMPDIR to one that can be written"
        )
        raise GitUnavailableError("git-failed", f"{message}; co-change is not known") from None


def lenders_gone(common: Path) -> bool:
    """Whether the repository itself borrows objects from a folder that is not there any more."""
    objects = common / "objects"
    try:
        lines = (objects / "info" / "alternates").read_bytes().splitlines()
    except OSError:
        return False
    plain = (line for line in lines if line and not line.startswith((b"#", b'"')))
    return any(not (objects / os.fsdecode(line)).is_dir() for line in plain)


def _copy_shallow(common: Path, directory: Path) -> bool:
    """Without the list of commits whose parents were not fetched, git takes them for missing and stops."""
    folder = os.open(common, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        boundary = read_file(folder, b"shallow", SHALLOW_SIZE)
    finally:
        os.close(folder)
    if isinstance(boundary, Skipped):
        return False
    (directory / "shallow").write_bytes(boundary.content)
    return bool(boundary.content.strip())


def _quoted(path: bytes) -> bytes:
    """As git reads paths in its own files: in quotes, with everything unusual as octal."""
    plain = set(range(0x20, 0x7F)) - {0x22, 0x5C}
    return b'"' + b"".join(bytes([c]) if c in plain else b"\\%03o" % c for c in path) + b'"'
