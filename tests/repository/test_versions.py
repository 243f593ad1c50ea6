"""Old versions of files are read by commit and path; what is not there is None."""

from pathlib import Path

import pytest

from decompose.repository.running import GitUnavailableError
from decompose.repository.versions import AT_ONCE, versions_of
from tests.repository.checkouts import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    checkout = Checkout(tmp_path / "checkout").write(shop__a="1\n", b="x blob 3\n\n")
    checkout.commit("first")
    checkout.write(shop__a="two\nlines").commit("second")
    return checkout


def test_each_place_has_its_content_in_the_order_asked(checkout: Checkout) -> None:
    new, old = checkout.git("rev-parse", "HEAD"), checkout.git("rev-parse", "HEAD~1")
    places = [(new, "shop/a.py"), (old, "gone.py"), (f"{new}^", "shop/a.py"), (f"{old}^", "shop/a.py"), (old, "b.py")]
    told = dict(versions_of(checkout.path, places, 1000))
    assert list(told) == places
    assert list(told.values()) == [b"two\nlines", None, b"1\n", None, b"x blob 3\n\n"]


def test_paths_start_at_the_analysed_folder_and_size_is_limited(checkout: Checkout) -> None:
    head = checkout.git("rev-parse", "HEAD")
    assert list(versions_of(checkout.path / "shop", [(head, "a.py"), (f"{head}^", "a.py")], 5)) == [
        ((head, "a.py"), None),
        ((f"{head}^", "a.py"), b"1\n"),
    ]


def test_folders_spaces_and_missing_objects_are_nothing(checkout: Checkout) -> None:
    checkout.put("odd name.py", "odd")
    head = checkout.commit("third")
    blob = checkout.git("rev-parse", "HEAD:shop/a.py")
    (checkout.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    places = [(head, "shop"), (head, "no such file"), (head, "odd name.py"), (head, "shop/a.py"), (head, "b.py")]
    assert [content for _, content in versions_of(checkout.path, places, 1000)] == [
        None,
        None,
        b"odd",
        None,
        b"x blob 3\n\n",
    ]


def test_more_than_fit_at_once_are_read_in_turns(checkout: Checkout) -> None:
    head = checkout.git("rev-parse", "HEAD")
    told = [content for _, content in versions_of(checkout.path, [(head, "shop/a.py")] * (AT_ONCE + 1), 1000)]
    assert told == [b"two\nlines"] * (AT_ONCE + 1)


def test_without_a_repository_there_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(GitUnavailableError):
        list(versions_of(tmp_path, [("a" * 40, "a.py")], 1000))
