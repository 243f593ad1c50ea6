"""The digest of code changes with any source file and any installed version."""

from pathlib import Path

import pytest

from decompose.repository.installed import code_digest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with a package `probing` that has a folder and a link to itself, and a module `probed`."""
    (tmp_path / "probing" / "inner").mkdir(parents=True)
    (tmp_path / "probing" / "__init__.py").write_text("raise RuntimeError('never imported')")
    (tmp_path / "probing" / "inner" / "deep.py").write_text("1")
    (tmp_path / "probing" / "inner" / "loop").symlink_to(tmp_path / "probing")
    (tmp_path / "probed.py").write_text("1")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_equal_code_has_equal_digests_in_whatever_order_it_is_named(folder: Path) -> None:
    assert code_digest(["probing", "probed"]) == code_digest(["probed", "probing", "probed"])
    assert code_digest(["probing"]) != code_digest(["probed"])
    assert code_digest([]) == code_digest(["no_such_package"])


@pytest.mark.parametrize(
    "changed", ["probing/__init__.py", "probing/inner/deep.py", "probing/inner/new.py", "probed.py"]
)
def test_any_change_of_a_source_file_shows(folder: Path, changed: str) -> None:
    before = code_digest(["probing", "probed"])
    (folder / changed).write_text("2")
    assert code_digest(["probing", "probed"]) != before


def test_another_version_of_anything_installed_shows(folder: Path) -> None:
    before = code_digest([])
    (folder / "grammar-2.0.dist-info").mkdir()
    assert code_digest([]) != before
