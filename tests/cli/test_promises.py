"""What the tool promises never to do: open a connection, run the analysed code, start any program but git."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shop import FILES, write

WATCH = """
import sys
log = open(sys.argv.pop(1), "a", buffering=1)
def watch(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        log.write(f"{event}\\n")
    elif event in ("subprocess.Popen", "os.exec", "os.system", "os.posix_spawn"):
        log.write(f"{event} {arguments[0]}\\n")
    elif event == "exec" and "system" in getattr(arguments[0], "co_filename", "").split("/"):
        log.write(f"exec {arguments[0].co_filename}\\n")
sys.addaudithook(watch)
from decompose.cli import main
main()
"""


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """The small shop in a git repository, with code that would tell if it ran."""
    marker = f"open({str(tmp_path / 'ran')!r}, 'w').close()\n"
    files = {name: text + marker for name, text in FILES.items()}
    root = write(tmp_path, {**files, "setup.py": marker, "conftest.py": marker, "sitecustomize.py": marker})
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        who = {
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@b",
        }
        subprocess.run(["git", *arguments], cwd=root, check=True, env={"PATH": os.environ["PATH"], **who})
    return root


@pytest.mark.parametrize(
    "command", [["analyze", "system", "-o", "html=x.html"], ["analyze", "system", "--revision", "HEAD"]]
)
def test_no_connection_no_foreign_code_and_no_program_but_git(system: Path, command: list[str]) -> None:
    place = system.parent
    done = subprocess.run(
        [sys.executable, "-c", WATCH, "watched.log", *command],
        cwd=place,
        env={"PATH": os.environ["PATH"], "HOME": str(place)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told = (place / "watched.log").read_text().splitlines()
    assert any("git" in line for line in told), "the watch saw nothing, so it proves nothing"
    assert [line for line in told if not line.startswith("subprocess.Popen") or not line.endswith("git")] == []
    assert not (place / "ran").exists()


def test_the_watch_sees_a_connection_and_foreign_code(system: Path) -> None:
    code = WATCH.replace(
        "from decompose.cli import main\nmain()", "import socket, runpy\nrunpy.run_path(sys.argv[1])\n"
    )
    code += "socket.socket().connect_ex(('127.0.0.1', 9))\n"
    subprocess.run(
        [sys.executable, "-c", code, "watched.log", "system/setup.py"],
        cwd=system.parent,
        check=True,
        capture_output=True,
    )
    told = (system.parent / "watched.log").read_text()
    assert "socket.connect" in told
    assert "exec system/setup.py" in told
