"""The history of the sample is what its story says, and is what git itself would print."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from . import make_history, story
from .commits import Commit, as_text, topological

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_monolith"
OUTSIDE_HISTORY = {"README.md", "answer.toml", "decompose.toml", "history.txt"}
FORMAT = "commit %H%nparents %P%ndate %ct%nauthor %aN <%aE>%nsubject %s"


@dataclass(frozen=True, slots=True)
class Entry:
    """A commit as it stands in the text."""

    oid: str
    parents: tuple[str, ...]
    seconds: int
    author: str
    subject: str
    changes: tuple[tuple[str, ...], ...]  # (old blob, new blob, status, path, new path of a rename)


@pytest.fixture(scope="module")
def text() -> str:
    return (SAMPLE / "history.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def entries(text: str) -> list[Entry]:
    return list(parsed(text))


def parsed(text: str) -> Iterator[Entry]:
    """The commits of the text, newest first."""
    for block in ("\n" + text).split("\ncommit ")[1:]:
        oid, parents, seconds, author, subject, *rest = block.rstrip("\n").split("\n")
        changes = []
        for line in rest[1:]:
            modes_and_ids, *names = line.split("\t")
            _old_mode, _new_mode, old, new, status = modes_and_ids.split(" ")
            changes.append((old, new, status, *names))
        assert rest[:1] in ([], [""])
        yield Entry(
            oid,
            tuple(parents.removeprefix("parents ").split()),
            int(seconds.removeprefix("date ")),
            author.removeprefix("author "),
            subject.removeprefix("subject "),
            tuple(changes),
        )


def test_the_committed_text_is_the_story_told_again_byte_for_byte(text: str, commits: list[Commit]) -> None:
    assert as_text(commits) == text


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_text_does_not_depend_on_the_hash_seed(text: str, seed: str) -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from tests.sample import make_history as m; sys.stdout.write(m.history())",
    ]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    )
    assert run.stdout.decode() == text


def test_git_prints_this_very_text_for_a_repository_with_these_commits(
    text: str, commits: list[Commit], tmp_path: Path
) -> None:
    git = ["git", "-C", str(tmp_path)]
    clean = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C.UTF-8",
    }
    subprocess.run([*git, "init", "--quiet", "--bare", "."], env=clean, check=True)
    subprocess.run([*git, "fast-import", "--quiet"], input=b"".join(import_stream(commits)), env=clean, check=True)
    log = subprocess.run(
        [
            *git,
            "log",
            "--topo-order",
            "--raw",
            "--no-abbrev",
            "-M",
            "--no-color",
            "--encoding=UTF-8",
            f"--format={FORMAT}",
            "refs/heads/main",
        ],
        env=clean,
        check=True,
        capture_output=True,
    )
    assert log.stdout.decode() == text


def import_stream(commits: list[Commit]) -> Iterator[bytes]:
    """What git fast-import reads: every commit with its whole tree."""
    marks = {commit.id: f":{number}" for number, commit in enumerate(commits, start=1)}
    for commit in commits:
        who = f"{commit.author} <{commit.mail}> {commit.seconds} +0000"
        subject = f"{commit.subject}\n".encode()
        yield f"commit refs/heads/main\nmark {marks[commit.id]}\nauthor {who}\ncommitter {who}\n".encode()
        yield b"data %d\n%s" % (len(subject), subject)
        for word, parent in zip(("from", "merge"), commit.parents, strict=False):
            yield f"{word} {marks[parent]}\n".encode()
        yield b"deleteall\n"
        for file in commit.tree.values():
            yield f"M 100644 inline {file.path}\ndata {len(file.content)}\n".encode() + file.content + b"\n"


def test_parents_come_later_in_the_text_and_earlier_in_time(entries: list[Entry]) -> None:
    position = {entry.oid: number for number, entry in enumerate(entries)}
    seconds = {entry.oid: entry.seconds for entry in entries}
    for entry in entries:
        for parent in entry.parents:
            assert position[parent] > position[entry.oid]
            assert seconds[parent] < entry.seconds
    assert [entry.oid for entry in entries if not entry.parents] == [entries[-1].oid]


def test_every_change_follows_from_the_version_before_it(entries: list[Entry], commits: list[Commit]) -> None:
    """A is new, M, D and R start from the blob that was there; what a merge makes only the story knows."""
    told = {commit.id: {file.path: file.blob for file in commit.tree.values()} for commit in commits}
    trees: dict[str, dict[str, str]] = {}
    merges = 0
    for entry in reversed(entries):
        tree = dict(trees[entry.parents[0]]) if entry.parents else {}
        if len(entry.parents) == 2:
            merges += 1
            sides = (tree, trees[entry.parents[1]])
            tree = told[entry.oid]
            assert set(tree) <= set(sides[0]) | set(sides[1])
            assert sum(blob in (sides[0].get(path), sides[1].get(path)) for path, blob in tree.items()) > 0.9 * len(
                tree
            )
        for old, new, status, path, *renamed in entry.changes:
            assert tree.pop(path, "0" * 40) == old, (entry.oid, path)
            if status != "D":
                tree[renamed[0] if renamed else path] = new
        trees[entry.oid] = tree
    assert merges == story.MERGED_BRANCHES


def test_the_files_at_the_end_are_the_files_of_the_sample(commits: list[Commit]) -> None:
    listed = {file.path for file in commits[-1].tree.values()}
    real = {
        path.relative_to(SAMPLE).as_posix()
        for path in SAMPLE.rglob("*")
        if path.is_file() and not {"__pycache__", ".pytest_cache", ".decompose"} & set(path.parts)
    }
    assert listed == real - OUTSIDE_HISTORY
    assert topological(commits)[0] is commits[-1]


def test_it_has_the_size_and_the_people_of_the_story(entries: list[Entry]) -> None:
    assert 380 <= len(entries) <= 460
    authors = Counter(entry.author.split(" <")[0] for entry in entries)
    assert set(authors) == {person.name for person in story.PEOPLE} | {story.BOT}
    assert authors[story.BOT] == len(story.BUMPS)
    tickets = sum(entry.subject.startswith("SHOP-") for entry in entries)
    assert tickets > len(entries) / 2


def test_who_has_left_commits_no_more(entries: list[Entry]) -> None:
    gone = {person.name: person.until for person in story.PEOPLE if person.until != story.LAST_DAY}
    assert len(gone) == 2
    for entry in entries:
        until = gone.get(entry.author.split(" <")[0], story.LAST_DAY)
        assert entry.seconds < make_history.at(until, 23, 59)


def test_sweeps_touch_every_file_and_features_few(entries: list[Entry]) -> None:
    sweeps = {sweep.subject for sweep in story.SWEEPS}
    for entry in entries:
        if entry.subject in sweeps:
            assert len(entry.changes) > 90
        elif entry.subject.startswith("SHOP-"):
            assert 1 <= len(entry.changes) <= 9
    assert sweeps <= {entry.subject for entry in entries}


def test_renames_are_seen_with_and_without_edits(entries: list[Entry]) -> None:
    statuses = [change[2] for entry in entries for change in entry.changes if change[2].startswith("R")]
    assert len(statuses) == sum(len(move.renamed) for move in story.MOVES) == len(story.BORN_AS)
    assert {"R100"} < set(statuses)
