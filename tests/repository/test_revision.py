"""A revision is read from git's objects: as it was then, whatever lies on disk now."""

import os
import shutil
import tracemalloc
from pathlib import Path

import pytest

from decompose.errors import DecomposeError
from decompose.repository.git import read_history
from decompose.repository.inventory import read_repository
from decompose.repository.revision import read_revision
from decompose.repository.source import Repository
from tests.repository.checkouts import Checkout, python


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Two commits: `old` with two files, then one changed, one gone and one new, not all of it committed."""
    checkout = Checkout(tmp_path / "shop").write(orders="x = 1\n", billing__invoice="y = 1\n", billing__gone="")
    checkout.commit()
    checkout.git("tag", "old")
    checkout.git("rm", "-q", "billing/gone.py")
    checkout.write(orders="x = 2\n").put("readme.txt", "words")
    checkout.commit()
    checkout.write(orders="x = 3\n", stray="")
    return checkout


def texts(repository: Repository) -> dict[str, bytes]:
    """Content by path."""
    return {file.path: file.content for file in repository.files}


def test_files_are_as_they_were_and_not_as_they_lie_on_disk(checkout: Checkout) -> None:
    found = read_revision(checkout.path, "old", python)
    assert texts(found) == {"billing/gone.py": b"", "billing/invoice.py": b"y = 1\n", "orders.py": b"x = 1\n"}
    assert (found.name, found.listed, found.problems) == ("shop", 3, ())


def test_the_checked_out_commit_of_a_clean_tree_reads_the_same_from_disk_and_from_git(checkout: Checkout) -> None:
    checkout.commit()
    assert read_revision(checkout.path, "HEAD", python) == read_repository(checkout.path, python)


def test_a_bare_repository_can_be_read(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("clone", "-q", "--bare", checkout.path, tmp_path / "bare.git")
    assert texts(read_revision(tmp_path / "bare.git", "HEAD", python))["orders.py"] == b"x = 2\n"


def test_objects_in_packs_are_read_as_loose_ones(checkout: Checkout) -> None:
    loose = read_revision(checkout.path, "HEAD~1", python)
    checkout.git("gc", "-q", "--aggressive", "--prune=now")
    assert read_revision(checkout.path, "HEAD~1", python) == loose


def test_a_folder_of_the_work_tree_limits_what_is_read(checkout: Checkout) -> None:
    assert list(texts(read_revision(checkout.path / "billing", "old", python))) == ["gone.py", "invoice.py"]


def test_a_folder_that_was_not_there_yet_is_told(checkout: Checkout) -> None:
    checkout.write(new__part="")
    with pytest.raises(DecomposeError, match="there is no folder 'new'"):
        read_revision(checkout.path / "new", "old", python)


def test_the_history_is_the_one_that_led_there(checkout: Checkout) -> None:
    history, _ = read_history(checkout.path, revision="old")
    assert history is not None
    assert [commit.id for commit in history.commits] == [checkout.git("rev-parse", "old")]


@pytest.mark.parametrize("revision", ["nowhere", "--upload-pack=x", "-Oorder", "old:orders.py", "HEAD~9", "", "a\nb"])
def test_what_names_no_commit_is_refused(checkout: Checkout, revision: str) -> None:
    with pytest.raises(DecomposeError, match="has no commit"):
        read_revision(checkout.path, revision, python)


def test_a_folder_outside_any_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DecomposeError, match="not in a git repository"):
        read_revision(tmp_path, "HEAD", python)


def test_links_submodules_and_large_files_are_told(checkout: Checkout) -> None:
    (checkout.path / "link.py").symlink_to("/etc/passwd")
    checkout.write(large="#" * 2000)
    checkout.git("add", "-A")
    oid = checkout.git("rev-parse", "HEAD")
    checkout.git("update-index", "--add", "--cacheinfo", f"160000,{oid},module.py")
    checkout.git("commit", "-qm", "odd")
    found = read_revision(checkout.path, "HEAD", python, max_file_size=1000)
    told = {problem.location.path: problem.code for problem in found.problems}
    assert told == {"link.py": "link", "large.py": "too-large", "module.py": "nested-repository"}
    assert found.listed == len(found.files) + 3


def test_excluded_files_and_folders_of_tools_are_left_out(checkout: Checkout) -> None:
    checkout.write(node_modules__x="").commit()
    found = read_revision(checkout.path, "HEAD", python, exclude=("billing/**",))
    assert list(texts(found)) == ["orders.py", "stray.py"]


def test_a_missing_object_costs_its_file_only(checkout: Checkout) -> None:
    oid = checkout.git("rev-parse", "HEAD:orders.py")
    (checkout.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    found = read_revision(checkout.path, "HEAD", python)
    assert [(problem.location.path, problem.code) for problem in found.problems] == [("orders.py", "missing-object")]
    assert list(texts(found)) == ["billing/invoice.py"]


def test_a_missing_folder_object_is_told(checkout: Checkout) -> None:
    oid = checkout.git("rev-parse", "HEAD:billing")
    (checkout.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    found = read_revision(checkout.path, "HEAD", python)
    assert [problem.code for problem in found.problems] == ["missing-object"]


def test_a_missing_commit_object_is_refused(checkout: Checkout) -> None:
    oid = checkout.git("rev-parse", "HEAD^{tree}")
    (checkout.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    with pytest.raises(DecomposeError, match="missing"):
        read_revision(checkout.path, "HEAD", python)


def test_a_sha256_repository_is_refused_with_a_way_out(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "shop", "--object-format=sha256").write(a="")
    checkout.commit()
    with pytest.raises(DecomposeError, match=r"SHA-256.*Check 'HEAD' out"):
        read_revision(checkout.path, "HEAD", python)


def test_variables_of_a_hook_do_not_lead_elsewhere(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Checkout(tmp_path / "other").write(secret="")
    other.commit()
    own = texts(read_revision(checkout.path, "HEAD", python))
    paths = {"GIT_DIR": ".git", "GIT_COMMON_DIR": ".git", "GIT_OBJECT_DIRECTORY": ".git/objects", "GIT_WORK_TREE": ""}
    for name, value in paths.items():
        monkeypatch.setenv(name, os.fspath(other.path / value))
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.repositoryFormatVersion")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "99")
    assert texts(read_revision(checkout.path, "HEAD", python)) == own
    assert not (tmp_path / "trace").exists()


def test_a_path_with_spaces_and_umlauts_is_read(checkout: Checkout, tmp_path: Path) -> None:
    shutil.copytree(checkout.path, tmp_path / "my shop")
    assert "orders.py" in texts(read_revision(tmp_path / "my shop", "HEAD", python))


def test_an_object_that_is_small_packed_and_huge_unpacked_is_told_and_never_unpacked(checkout: Checkout) -> None:
    """24 megabytes of one letter take 24 kilobytes as an object, here also as the list of commits to pass over."""
    huge = "x" * 24_000_000
    checkout.write(bomb=huge)
    checkout.put(".git-blame-ignore-revs", huge)
    checkout.commit()
    tracemalloc.start()
    found = read_revision(checkout.path, "HEAD", python)
    history, _ = read_history(checkout.path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(problem.code, str(problem.location)) for problem in found.problems] == [("too-large", "bomb.py")]
    assert history is not None
    assert history.ignored == ()
    assert most < 8_000_000
