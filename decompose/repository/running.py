"""From arguments to what git answered: git by its absolute path, told nothing of the caller's environment, within a time."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from decompose.errors import Location, Problem
from decompose.repository.names import plain_text

SECONDS = 60.0
"""For one command that answers at once in any sane repository; a FIFO named HEAD never answers, nor does git's matcher
on ignore patterns made for it (`*a*a*a*b`)."""


class GitUnavailableError(Exception):
    """There is no history to read, for the reason that `problem` tells."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.problem = Problem(Location(""), code, message)


def git_program() -> str:
    """Git by its absolute path: an entry of PATH such as `.` would run a program of the analysed tree."""
    program = shutil.which("git", path=_absolute_path())
    if program is None:
        raise GitUnavailableError("git-absent", "git is not installed; co-change is not known")
    return program


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


def run(
    command: list[str] | list[str | bytes],
    environment: Mapping[str, str],
    folder: Path,
    stdin: bytes = b"",
    seconds: float = SECONDS,
) -> subprocess.CompletedProcess[bytes]:
    """A command to its end; its exit code is for the caller to judge. Raises GitUnavailableError."""
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


def _absolute_path() -> str:
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(entry for entry in entries if Path(entry).is_absolute())
