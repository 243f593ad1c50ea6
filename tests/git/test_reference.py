"""The whole way from a repository to pairs, against a naive implementation that knows who each file is."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from decompose.analyzers.git import GIT
from decompose.evidence.analyzer import Corpus
from decompose.evidence.evidence import Evidence
from decompose.repository.git import read_history
from tests.repository.checkouts import python
from tests.repository.fast_import import Planned, imported

DAY = 86_400


class Told(Struct):
    """A planned repository with, for each commit, which files it touched; a file is a number, whatever it is called."""

    planned: list[Planned]
    touched: list[set[int]]
    names: dict[int, str]


class State:
    """Files as they are after a commit: name and content by number."""

    def __init__(self, files: dict[int, tuple[str, str]] | None = None) -> None:
        self.files = dict(files or {})

    def edit(self, file: int, version: int) -> None:
        name, content = self.files[file]
        lines = content.splitlines()
        lines[version % 20] = f"file {file} version {version}"
        self.files[file] = name, "\n".join(lines) + "\n"

    def tree(self) -> dict[str, str]:
        return dict(self.files.values())


@st.composite
def systems(draw: st.DrawFn) -> Told:
    """Files come, change, move with and without edits, and go; branches change what may have moved since they began."""
    state = State({0: ("m0.py", text(0)), 1: ("m1.py", text(1)), 2: ("note.txt", text(2))})
    planned, touched, states = [Planned(state.tree())], [{0, 1, 2}], [state]
    tip, fresh = 0, 3
    for version in range(1, draw(st.integers(2, 10))):
        start = draw(st.sampled_from([tip, tip, tip, *range(len(states))]))
        branch = start != tip
        state = State(states[start].files)
        changed: set[int] = set()
        for _ in range(draw(st.integers(1, 4))):
            file = draw(st.sampled_from(sorted(state.files)))
            action = draw(
                st.sampled_from(["edit", "edit", "edit", *(["move", "move and edit", "add", "remove"] * (not branch))])
            )
            if file in changed and action != "add":
                continue
            if action == "add":
                file, fresh = fresh, fresh + 1
                state.files[file] = f"part{file % 3}/m{file}.py", text(file)
            if action.startswith("move"):
                state.files[file] = (
                    f"part{version}/v{version}f{file}{Path(state.files[file][0]).suffix}",
                    state.files[file][1],
                )
            if action.endswith("edit"):
                state.edit(file, version)
            if action == "remove":
                if len(state.files) < 3:
                    continue
                del state.files[file]
            changed.add(file)
        planned.append(Planned(state.tree(), (start,), 1_600_000_000 + version * DAY, subject=f"step {version}"))
        touched.append(changed)
        states.append(state)
        if branch:
            main = states[tip]
            merged = State(
                {file: (main.files[file][0], state.files.get(file, main.files[file])[1]) for file in main.files}
            )
            planned.append(
                Planned(merged.tree(), (tip, len(states) - 1), 1_600_000_000 + version * DAY, subject="merge")
            )
            touched.append(set())
            states.append(merged)
        tip = len(states) - 1
    return Told(planned, touched, {file: name for file, (name, _) in states[tip].files.items() if name.endswith(".py")})


def text(file: int) -> str:
    return "".join(f"line {line} of file {file}\n" for line in range(20))


def naive(told: Told, order: list[int]) -> dict[tuple[str, str], tuple[int, float, tuple[int, int], float]]:
    """Common changes, support, changes since both exist and lift of each pair, by going through all commits each time."""
    changes = [
        {told.names[file] for file in told.touched[at] if file in told.names}
        for at in order
        if len(told.planned[at].parents) < 2
    ]
    changes = [change for change in changes if change]
    pairs = Counter(pair for change in changes for pair in combinations(sorted(change), 2))
    return {pair: (count, *figures(pair, changes)) for pair, count in pairs.items()}


def figures(pair: tuple[str, str], changes: list[set[str]]) -> tuple[float, tuple[int, int], float]:
    support = sum(1 / (len(change) - 1) for change in changes if set(pair) <= change)
    begun = [max(at for at, change in enumerate(changes) if name in change) for name in pair]
    both = changes[: min(begun) + 1]
    one, other = (sum(name in change for change in both) for name in pair)
    touches, meetings = sum(map(len, both)), sum(len(change) * (len(change) - 1) for change in both)
    return support, (one, other), sum(set(pair) <= change for change in both) / (one * other * meetings / touches**2)


def found(
    evidence: tuple[Evidence, ...],
) -> Iterator[tuple[tuple[str, str], tuple[int, float, tuple[int, int], float]]]:
    for each in evidence:
        assert each.together is not None
        yield (each.source, each.target), (each.count, each.support, each.together.changes, each.together.lift)


@given(systems())
@settings(max_examples=25, deadline=None)
def test_every_pair_is_what_going_through_all_commits_gives(told: Told) -> None:
    with TemporaryDirectory() as place:
        repository, ids = imported(Path(place) / "r.git", told.planned)
        order = [ids.index(id) for id in repository.git("rev-list", "--topo-order", "HEAD").split()]
        history, problems = read_history(repository.path, wants=python)
        assert problems == ()
        findings = GIT.analyze(Corpus({"words": dict.fromkeys(told.names.values())}, history))
        seen, expected = dict(found(findings.evidence)), naive(told, order)
        assert seen.keys() == expected.keys()
        for pair, (count, support, changes, lift) in expected.items():
            assert seen[pair][::2] == (count, changes)
            assert seen[pair][1] == pytest.approx(support)
            assert seen[pair][3] == pytest.approx(lift, abs=0.006)
        counts = Counter(told.names[f] for files in touched(told, order) for f in files if f in told.names)
        assert {each.unit: each.commits for each in findings.activity} == counts


def touched(told: Told, order: list[int]) -> list[set[int]]:
    return [told.touched[at] for at in order if len(told.planned[at].parents) < 2]
