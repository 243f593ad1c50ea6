"""From a path below an open folder to the bytes of one regular file, or the reason why they were not read."""

import errno
import os
import stat
from hashlib import blake2b

from msgspec import Struct

from decompose.repository.names import display_path
from decompose.repository.source import SourceFile


class Skipped(Struct, frozen=True):
    """Why a file was not read: the code and the sentence of the problem that will tell it."""

    code: str
    message: str


REASONS = {
    errno.ENOENT: Skipped("changed", "vanished while it was being read"),
    errno.ENOTDIR: Skipped("changed", "its folder vanished while it was being read"),
    errno.ELOOP: Skipped("link", "is a link; links are not followed"),
    errno.EACCES: Skipped("permission", "may not be read by this user"),
    errno.EPERM: Skipped("permission", "may not be read by this user"),
    errno.ENXIO: Skipped("not-regular", "is not a regular file (a socket, pipe or device)"),
    errno.ENAMETOOLONG: Skipped("name-too-long", "has a path longer than this system can open"),
}


def read_file(folder: int, name: bytes, max_size: int) -> SourceFile | Skipped:
    """The file `name` relative to the open `folder`, opened once and judged by its descriptor.

    Never waits for a pipe, never follows a link, and reads no byte of what is not a regular file.
    """
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError as error:
        return reason_of(error)
    try:
        content = _content(descriptor, max_size)
    except OSError as error:
        return reason_of(error)
    finally:
        os.close(descriptor)
    if isinstance(content, Skipped):
        return content
    return SourceFile(display_path(name), content, blake2b(content, digest_size=16).hexdigest())


def reason_of(error: OSError) -> Skipped:
    """The reason behind an error of the operating system; never its path, which may be absolute."""
    return REASONS.get(error.errno or 0) or Skipped("unreadable", f"could not be read: {error.strerror}")


def _content(descriptor: int, max_size: int) -> bytes | Skipped:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        return Skipped("not-regular", "is not a regular file (a folder, socket, pipe or device)")
    if status.st_size > max_size:
        return Skipped("too-large", f"has {status.st_size} bytes, the limit (--max-file-size) is {max_size}")
    content = _all_of(descriptor, status.st_size + 1)
    if len(content) != status.st_size:
        return Skipped("changed", "changed its size while it was being read")
    return content


def _all_of(descriptor: int, limit: int) -> bytes:
    blocks: list[bytes] = []
    while limit > 0 and (block := os.read(descriptor, limit)):
        blocks.append(block)
        limit -= len(block)
    return b"".join(blocks)
