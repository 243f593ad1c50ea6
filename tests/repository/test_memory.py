"""What is remembered of commits makes reading faster and never different, whatever becomes of the branches."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.errors import Problem
from decompose.repository import log
from decompose.repository.cache import open_cache
from decompose.repository.git import read_history
from decompose.repository.history import History
from decompose.repository.memory import ChangeMemory
from decompose.repository.shadow import Shadow
from tests.repository.checkouts import Checkout, python
from tests.repository.fast_import import Planned, imported

Read = tuple[History | None, tuple[Problem, ...]]

LINES = [f"line {number}\n" for number in range(12)]


@contextmanager
def remembering(folder: Path, version: str = "1") -> Iterator[ChangeMemory]:
    with open_cache(folder) as cache:
        yield ChangeMemory(cache, version)


def read(root: Path, cache: Path, **options: object) -> Read:
    with remembering(cache) as memory:
        return read_history(root, memory=memory, wants=python, **options)  # type: ignore[arg-type]  # free-form in tests


@st.composite
def histories(draw: st.DrawFn) -> list[Planned]:
    """Up to eight commits with one or two earlier ones as parents; files change, move and go, some with edits."""
    planned: list[Planned] = []
    for number in range(draw(st.integers(2, 8))):
        earlier = st.integers(0, number - 1)
        parents = draw(st.lists(earlier, min_size=1, max_size=2, unique=True)) if number else []
        tree = dict(planned[parents[0]].tree) if parents else {}
        for _ in range(draw(st.integers(0, 3))):
            name = draw(st.sampled_from(["shop/a.py", "shop/b.py", "c.py", "notes.txt", "shop/d.txt"]))
            tree[name] = "".join(draw(st.permutations(LINES)))
        for old in sorted(tree):
            if old.endswith(".py") and draw(st.integers(0, 9)) == 0:
                tree[draw(st.sampled_from(["shop/x.py", "y.py"]))] = tree.pop(old) + draw(
                    st.sampled_from(["", "edit\n"])
                )
        time = 1_600_000_000 + 86_400 * draw(st.integers(0, 12))
        planned.append(Planned(tree, tuple(parents), time, subject=f"number {number}"))
    return planned


@given(histories(), st.data())
@settings(max_examples=10, deadline=None)
def test_what_is_read_with_a_memory_is_what_is_read_without(planned: list[Planned], data: st.DataObject) -> None:
    with TemporaryDirectory() as place:
        repository, ids = imported(Path(place) / "r.git", planned)
        for revision in data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=3)):
            options: dict[str, object] = {"revision": revision}
            options |= data.draw(st.sampled_from([{}, {}, {"since": "2020-09-18"}, {"max_commits": 2}]))
            plain = read_history(repository.path, wants=python, **options)  # type: ignore[arg-type]  # free-form in tests
            assert read(repository.path, Path(place) / "cache", **options) == plain


@given(histories(), st.data())
@settings(max_examples=6, deadline=None)
def test_so_it_is_for_a_folder(planned: list[Planned], data: st.DataObject) -> None:
    with TemporaryDirectory() as place:
        bare, ids = imported(Path(place) / "r.git", planned)
        checkout = Checkout(Path(place) / "checkout")
        checkout.git("fetch", "-q", bare.path, "+refs/heads/*:refs/heads/*", "--update-head-ok")
        (checkout.path / "shop").mkdir()
        for revision in data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2)):
            for options in ({}, {"max_commits": 1}, {"since": "2020-09-18"}):
                plain = read_history(checkout.path / "shop", wants=python, revision=revision, **options)
                cache = Path(place) / "cache"
                assert read(checkout.path / "shop", cache, revision=revision, **options) == plain


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    checkout = Checkout(tmp_path / "checkout").write(a="1\n", b="1\n")
    checkout.commit("first")
    checkout.write(a="2\n").commit("second")
    return checkout


def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The arguments of every `git log` from now on that compares commits."""
    asked: list[str] = []
    stream = log._stream

    def watched(shadow: Shadow, arguments: list[str | bytes], stdin: bytes) -> object:
        if "--raw" in arguments:
            asked.append(stdin.decode() or "all")
        return stream(shadow, arguments, stdin)

    monkeypatch.setattr(log, "_stream", watched)
    return asked


def test_only_what_is_new_is_compared(checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asked_for(monkeypatch)
    read(checkout.path, tmp_path / "cache")
    read(checkout.path, tmp_path / "cache")
    assert asked == ["all"]
    third = checkout.write(b="2\n").commit("third")
    read(checkout.path, tmp_path / "cache")
    assert asked == ["all", f"{third}\n"]


def test_a_rewritten_branch_costs_its_new_commits_only(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(checkout.path, tmp_path / "cache")
    asked = asked_for(monkeypatch)
    checkout.git("reset", "-q", "--hard", "HEAD~1")
    other = checkout.write(b="3\n").commit("other second")
    history, _ = read(checkout.path, tmp_path / "cache")
    assert history is not None
    assert [commit.subject for commit in history.commits] == ["other second", "first"]
    assert asked == [f"{other}\n"]


def test_a_fresh_clone_elsewhere_profits_and_another_version_does_not(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(checkout.path, tmp_path / "cache")
    checkout.git("clone", "-q", ".", tmp_path / "clone")
    asked = asked_for(monkeypatch)
    read(tmp_path / "clone", tmp_path / "cache")
    assert asked == []
    with remembering(tmp_path / "cache", "2") as memory:
        read_history(tmp_path / "clone", memory=memory, wants=python)
    assert asked == ["all"]


def test_neither_names_nor_mails_nor_words_of_people_are_kept(checkout: Checkout, tmp_path: Path) -> None:
    checkout.write(c="1\n").commit("secret subject", author="Zoe Quux <zoe@quux.example>")
    read(checkout.path, tmp_path / "cache")
    stored = (tmp_path / "cache/facts.sqlite").read_bytes()
    assert b"c.py" in stored
    assert not any(word in stored for word in (b"Zoe", b"quux", b"secret"))


def test_what_cannot_be_decoded_is_read_anew(checkout: Checkout, tmp_path: Path) -> None:
    whole = read(checkout.path, tmp_path / "cache")
    with open_cache(tmp_path / "cache") as cache:
        kind = ChangeMemory(cache, "1")._kind(b"")
        cache.store(kind, [(checkout.git("rev-parse", "HEAD"), b"\xc1garbled")])
    assert read(checkout.path, tmp_path / "cache") == whole


def test_a_rename_that_could_not_be_compared_is_looked_for_again(checkout: Checkout, tmp_path: Path) -> None:
    checkout.write(c="".join(LINES)).commit("third")
    checkout.git("mv", "c.py", "d.py")
    checkout.write(d="".join([*LINES, "more\n"])).commit("moved")
    blob = checkout.git("rev-parse", "HEAD:d.py")
    file = checkout.path / ".git/objects" / blob[:2] / blob[2:]
    kept = file.rename(tmp_path / "kept")
    read(checkout.path, tmp_path / "cache")
    _, [problem] = read(checkout.path, tmp_path / "cache")
    assert problem.code == "git-renames"
    kept.rename(file)
    history, problems = read(checkout.path, tmp_path / "cache")
    assert history is not None
    assert ([change.status for change in history.commits[0].changes], problems) == (["R"], ())
