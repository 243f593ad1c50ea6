"""What was read of the analysed tree: its files as bytes, its history, and what could not be read."""

from msgspec import Struct

from decompose.errors import Problem
from decompose.repository.code_owners import CodeOwners
from decompose.repository.history import History


class SourceFile(Struct, frozen=True):
    """One regular file: POSIX path from the root, its bytes, and the BLAKE2b-128 digest of the bytes in hex."""

    path: str
    content: bytes
    digest: str


class Repository(Struct, frozen=True):
    """A tree as it was read: files sorted by path, those left out as problems, and history where there is any.

    `name` is the last part of the root's path, for titles only. `listed` counts the files that an analyzer would have
    read, whether or not they could be: `len(files)` of `listed` is the coverage of reading. `owners` are the rules of its
    CODEOWNERS file.
    """

    name: str
    files: tuple[SourceFile, ...]
    listed: int
    problems: tuple[Problem, ...] = ()
    history: History | None = None
    owners: CodeOwners | None = None
