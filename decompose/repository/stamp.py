"""From a folder, or a file of history, to a stamp of the history: equal stamps, equal history; git's is not read for it."""

from hashlib import blake2b, file_digest
from pathlib import Path

import msgspec

from decompose.repository.running import GitUnavailableError
from decompose.repository.shadow import shadow_of


def history_stamp(root: Path, revision: str = "HEAD") -> str:
    """A digest of what decides which commits git tells: the newest one, the folder, and where a shallow clone ends.

    Of a folder without history the reason why it has none.
    """
    try:
        with shadow_of(root, revision) as shadow:
            boundary = shadow.directory / "shallow"
            ends = boundary.read_bytes() if boundary.exists() else b""
            seed = msgspec.msgpack.encode((shadow.head, shadow.prefix, ends))
    except GitUnavailableError as error:
        return f"{error.problem.code}: {error.problem.message}"
    return blake2b(seed, digest_size=16).hexdigest()


def file_stamp(path: Path) -> str:
    """A digest of a file that the user named, "" if it cannot be read: whoever reads it will tell why."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "blake2b").hexdigest()
    except OSError:
        return ""
