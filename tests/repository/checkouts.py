"""Real git repositories in a temporary folder, the same bytes on every machine."""

import os
import subprocess
from pathlib import Path


class Checkout:
    """A repository with a work tree; each commit is an hour later than the one before."""

    def __init__(self, path: Path, *init: str) -> None:
        self.path = path
        self.hour = 0
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *init)

    def git(self, *arguments: str | Path, stdin: bytes = b"", **environment: str) -> str:
        """What git prints; fails the test if git does."""
        command = ["git", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self.path, env=self._environment() | environment, input=stdin, capture_output=True
        )
        assert done.returncode == 0, (command, done.stderr)
        return done.stdout.decode().removesuffix("\n")

    def write(self, **files: str) -> "Checkout":
        """Files by name; `__` in a keyword stands for `/`, and every name ends in `.py`."""
        for name, text in files.items():
            self.put(f"{name.replace('__', '/')}.py", text)
        return self

    def put(self, name: str, text: str) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def commit(self, subject: str = "change", author: str = "Ann <ann@example.org>") -> str:
        """Everything as it stands; returns the id."""
        self.hour += 1
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "--author", author, "-m", subject)
        return self.git("rev-parse", "HEAD")

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        date = f"{1_600_000_000 + self.hour * 3600} +0000"
        return kept | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_DATE": date,
            "GIT_COMMITTER_NAME": "Ann",
            "GIT_COMMITTER_EMAIL": "ann@example.org",
            "GIT_AUTHOR_NAME": "Ann",
            "GIT_AUTHOR_EMAIL": "ann@example.org",
            "GIT_ALLOW_PROTOCOL": "file",
        }


def python(path: str) -> bool:
    """What an analyzer of Python wants."""
    return path.endswith(".py")
