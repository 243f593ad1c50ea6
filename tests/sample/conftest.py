"""The commits of the story, and what the sample is found to be, made once for all tests that look at them."""

import subprocess
import sys

import pytest

from decompose.result.decomposition import Decomposition
from decompose.result.store import load

from . import make_history
from .answer import SAMPLE
from .commits import Commit


@pytest.fixture(scope="session")
def commits() -> list[Commit]:
    return make_history.all_commits()


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> Decomposition:
    """The sample, analysed by the command that the README gives."""
    out = tmp_path_factory.mktemp("sample") / "result.json"
    command = [sys.executable, "-m", "decompose", "analyze", str(SAMPLE), "--no-cache", "-q", "-o", f"json={out}"]
    subprocess.run(command, check=True, cwd=out.parent)
    return load(out)
