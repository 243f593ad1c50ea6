"""What measuring needs: a folder with a Python of its own and packages, and the files of a repository at one revision."""

import os
import subprocess
import venv
from collections.abc import Iterable
from pathlib import Path


def environment(folder: Path, needs: Iterable[str]) -> Path:
    """The Python of an environment, made and filled unless it is there whole: an install that broke off is done again."""
    if not (folder / "installed").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "-q", *needs], check=True)
        (folder / "installed").touch()
    return folder / "bin" / "python"


def checkout(repository: str, revision: str, work: Path) -> Path:
    """The files of one revision: from the folder of bare mirrors that ORACLE_MIRROR names, or cloned."""
    folder = work / f"{repository.replace('/', '-')}-{revision}"
    if not folder.is_dir():
        mirrors = os.environ.get("ORACLE_MIRROR", "")
        mirror = Path(mirrors, repository.replace("/", "+"), "repo")
        source = str(mirror) if mirrors else f"https://github.com/{repository}"
        clone = ["git", "clone", "-q", "--depth", "1", "--branch", revision, source, str(folder)]
        subprocess.run(clone, check=True)
    return folder
