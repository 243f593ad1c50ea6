"""The process itself: readers that go away, full disks, folders that are gone, signals; never a traceback, nothing left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.shop import decompose, write


def through_a_shell(script: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """What bash answers, with `$decompose` for the command; a pipe fails if any part of it does."""
    known = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LC_ALL": "C.UTF-8", "TMPDIR": str(cwd)}
    known["decompose"] = f"{sys.executable} -m decompose"
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {script}"], capture_output=True, text=True, cwd=cwd, env=known, timeout=60
    )


def test_a_reader_that_takes_one_line_of_the_summary_is_no_error_and_the_result_is_kept(tmp_path: Path) -> None:
    system = write(tmp_path)
    done = through_a_shell(f"$decompose analyze {system} | head -c 1 > /dev/null", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (system / ".decompose" / "result.json").exists()
    done = through_a_shell(f"$decompose explain step 1 --result {system} | head -c 1 > /dev/null", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A system that has a result."""
    system = write(tmp_path_factory.mktemp("analysed"))
    assert decompose("analyze", system, cwd=system.parent).returncode == 0
    return system


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a disk that is always full")
@pytest.mark.parametrize("command", ["report", "report -o md=-", "files", "schema", "explain step 1 --result"])
def test_standard_output_on_a_full_disk_is_told_in_a_sentence(command: str, analysed: Path, tmp_path: Path) -> None:
    place = "" if command == "schema" else analysed
    done = through_a_shell(f"$decompose {command} {place} > /dev/full", tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("decompose: cannot write to standard output: No space left on device.")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["analyze", "files", "report", "config show"])
def test_a_current_folder_that_was_deleted_is_told_in_a_sentence(command: str, tmp_path: Path) -> None:
    done = through_a_shell(f"mkdir gone; cd gone; rmdir ../gone; $decompose {command}", tmp_path)
    assert done.returncode == 2
    assert done.stderr == "decompose: the current folder does not exist any more. Change to one that does.\n"


def test_what_could_not_be_written_costs_neither_the_summary_nor_the_result(tmp_path: Path) -> None:
    system = write(tmp_path)
    done = decompose("analyze", system, "-o", "md=/dev/null/x.md", cwd=tmp_path)
    assert done.returncode == 2
    assert "cannot write /dev/null/x.md" in done.stderr
    assert "candidate contexts" in done.stdout
    assert (system / ".decompose" / "result.json").exists()


def test_the_summary_off_a_terminal_is_the_text_document(analysed: Path) -> None:
    done = decompose("report", analysed, cwd=analysed)
    assert done.stdout == decompose("report", analysed, "-o", "text=-", cwd=analysed).stdout
    assert not any(line.endswith(" ") for line in done.stdout.splitlines())


def test_quiet_prints_no_summary_that_was_not_asked_for(tmp_path: Path) -> None:
    system = write(tmp_path)
    done = decompose("analyze", system, "-q", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "candidate contexts" in decompose("analyze", system, "-q", "-o", "text=-", cwd=tmp_path).stdout


def listening() -> None:
    """Hear SIGINT, which a shell's background job inherits as ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_ends_the_run_with_its_code_and_leaves_nothing_behind(name: str, code: int, tmp_path: Path) -> None:
    system = write(tmp_path, {f"shop/m{n}.py": f"x = [{n}]\n" * 20_000 for n in range(60)})
    for arguments in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=b", "commit", "-qm", "1"]):
        subprocess.run(["git", *arguments], cwd=system, check=True)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    known = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "decompose", "analyze", str(system), "-v", "-j", "2"]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=known,
        preexec_fn=listening,
    ) as process:
        assert process.stderr is not None
        while "reading history" not in process.stderr.readline():  # after it the workers start
            pass
        time.sleep(0.05)
        process.send_signal(getattr(signal, name))
        said = process.stderr.read()
    assert process.returncode == code
    assert said.splitlines()[-1] == "decompose: interrupted"
    assert list(temporary.iterdir()) == []


def test_a_reader_that_takes_one_line_of_the_summary_costs_no_document(tmp_path: Path) -> None:
    system = write(tmp_path)
    done = through_a_shell(f"$decompose analyze {system} -o md=report.md | head -c 1 > /dev/null", tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "report.md").exists()
