"""History as values: commits, newest first, each with the files it changed."""

from msgspec import Struct


class Change(Struct, frozen=True, order=True, gc=False):
    """One file of one commit: `status` is A, M, D, R (renamed), C (copied) or T; paths are relative to the analysed root.

    `old_path` is set for R and C only. `blob` is the object id of the new content (zeros when deleted).
    """

    path: str
    status: str
    old_path: str = ""
    blob: str = ""


class Commit(Struct, frozen=True, gc=False):
    """One commit: `time` is the committer's date in Unix seconds; `author` is `Name <mail>` and never leaves memory.

    `others` counts the files it changed that no analyzer reads: documents, translations, lock files.
    """

    id: str
    parents: tuple[str, ...]
    time: int
    author: str
    subject: str
    changes: tuple[Change, ...] = ()
    others: int = 0


def is_merge(commit: Commit) -> bool:
    """Whether it has several parents; git tells no changes of such a commit."""
    return len(commit.parents) > 1


class History(Struct, frozen=True):
    """The commits that led to the analysed tree, newest first in topological order.

    `source` is `git` or `file`; `limits` say in words what the history lacks (`shallow`, cut by an option, …).
    `ignored` are ids of commits that the project itself asks to pass over (`.git-blame-ignore-revs`), sorted.
    `cut` tells that the oldest commits are missing, so that what seems to begin may have been there before.
    """

    source: str
    commits: tuple[Commit, ...]
    limits: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    cut: bool = False
