"""Whole histories in one call to git: commits as trees of text, with any parents and dates."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from tests.repository.checkouts import Checkout


class Planned(Struct, frozen=True):
    """A commit to be made: its files with their contents, its parents by their place in the list, its time in seconds."""

    tree: Mapping[str, str]
    parents: tuple[int, ...] = ()
    time: int = 1_600_000_000
    author: str = "Ann <ann@example.org>"
    subject: str = "work"


def imported(path: Path, commits: Sequence[Planned]) -> tuple[Checkout, list[str]]:
    """A bare repository with these commits, parents first, and their ids; the last one is HEAD."""
    repository = Checkout(path, "--bare")
    stream = "".join(_command(number, commit) for number, commit in enumerate(commits, 1))
    repository.git("fast-import", "--quiet", "--force", "--export-marks=marks", stdin=stream.encode())
    marks = dict(line.split() for line in (path / "marks").read_text().splitlines())
    ids = [marks[f":{number}"] for number in range(1, len(commits) + 1)]
    repository.git("update-ref", "refs/heads/main", ids[-1])
    return repository, ids


def _command(number: int, commit: Planned) -> str:
    who = f"{commit.author} {commit.time} +0000"
    lines = [f"commit refs/heads/b{number}", f"mark :{number}", f"author {who}", f"committer {who}"]
    lines += [f"data {len(commit.subject.encode())}", commit.subject]
    lines += [f"{word} :{parent + 1}" for word, parent in zip(("from", *["merge"] * 9), commit.parents, strict=False)]
    lines.append("deleteall")
    for name, text in sorted(commit.tree.items()):
        lines += [f"M 100644 inline {name}", f"data {len(text.encode())}", text]
    return "\n".join(lines) + "\n\n"
