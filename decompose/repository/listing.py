"""From a shadow git directory to the paths that belong to the analysed tree: tracked, or not ignored."""

import os

from decompose.repository.running import SECONDS, GitUnavailableError, first_line
from decompose.repository.shadow import Shadow

NEVER = (
    ".git",
    ".hg",
    ".svn",
    ".tox",
    ".nox",
    ".venv",
    ".eggs",
    ".decompose",
    "node_modules",
    "site-packages",
    "__pycache__",
)
"""Folders that hold no source of the analysed system, whoever tracks them."""


def listed_by_git(shadow: Shadow, seconds: float = SECONDS) -> frozenset[bytes] | None:
    """Every path below the analysed folder that is tracked in HEAD or not ignored; folders that git does not enter end in /.

    Git itself matches the `.gitignore` files, so that patterns mean what they mean. Tracked files
    stay even if a pattern covers them. None where git has no say: a bare repository, or a folder of which nothing is
    tracked (a checkout below a home directory that is itself a repository and ignores everything). Raises
    GitUnavailableError if git does not come to an end.
    """
    if shadow.top is None:
        return None
    tracked = _tracked(shadow)
    if not tracked and shadow.prefix:
        return None
    others = shadow.run(
        "-c",
        "core.bare=false",
        f"--work-tree={shadow.top}",
        "ls-files",
        "-z",
        "--others",
        "--exclude-standard",
        *(f"--exclude={name}/" for name in NEVER),
        within=shadow.top / os.fsdecode(shadow.prefix),
        seconds=seconds,
    )
    if others.returncode:
        raise GitUnavailableError("git-failed", f"git could not list the files: {first_line(others.stderr)}")
    return tracked | frozenset(others.stdout.split(b"\0")[:-1])


def _tracked(shadow: Shadow) -> frozenset[bytes]:
    if not shadow.head:
        return frozenset()
    tree = shadow.head.encode() + b":" + shadow.prefix.removesuffix(b"/")
    done = shadow.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", tree)
    return frozenset(done.stdout.split(b"\0")[:-1]) if done.returncode == 0 else frozenset()
