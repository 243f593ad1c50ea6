"""A repository that is damaged, moved or only half there: what is missing is told with what mends it, never taken for nothing."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from decompose.errors import Problem
from decompose.repository.borrowing import private_folder
from decompose.repository.git import read_history
from decompose.repository.inventory import read_repository
from tests.repository.checkouts import Checkout, python


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Two commits: one adds shop/a.py and b.py, one changes b.py."""
    checkout = Checkout(tmp_path / "checkout").write(shop__a="1\n", b="1\n")
    checkout.commit("first")
    checkout.write(b="2\n").commit("second")
    return checkout


def problem_of(root: Path) -> Problem:
    """The one reason why there is no history."""
    history, [problem] = read_history(root)
    assert history is None
    return problem


def lose(checkout: Checkout, name: str) -> None:
    """Remove one object, as a clone without it or a bad disk would."""
    id = checkout.git("rev-parse", name)
    (checkout.path / ".git/objects" / id[:2] / id[2:]).unlink()


def garble(checkout: Checkout, name: str) -> None:
    id = checkout.git("rev-parse", name)
    file = checkout.path / ".git/objects" / id[:2] / id[2:]
    file.chmod(0o644)
    file.write_bytes(b"garbled")


@pytest.mark.parametrize("damage", [lose, garble])
@pytest.mark.parametrize("name", ["HEAD", "HEAD~1", "HEAD^{tree}", "HEAD~1:shop"])
def test_an_object_that_git_cannot_read_makes_no_short_history(
    checkout: Checkout, damage: Callable[[Checkout, str], None], name: str
) -> None:
    damage(checkout, name)
    problem = problem_of(checkout.path)
    assert problem.code == "git-incomplete"
    assert "`git fsck` tells what is missing" in problem.message
    assert str(checkout.path) not in problem.message


@pytest.mark.parametrize("content", ["", "garbage\n", "0" * 40 + "\n"])
def test_a_branch_that_names_no_commit_is_not_an_empty_repository(checkout: Checkout, content: str) -> None:
    (checkout.path / ".git/refs/heads/main").write_text(content)
    problem = problem_of(checkout.path)
    assert problem.code == "git-incomplete"
    assert "(refs/heads/main) holds no commit" in problem.message or "000000000000" in problem.message


def test_what_was_borrowed_from_a_repository_that_moved_is_told(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("clone", "-q", "--shared", ".", tmp_path / "shared")
    checkout.path.rename(tmp_path / "moved")
    problem = problem_of(tmp_path / "shared")
    assert problem.code == "git-incomplete"
    assert "borrows objects from a repository that is gone" in problem.message


def test_objects_borrowed_by_a_relative_path_are_found(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("clone", "-q", "--shared", ".", tmp_path / "shared")
    (tmp_path / "shared/.git/objects/info/alternates").write_text("../../../checkout/.git/objects\n")
    history, problems = read_history(tmp_path / "shared")
    assert history is not None
    assert (len(history.commits), problems) == (2, ())


@pytest.mark.parametrize("content", [None, "garbage"])
def test_a_folder_that_was_a_repository_is_not_one_without_history(checkout: Checkout, content: str | None) -> None:
    head = checkout.path / ".git/HEAD"
    head.unlink()
    if content is not None:
        head.write_text(content)
    problem = problem_of(checkout.path / "shop")
    assert problem.code == "git-failed"
    assert "the .git folder lacks HEAD, objects or refs" in problem.message
    assert [file.path for file in read_repository(checkout.path, python).files] == ["b.py", "shop/a.py"]


def test_a_linked_work_tree_whose_repository_is_gone_says_how_to_mend_it(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("worktree", "add", "-q", "-b", "side", tmp_path / "linked")
    checkout.path.rename(tmp_path / "moved")
    problem = problem_of(tmp_path / "linked")
    assert problem.code == "git-failed"
    assert "`git worktree repair`" in problem.message
    assert str(tmp_path) not in problem.message


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("[[[broken", "bad config line 1 in file .git/config"),
        ("[core]\nrepositoryFormatVersion = 9\n", "Expected git repo version <= 1, found 9"),
        ("[core]\nrepositoryFormatVersion = 1\n[extensions]\nmoonbeams = true\n", "extension found: moonbeams"),
        ("[core]\nrepositoryFormatVersion = 1\n[extensions]\nobjectFormat = md5\n", "md5"),
    ],
)
def test_a_configuration_that_git_refuses_is_told_in_gits_words(checkout: Checkout, config: str, said: str) -> None:
    (checkout.path / ".git/config").write_text(config)
    problem = problem_of(checkout.path)
    assert problem.code == "git-failed"
    assert said in problem.message


def test_a_damaged_or_locked_index_does_not_matter(checkout: Checkout) -> None:
    before, _ = read_history(checkout.path)
    (checkout.path / ".git/index").write_bytes(b"garbage")
    (checkout.path / ".git/index.lock").touch()
    assert read_history(checkout.path) == (before, ())
    assert [file.path for file in read_repository(checkout.path, python).files] == ["b.py", "shop/a.py"]


def test_a_clone_without_contents_has_its_history_and_one_without_trees_says_so(
    checkout: Checkout, tmp_path: Path
) -> None:
    checkout.git("config", "uploadpack.allowFilter", "true")
    for kind in ("blob:none", "tree:0"):
        url = checkout.path.as_uri()
        checkout.git("clone", "-q", f"--filter={kind}", "--no-checkout", url, tmp_path / kind)
    whole, _ = read_history(checkout.path)
    assert read_history(tmp_path / "blob:none") == (whole, ())
    assert problem_of(tmp_path / "tree:0").code == "git-incomplete"
    checkout.git("-C", tmp_path / "tree:0", "fetch", "-q", "--refetch", "--no-filter")
    assert read_history(tmp_path / "tree:0") == (whole, ())


def test_a_submodule_has_its_own_history_and_its_system_has_none_of_it(checkout: Checkout, tmp_path: Path) -> None:
    system = Checkout(tmp_path / "system").write(main="1\n")
    system.commit("begin")
    system.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", checkout.path, "lib")
    system.commit("with a library")
    inside, _ = read_history(system.path / "lib")
    above, _ = read_history(system.path, wants=python)
    assert inside is not None
    assert above is not None
    assert [commit.subject for commit in inside.commits] == ["second", "first"]
    assert [change.path for commit in above.commits for change in commit.changes] == ["main.py"]


def test_a_folder_for_temporary_files_that_cannot_be_written_is_told(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    problem = problem_of(checkout.path)
    assert problem.code == "git-failed"
    assert "no folder for temporary files could be made" in problem.message


def test_a_private_folder_is_gone_whatever_ends_its_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(KeyboardInterrupt), private_folder() as folder:
        assert (folder.parent, folder.stat().st_mode & 0o777) == (tmp_path, 0o700)
        (folder / "file").touch()
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_the_shadow_is_a_repository_to_git_and_made_without_running_it(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A `git init` that an interrupt left running went on writing after its folder was removed."""
    log = tmp_path / "log"
    real = shutil.which("git")
    (tmp_path / "bin").mkdir()
    git = tmp_path / "bin/git"
    git.write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {real} "$@"\n')
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{git.parent}{os.pathsep}{os.environ['PATH']}")
    history, _ = read_history(checkout.path)
    assert history is not None
    assert " init" not in log.read_text()


def test_a_git_that_takes_too_long_is_told_with_what_reads_less(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("decompose.repository.log.STREAM_SECONDS", 0.2)
    (tmp_path / "bin").mkdir()
    slow = tmp_path / "bin/git"
    slow.write_text(f'#!/bin/sh\ncase "$*" in *--topo-order*) exec sleep 30;; esac\nexec {shutil.which("git")} "$@"\n')
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    problem = problem_of(checkout.path)
    assert problem.code == "git-incomplete"
    assert "it took longer than 0.2 seconds (--since or --max-commits read less)" in problem.message
