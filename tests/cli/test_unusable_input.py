"""Input that cannot be analysed gets one clear line and exit code 2."""

from pathlib import Path

import pytest

from tests.cli.shop import decompose, write


def complaint(*arguments: object, cwd: Path) -> str:
    """The one line on standard error."""
    done = decompose(*arguments, cwd=cwd)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_missing_path(tmp_path: Path) -> None:
    assert "nowhere" in complaint("analyze", "nowhere", cwd=tmp_path)


def test_a_path_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("x = 1")
    assert "one.py" in complaint("analyze", "one.py", cwd=tmp_path)


def test_an_empty_folder(tmp_path: Path) -> None:
    write(tmp_path, {})
    assert "system" in complaint("analyze", "system", cwd=tmp_path)


def test_a_folder_without_python(tmp_path: Path) -> None:
    write(tmp_path, {"readme.txt": "no code here"})
    assert "no Python" in complaint("analyze", "system", cwd=tmp_path)


def test_a_broken_settings_file(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = 1", "decompose.toml": "seeed = 1"})
    assert "Did you mean 'seed'" in complaint("analyze", "system", cwd=tmp_path)


def test_an_unknown_format_is_told_before_the_work_begins(tmp_path: Path) -> None:
    write(tmp_path)
    assert "Did you mean 'html'" in complaint("analyze", "system", "-o", "htm=x", cwd=tmp_path)
    assert not (tmp_path / "system" / ".decompose").exists()


def test_a_broken_history_file(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "history.txt").write_text("this is no history\n")
    assert "history.txt:1" in complaint("analyze", "system", "--history", "history.txt", cwd=tmp_path)


def test_a_missing_history_file(tmp_path: Path) -> None:
    write(tmp_path)
    assert "missing.txt" in complaint("analyze", "system", "--history", "missing.txt", cwd=tmp_path)


@pytest.mark.parametrize("command", ["report", "accept"])
def test_a_folder_that_was_not_analysed(command: str, tmp_path: Path) -> None:
    write(tmp_path)
    assert "decompose analyze" in complaint(command, "system", cwd=tmp_path)


def test_a_check_without_accepted_boundaries(tmp_path: Path) -> None:
    write(tmp_path)
    assert "decompose accept" in complaint("check", "system", cwd=tmp_path)


@pytest.mark.parametrize("text", ["", "{", '{"schema_version": "99.0"}', "[1, 2]", '{"schema_version": "1.0"}'])
def test_a_result_that_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text(text)
    assert "result.json" in complaint("report", "result.json", cwd=tmp_path)


def test_a_name_that_is_not_there_gets_a_suggestion(tmp_path: Path) -> None:
    write(tmp_path)
    assert decompose("analyze", "system", cwd=tmp_path).returncode == 0
    assert "shop.orders.cart" in complaint("explain", "module", "shop.order.cart", "--result", "system", cwd=tmp_path)


def test_who_asks_for_a_format_as_an_option_is_told_how_to_ask(tmp_path: Path) -> None:
    done = decompose("analyze", ".", "--html", "report.html", cwd=tmp_path)
    assert done.returncode == 2
    assert "--output html=FILE" in done.stderr
