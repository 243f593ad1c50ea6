"""Writing a document: all of it or nothing, through a temporary file beside it that takes its name when complete."""

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from decompose.errors import DecomposeError


def write(path: str | os.PathLike[str], content: bytes) -> None:
    """Put `content` at `path`, making its folders; the old file stays as it was if anything goes wrong.

    A symbolic link is followed, so that the link stays a link; a device or pipe (`/dev/stdout`) is written to directly.
    Raises DecomposeError if the place cannot be written.
    """
    write_pieces(path, (content,))


def write_pieces(path: str | os.PathLike[str], pieces: Iterable[bytes]) -> None:
    """The same for a content that is never whole in memory; what making the pieces raises leaves the old file, too."""
    try:
        target = Path(os.path.realpath(path))
    except ValueError as cause:  # a NUL in the path
        raise DecomposeError(f"cannot write {os.fspath(path)!r}: {cause}.", "Choose another place.") from cause
    try:
        _write(target, pieces)
    except OSError as cause:
        reason = cause.strerror or type(cause).__name__
        raise DecomposeError(
            f"cannot write {os.fspath(path)}: {reason}.", "Choose another place, or make room."
        ) from cause


def _write(target: Path, pieces: Iterable[bytes]) -> None:
    if target.is_dir():
        raise IsADirectoryError(21, "it is a directory", str(target))
    if target.exists() and not target.is_file():
        with target.open("wb") as file:
            file.writelines(pieces)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    _replace(target, pieces)


def _replace(target: Path, pieces: Iterable[bytes]) -> None:
    # mkstemp makes the file private; the document gets the mode an ordinary new file or its predecessor has.
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    descriptor, temporary = tempfile.mkstemp(prefix=".decompose-", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
