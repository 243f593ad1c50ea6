"""From a checkout to a shadow git directory: its objects without its configuration, hooks or references.

Git runs programs that a repository's configuration names (fsmonitor, gpg, text conversion, filters, hooks, ssh), so
that a hostile repository owns whoever runs `git log` in it. Here git reads an empty repository of our own whose objects
are borrowed from the analysed one, in an environment that holds nothing of ours. The one command that looks at the
analysed repository itself is `rev-parse`, which runs nothing.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct

from decompose.errors import Location, Problem
from decompose.repository.names import plain_text
from decompose.repository.reading import Skipped, read_file

SECONDS = 60.0
"""For one command that answers at once in any sane repository; a FIFO named HEAD never answers, nor does git's matcher
on ignore patterns made for it (`*a*a*a*b`)."""

SHALLOW_SIZE = 50_000_000
"""Bytes of the list of shallow commits, 41 each."""


class GitUnavailableError(Exception):
    """There is no history to read, for the reason that `problem` tells."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.problem = Problem(Location(""), code, message)


class Shadow(Struct, frozen=True):
    """A shadow of one repository: `head` is the commit to read from, or "", `prefix` the analysed folder (`b"a/b/"` or b"").

    `top` is the folder that git's paths start from, None for a bare repository.
    """

    program: str
    directory: Path
    environment: Mapping[str, str]
    top: Path | None
    prefix: bytes
    head: str
    shallow: bool

    def command(self, *arguments: str | bytes) -> list[str | bytes]:
        """The command line of git on the shadow."""
        return [self.program, f"--git-dir={self.directory}", *arguments]

    def run(
        self, *arguments: str | bytes, within: Path | None = None, stdin: bytes = b"", seconds: float = SECONDS
    ) -> subprocess.CompletedProcess[bytes]:
        """Git on the shadow, to its end; its exit code is for the caller to judge. Raises GitUnavailableError."""
        return _run(self.command(*arguments), self.environment, within or self.directory, stdin, seconds)

    def blob(self, path: str, limit: int) -> bytes:
        """A file of the checked out commit, b"" if there is none, it is missing from the objects, or over `limit` bytes."""
        name = f"{self.head}:{path}"
        size = self.run("cat-file", "-s", name).stdout.strip()
        if not size.isdigit() or int(size) > limit:
            return b""
        return self.run("cat-file", "blob", name).stdout


@contextmanager
def shadow_of(root: Path, revision: str = "HEAD") -> Iterator[Shadow]:
    """A shadow of the repository that holds `root`, gone when the context ends; raises GitUnavailableError if there is none.

    Its `head` is the commit that `revision` names, "" if there is no such commit or the name begins like an option.
    """
    program = _git_program()
    with _private_folder() as home:
        yield _shadow(program, home, scrubbed_environment(home), root.resolve(), revision)


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Gone when the context ends, at the latest with this process: an interrupt may come while it is being removed."""
    folder = Path(tempfile.mkdtemp(prefix="decompose-"))
    removal = partial(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(removal)
    try:
        yield folder
    finally:
        removal()
        atexit.unregister(removal)


def scrubbed_environment(home: Path) -> dict[str, str]:
    """All that git is told: nothing of the caller's GIT_* variables, no configuration of system or user, no network."""
    return {
        "PATH": _absolute_path(),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_PAGER": "cat",
    }


def _shadow(program: str, home: Path, environment: Mapping[str, str], root: Path, revision: str) -> Shadow:
    def ask(*question: str) -> subprocess.CompletedProcess[bytes]:
        # safe.directory: nothing of that repository is trusted here, so its owner does not matter
        safe = [program, "-c", "core.fsmonitor=false", "-c", "safe.directory=*", "rev-parse", *question]
        return _run(safe, environment, root)

    git_dir = _answer(ask("--absolute-git-dir"), root)
    common_dir = _answer(ask("--git-common-dir"), root)
    common = root / os.fsdecode(common_dir)
    top = _top(root, Path(os.fsdecode(git_dir)))
    directory = home / "shadow.git"
    hash_name = _answer(ask("--show-object-format"), root).decode("ascii")
    _borrow(program, environment, directory, common, hash_name)
    return Shadow(
        program=program,
        directory=directory,
        environment=environment,
        top=top,
        prefix=_prefix(root, top),
        head="" if revision.startswith("-") else _commit(ask("--verify", "--quiet", f"{revision}^{{commit}}")),
        shallow=_copy_shallow(common, directory),
    )


def _commit(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stdout.strip().decode("ascii") if done.returncode == 0 else ""


def _answer(done: subprocess.CompletedProcess[bytes], root: Path) -> bytes:
    if done.returncode == 0:
        return done.stdout.removesuffix(b"\n")
    if b"not a git repository" in done.stderr:
        raise GitUnavailableError(
            "git-absent", "the analysed folder is not in a git repository; co-change is not known"
        )
    reason = done.stderr.strip().rpartition(b"\n")[2].replace(os.fsencode(root), b".")
    raise GitUnavailableError("git-failed", f"git cannot read its repository: {first_line(reason)}")


def _borrow(program: str, environment: Mapping[str, str], directory: Path, common: Path, hash_name: str) -> None:
    initialise = [program, "init", "--quiet", "--bare", "--template=", f"--object-format={hash_name}", str(directory)]
    done = _run(initialise, environment, directory.parent)
    if done.returncode:
        raise GitUnavailableError(
            "git-failed", f"git could not make a repository of its own: {first_line(done.stderr)}"
        )
    info = directory / "objects" / "info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "alternates").write_bytes(_quoted(os.fsencode(common / "objects")) + b"\n")


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


def _git_program() -> str:
    """Git by its absolute path: an entry of PATH such as `.` would run a program of the analysed tree."""
    program = shutil.which("git", path=_absolute_path())
    if program is None:
        raise GitUnavailableError("git-absent", "git is not installed; co-change is not known")
    return program


def _absolute_path() -> str:
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(entry for entry in entries if Path(entry).is_absolute())


def _run(
    command: list[str] | list[str | bytes],
    environment: Mapping[str, str],
    folder: Path,
    stdin: bytes = b"",
    seconds: float = SECONDS,
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            command, cwd=folder, env=environment, input=stdin, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise GitUnavailableError("git-failed", f"git did not answer within {seconds:g} seconds") from None
    except OSError as error:
        raise GitUnavailableError("git-failed", f"git could not be run: {error.strerror}") from None


def first_line(message: bytes) -> str:
    """What git says is wrong, in one line."""
    return plain_text(message.strip().partition(b"\n")[0])[:200] or "it does not say why"


def _quoted(path: bytes) -> bytes:
    """As git reads paths in its own files: in quotes, with everything unusual as octal."""
    plain = set(range(0x20, 0x7F)) - {0x22, 0x5C}
    return b'"' + b"".join(bytes([c]) if c in plain else b"\\%03o" % c for c in path) + b'"'
