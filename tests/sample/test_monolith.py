"""The sample is a program that works, and its transactions are the ones its answer names."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from .answer import SAMPLE, Answer, read_answer


@dataclass(frozen=True, slots=True)
class Committed:
    """One commit to the database in a run of the sample's tests."""

    tables: frozenset[str]
    stack: tuple[str, ...]  # path::function, innermost first


@dataclass(frozen=True, slots=True)
class Run:
    """The sample's own tests, run once with every commit watched."""

    returncode: int
    output: str
    commits: tuple[Committed, ...]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    target = tmp_path_factory.mktemp("writes") / "commits.jsonl"
    quiet = (
        "-q",
        "-W",
        "ignore:The default date",
    )  # the sample is older than Python 3.12, which adapts dates unwillingly
    done = subprocess.run(
        [sys.executable, "-B", "-m", "pytest", "tests", *quiet, "-p", "no:cacheprovider", "-p", "trace_writes"],
        cwd=SAMPLE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent), "WRITES_OF_COMMITS": str(target)},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    commits = tuple(Committed(frozenset(line["tables"]), tuple(line["stack"])) for line in lines)
    return Run(done.returncode, done.stdout + done.stderr, commits)


@pytest.fixture(scope="module")
def answer() -> Answer:
    return read_answer()


def test_its_own_tests_pass(run: Run) -> None:
    assert run.returncode == 0, run.output[-4000:]
    assert int(run.output.rsplit(" passed", 1)[0].split()[-1]) > 150


def test_split_transactions_write_the_tables_the_answer_names(run: Run, answer: Answer) -> None:
    """Over all tests; tables of the kernel may be more, for a view may have left a line in the audit log."""
    seen: dict[str, set[str]] = defaultdict(set)
    for commit in run.commits:
        for place in commit.stack:
            seen[place] |= commit.tables
    kernel = {table for table, owner in answer.tables.items() if owner == "kernel"}
    for split in answer.split_transactions:
        assert seen[split.place] >= set(split.writes), split.place
        assert seen[split.place] - kernel <= set(split.writes), split.place


def test_no_other_commit_writes_tables_of_several_contexts(run: Run, answer: Answer) -> None:
    named = {split.place for split in answer.split_transactions}
    assert len(run.commits) > 500
    for commit in run.commits:
        owners = {answer.tables[table] for table in commit.tables} - {"kernel"}
        if commit.stack and not named & set(commit.stack):
            assert len(owners) < 2, (commit.stack, sorted(commit.tables))
