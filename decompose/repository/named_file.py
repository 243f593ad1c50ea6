"""A file that the user names: from its path to its bytes, or what the user can mend."""

import os
import stat
from pathlib import Path

from decompose.errors import DecomposeError

LARGEST = 1 << 29
"""Bytes that are read at most: chosen, some ten million lines of evidence."""


def read_named(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of a regular file; raises DecomposeError for whatever else it is. Never waits for a pipe."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a folder cannot even be opened as a file
            raise DecomposeError(f"{path} is not a file.", "Name a file.")
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise DecomposeError(f"{path} cannot be read: {error.strerror}.", "Check its name and permissions.") from error
    except ValueError as error:  # a NUL in the path
        raise DecomposeError(f"{str(path)!r} cannot be read: {error}.", "Name another file.") from error
    if len(content) > largest:
        raise DecomposeError(f"{path} is larger than {largest:,} bytes.", "Name a smaller file, or several.")
    return content
