"""The answer covers the whole sample, and every place it names is there."""

import ast
import os
import re
import subprocess
import sys
from collections import Counter

import pytest

from . import story
from .answer import SAMPLE, Answer, read_answer
from .commits import Commit, raw_lines

TABLES = "import hearth.models; from hearth.db import Base; print(*Base.metadata.tables, sep='\\n')"
KINDS = {
    "circular-import",
    "dead-code",
    "dynamic-import",
    "foreign-keys",
    "god-module",
    "helper-hub",
    "python-2",
    "raw-sql-join",
    "script",
    "shared-model",
    "split-transaction",
    "sql-view",
    "string-reference",
}


@pytest.fixture(scope="module")
def answer() -> Answer:
    return read_answer()


@pytest.fixture(scope="module")
def modules() -> list[str]:
    found = sorted(
        path.relative_to(SAMPLE).as_posix()
        for folder in ("hearth", "scripts")
        for path in (SAMPLE / folder).rglob("*.py")
    )
    assert len(found) > 80
    return found


def test_every_module_is_in_exactly_one_place(answer: Answer, modules: list[str]) -> None:
    named = Counter([*(f for files in answer.contexts.values() for f in files), *answer.kernel, *answer.mixed])
    assert max(named.values()) == 1
    assert sorted(named) == modules


def test_six_contexts_of_comparable_size(answer: Answer) -> None:
    assert len(answer.contexts) == 6
    assert all(8 <= len(files) <= 13 for files in answer.contexts.values())


def test_tables_are_those_of_the_models(answer: Answer) -> None:
    run = subprocess.run(
        [sys.executable, "-B", "-c", TABLES],
        cwd=SAMPLE,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(SAMPLE)},
    )
    assert sorted(answer.tables) == sorted(run.stdout.split())


def test_every_context_owns_tables(answer: Answer) -> None:
    owned = Counter(answer.tables.values())
    assert set(owned) == {*answer.contexts, "kernel"}
    assert min(owned.values()) >= 3
    assert len(answer.tables) >= 25


def test_every_place_exists(answer: Answer) -> None:
    places = [t.place for t in answer.tangles] + [s.place for s in answer.split_transactions] + list(answer.symbols)
    assert [place for place in places if not exists(place)] == []


def exists(place: str) -> bool:
    """Whether there is such a file, with such a function or class at its top level."""
    path, _, name = place.partition("::")
    if not (SAMPLE / path).is_file():
        return False
    text = (SAMPLE / path).read_text(encoding="utf-8")
    return not name or re.search(rf"^(def|class) {name}\b", text, re.MULTILINE) is not None


def test_contexts_of_a_split_transaction_are_the_owners_of_what_it_writes(answer: Answer) -> None:
    for split in answer.split_transactions:
        owners = {answer.tables[table] for table in split.writes} - {"kernel"}
        assert sorted(owners) == sorted(split.contexts), split.place
        assert len(owners) > 1


def test_mixed_files_and_their_symbols_name_contexts(answer: Answer) -> None:
    assert all(set(names) <= set(answer.contexts) and len(names) > 1 for names in answer.mixed.values())
    assert {s.partition("::")[0] for s in answer.symbols} <= set(answer.mixed)
    assert set(answer.symbols.values()) == set(answer.mixed["hearth/models/core.py"])


def test_all_kinds_of_tangles_are_there(answer: Answer) -> None:
    assert {tangle.kind for tangle in answer.tangles} >= KINDS


def test_extraction_names_every_context_once_with_a_reason(answer: Answer) -> None:
    assert sorted(answer.order) == sorted(answer.contexts) == sorted(answer.reasons)


def test_hidden_pairs_do_not_import_each_other(answer: Answer) -> None:
    assert set(answer.hidden_pairs) == {(pair.first, pair.second) for pair in story.PAIRS}
    for first, second in answer.hidden_pairs:
        assert dotted(second) not in imported(first)
        assert dotted(first) not in imported(second)


def dotted(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def imported(path: str) -> set[str]:
    """Dotted names a file imports; nothing for what Python 3 cannot parse."""
    if not path.endswith(".py") or path == "scripts/ledger_export.py":
        return set()
    names: set[str] = set()
    for node in ast.walk(ast.parse((SAMPLE / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_hidden_pairs_change_together_in_the_history(answer: Answer, commits: list[Commit]) -> None:
    """In at least five commits other than sweeps, and in six of ten of the commits of the rarer one."""
    changed = changes_without_sweeps(commits)
    for first, second in answer.hidden_pairs:
        with_first = [files for files in changed if first in files]
        with_second = [files for files in changed if second in files]
        together = sum(second in files for files in with_first)
        assert together >= 5, (first, second, together)
        assert together >= 0.6 * min(len(with_first), len(with_second)), (first, second, together)


def changes_without_sweeps(commits: list[Commit]) -> list[set[str]]:
    """Per commit the files it changes, by the names they have today."""
    sweeps = {sweep.subject for sweep in story.SWEEPS}
    trees = {commit.id: commit.tree for commit in commits}
    found = []
    for commit in commits:
        if len(commit.parents) == 1 and commit.subject not in sweeps:
            before = trees[commit.parents[0]]
            assert raw_lines(before, commit.tree)
            found.append({name for name, file in commit.tree.items() if before.get(name) != file})
    return found


def test_code_owners_name_files_that_are_there() -> None:
    rules = [
        line.split() for line in (SAMPLE / "CODEOWNERS").read_text(encoding="utf-8").splitlines() if line[:1] == "/"
    ]
    assert len(rules) > 40
    assert [path for path, _team in rules if not (SAMPLE / path[1:]).exists()] == []


def test_the_script_of_the_accountant_is_python_2(modules: list[str]) -> None:
    broken = []
    for module in modules:
        try:
            ast.parse((SAMPLE / module).read_text(encoding="utf-8"))
        except SyntaxError:
            broken.append(module)
    assert broken == ["scripts/ledger_export.py"]
