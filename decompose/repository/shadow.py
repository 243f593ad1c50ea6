"""From a checkout to a shadow git directory: its objects without its configuration, hooks or references.

Git runs programs that a repository's configuration names (fsmonitor, gpg, text conversion, filters, hooks, ssh), so
that a hostile repository owns whoever runs `git log` in it. Here git reads an empty repository of our own whose objects
are borrowed from the analysed one, in an environment that holds nothing of ours. The one command that looks at the
analysed repository itself is `rev-parse`, which runs nothing.
"""

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from decompose.repository.borrowing import CONFIGURATION, borrow, lenders_gone, private_folder
from decompose.repository.running import (
    SECONDS,
    GitUnavailableError,
    first_line,
    git_program,
    run,
    scrubbed_environment,
)

Ask = Callable[..., subprocess.CompletedProcess[bytes]]
"""A question to `git rev-parse` in the analysed folder."""


class Shadow(Struct, frozen=True):
    """A shadow of one repository: `head` is the commit to read from, or "", `prefix` the analysed folder (`b"a/b/"` or b"").

    `top` is the folder that git's paths start from, None for a bare repository. `broken` says why there is no head
    although the repository should have one, "" where it simply has no commit yet.
    """

    program: str
    directory: Path
    environment: Mapping[str, str]
    top: Path | None
    prefix: bytes
    head: str
    shallow: bool
    broken: str = ""

    def command(self, *arguments: str | bytes) -> list[str | bytes]:
        """The command line of git on the shadow."""
        return [self.program, f"--git-dir={self.directory}", *arguments]

    def run(
        self, *arguments: str | bytes, within: Path | None = None, stdin: bytes = b"", seconds: float = SECONDS
    ) -> subprocess.CompletedProcess[bytes]:
        """Git on the shadow, to its end; its exit code is for the caller to judge. Raises GitUnavailableError."""
        return run(self.command(*arguments), self.environment, within or self.directory, stdin, seconds)

    def blob(self, path: str, limit: int) -> bytes:
        """A file of the checked out commit, b"" if there is none, it is missing from the objects, or over `limit` bytes."""
        return self.run("cat-file", "blob", f"{self.head}:{path}").stdout if 0 < self.size(path) <= limit else b""

    def size(self, path: str) -> int:
        """The bytes of a file of the checked out commit, 0 if there is none or it is missing from the objects."""
        size = self.run("cat-file", "-s", f"{self.head}:{path}").stdout.strip()
        return int(size) if size.isdigit() else 0


@contextmanager
def shadow_of(root: Path, revision: str = "HEAD") -> Iterator[Shadow]:
    """A shadow of the repository that holds `root`, gone when the context ends; raises GitUnavailableError if there is none.

    Its `head` is the commit that `revision` names, "" if there is no such commit or the name begins like an option.
    """
    program = git_program()
    with private_folder() as home:
        yield _shadow(program, home, scrubbed_environment(home), root.resolve(), revision)


def _shadow(program: str, home: Path, environment: Mapping[str, str], root: Path, revision: str) -> Shadow:
    def ask(*question: str) -> subprocess.CompletedProcess[bytes]:
        # safe.directory: nothing of that repository is trusted here, so its owner does not matter
        safe = [program, "-c", "core.fsmonitor=false", "-c", "safe.directory=*", "rev-parse", *question]
        return run(safe, environment, root)

    git_dir = Path(os.fsdecode(_answer(ask("--absolute-git-dir"), root)))
    common = root / os.fsdecode(_answer(ask("--git-common-dir"), root))
    hash_name = _answer(ask("--show-object-format"), root).decode("ascii", "replace")
    if hash_name not in CONFIGURATION:
        raise GitUnavailableError(
            "git-failed", f"objects of the kind {hash_name} are not known; co-change is not known"
        )
    directory = home / "shadow.git"
    shallow = borrow(directory, common, hash_name)
    top = _top(root, git_dir)
    head = "" if revision.startswith("-") else _named(ask, f"{revision}^{{commit}}")
    return Shadow(
        program=program,
        directory=directory,
        environment=environment,
        top=top,
        prefix=_prefix(root, top),
        head=head,
        shallow=shallow,
        broken="" if head or revision != "HEAD" else _broken(ask, git_dir, common),
    )


def _named(ask: Ask, revision: str) -> str:
    done = ask("--verify", "--quiet", revision)
    return done.stdout.strip().decode("ascii") if done.returncode == 0 else ""


def _broken(ask: Ask, git_dir: Path, common: Path) -> str:
    """Why HEAD names no commit that can be read; "" on a branch without commits, whose file git has not made yet."""
    if missing := _named(ask, "HEAD"):
        lender = "; it borrows objects from a repository that is gone" if lenders_gone(common) else ""
        return f"the commit {missing[:12]} that is checked out is missing or damaged{lender}"
    try:
        branch = (git_dir / "HEAD").read_text("utf-8", "replace").removeprefix("ref: ").strip()
        made = branch.startswith("refs/") and (common / branch).is_file()
    except (OSError, ValueError):
        return "its HEAD cannot be read"
    return f"the file of its branch ({branch}) holds no commit" if made else ""


def _answer(done: subprocess.CompletedProcess[bytes], root: Path) -> bytes:
    if done.returncode == 0:
        return done.stdout.removesuffix(b"\n")
    if b"not a git repository" in done.stderr:
        raise _not_a_repository(root)
    reason = b" ".join(done.stderr.strip().split()).replace(os.fsencode(root), b".")
    raise GitUnavailableError("git-failed", f"git cannot read its repository: {first_line(reason)}")


def _not_a_repository(root: Path) -> GitUnavailableError:
    """A `.git` that git does not accept is a wound to be told, not a folder that nobody ever put under version control."""
    entry = next((folder / ".git" for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), None)
    if entry is None:
        return GitUnavailableError(
            "git-absent", "the analysed folder is not in a git repository; co-change is not known"
        )
    if entry.is_dir():
        message = "the .git folder lacks HEAD, objects or refs, so git takes it for none; a fresh clone has them"
    else:
        remedy = "`git worktree repair` or `git submodule update --init`, in the repository it belongs to, mends it"
        message = f"the .git file leads to a repository that is not there; {remedy}"
    return GitUnavailableError("git-failed", f"{message}; co-change is not known")


def _top(root: Path, git_dir: Path) -> Path | None:
    """The nearest folder whose `.git` led to `git_dir`; asking git would let a hostile core.worktree point anywhere."""
    for folder in (root, *root.parents):
        entry = folder / ".git"
        if entry.is_file() or (entry.is_dir() and entry.samefile(git_dir)):
            return folder
    return None


def _prefix(root: Path, top: Path | None) -> bytes:
    if top is None or root == top:
        return b""
    return os.fsencode(root.relative_to(top).as_posix()) + b"/"
