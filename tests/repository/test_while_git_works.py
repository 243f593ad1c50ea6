"""Whatever others do to a repository while it is read: only objects are read, and those of the commit that was there first."""

import shutil
from pathlib import Path

import pytest

from decompose.repository.git import read_history
from decompose.repository.inventory import read_repository
from decompose.repository.log import Span, log
from decompose.repository.revision import read_revision
from decompose.repository.shadow import shadow_of
from tests.repository.checkouts import Checkout, python

LOCKS = ("index.lock", "HEAD.lock", "refs/heads/main.lock", "packed-refs.lock", "gc.pid", "shallow.lock")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Two commits of one file."""
    checkout = Checkout(tmp_path / "shop").write(orders="x = 1\n")
    checkout.commit("first")
    checkout.write(orders="x = 2\n").commit("second")
    return checkout


def subjects(root: Path) -> list[str]:
    """Of all commits that can be read, newest first."""
    history, problems = read_history(root)
    assert history is not None
    assert problems == ()
    return [commit.subject for commit in history.commits]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_of_another_git_is_neither_waited_for_nor_removed(checkout: Checkout, lock: str) -> None:
    place = checkout.path / ".git" / lock
    place.write_text("1 host")
    assert subjects(checkout.path) == ["second", "first"]
    assert [file.path for file in read_repository(checkout.path, python).files] == ["orders.py"]
    assert [file.content for file in read_revision(checkout.path, "HEAD", python).files] == [b"x = 2\n"]
    assert place.read_text() == "1 host"


def test_objects_that_are_packed_between_two_questions_are_found_in_their_pack(checkout: Checkout) -> None:
    with shadow_of(checkout.path) as shadow:
        assert len(list(log(shadow, Span(), None))) == 2
        checkout.git("gc", "-q", "--prune=now")
        assert not list((checkout.path / ".git/objects").glob("??/*"))
        assert len(list(log(shadow, Span(), None))) == 2
        assert shadow.blob("orders.py", 100) == b"x = 2\n"


def test_a_commit_made_meanwhile_is_none_of_this_run(checkout: Checkout) -> None:
    with shadow_of(checkout.path) as shadow:
        checkout.write(orders="x = 3\n").commit("third")
        assert [commit.subject for commit in log(shadow, Span(), None)] == ["second", "first"]
        assert shadow.blob("orders.py", 100) == b"x = 2\n"


def test_a_repository_that_vanishes_while_it_is_read_is_told(checkout: Checkout) -> None:
    with shadow_of(checkout.path) as shadow:
        shutil.rmtree(checkout.path / ".git/objects")
        assert shadow.blob("orders.py", 100) == b""
