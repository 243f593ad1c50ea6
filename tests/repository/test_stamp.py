"""A stamp changes with whatever changes the history, and with nothing else."""

from pathlib import Path

from decompose.repository.stamp import file_stamp, history_stamp
from tests.repository.checkouts import Checkout


def test_a_commit_changes_the_stamp_and_an_edit_does_not(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "shop").write(a="1")
    checkout.commit()
    before = history_stamp(checkout.path)
    checkout.write(a="2")
    assert history_stamp(checkout.path) == before
    first = checkout.git("rev-parse", "HEAD")
    checkout.commit()
    assert history_stamp(checkout.path) != before
    assert history_stamp(checkout.path, first) == before


def test_another_folder_of_the_same_repository_has_another_stamp(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "shop").write(one__a="1", two__a="1")
    checkout.commit()
    assert len({history_stamp(checkout.path / name) for name in ("", "one", "two")}) == 3


def test_a_shallow_clone_that_learns_more_changes_its_stamp(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "shop").write(a="1")
    for number in range(3):
        checkout.commit(str(number))
    checkout.git("clone", "-q", "--depth", "1", checkout.path.as_uri(), tmp_path / "clone")
    shallow = history_stamp(tmp_path / "clone")
    assert shallow != history_stamp(checkout.path)
    checkout.git("-C", tmp_path / "clone", "fetch", "-q", "--unshallow")
    assert history_stamp(tmp_path / "clone") == history_stamp(checkout.path)


def test_without_a_repository_the_stamp_is_the_reason(tmp_path: Path) -> None:
    assert history_stamp(tmp_path).startswith("git-absent")


def test_the_stamp_of_a_file_is_that_of_its_content(tmp_path: Path) -> None:
    file = tmp_path / "history.txt"
    assert file_stamp(file) == ""
    file.write_text("one")
    one = file_stamp(file)
    file.write_text("two")
    assert "" not in {one, file_stamp(file)}
    assert one != file_stamp(file)
