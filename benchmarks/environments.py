"""Environments for measuring: a folder with a Python of its own and the packages that something needs to run."""

import subprocess
import venv
from collections.abc import Iterable
from pathlib import Path


def environment(folder: Path, needs: Iterable[str]) -> Path:
    """The Python of an environment, made and filled unless it is there."""
    if not folder.is_dir():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", *needs], check=True)
    return folder / "bin" / "python"
