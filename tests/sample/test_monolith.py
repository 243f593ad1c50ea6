"""The sample is a program that works."""

import subprocess
import sys

from .answer import SAMPLE


def test_its_own_tests_pass() -> None:
    run = subprocess.run(
        [sys.executable, "-B", "-m", "pytest", "tests", "-q", "-p", "no:cacheprovider"],
        cwd=SAMPLE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-1000:]
    passed = int(run.stdout.rsplit(" passed", 1)[0].split()[-1])
    assert passed > 150
