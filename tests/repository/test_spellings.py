"""Names that only capitals tell apart are told, since another disk holds one of them."""

from pathlib import Path

import pytest

from decompose.pipeline.reading import read_files
from decompose.repository.spellings import differing_in_case
from decompose.settings import Settings


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        ("shop/order.py shop/Order.py", "shop/Order.py shop/order.py"),
        ("shop/order.py billing/Order.py", ""),
        ("Shop/a.py shop/b.py", "Shop shop"),
        ("Shop/a.py shop/a.py", "Shop shop"),
        ("straße.py STRASSE.py", "STRASSE.py straße.py"),
        ("a/b.py a/b_.py", ""),
    ],
)
def test_files_and_folders_that_differ_in_case_only_are_told(paths: str, told: str) -> None:
    assert " ".join(problem.location.path for problem in differing_in_case(paths.split())) == told


def test_both_spellings_are_read_where_capitals_count(tmp_path: Path) -> None:
    (tmp_path / "Order.py").write_text("import a\n")
    (tmp_path / "order.py").write_text("import b\n")
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("capitals make no difference here")
    repository = read_files(tmp_path, Settings(git=False))
    assert [file.path for file in repository.files] == ["Order.py", "order.py"]
    first, second = repository.problems
    assert (first.code, first.location.path) == ("case-collision", "Order.py")
    assert "differs only in case from order.py" in first.message
    assert second.location.path == "order.py"
