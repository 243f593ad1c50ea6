"""Real packages to measure against: from a pinned name of the package index to a folder with its files, nothing else.

Wheels are unpacked, never installed or imported; what is there already is not fetched again.
"""

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from decompose.analyzers.python import PYTHON_SOURCE
from decompose.evidence.analyzer import Corpus
from decompose.repository.source import SourceFile

PINNED = {
    "django": "django==5.1.4",
    "sqlalchemy": "sqlalchemy==2.0.36",
    "celery": "celery==5.4.0",
    "hypothesis": "hypothesis==6.122.3",
    "twisted": "twisted==24.11.0",
    "pip": "pip==24.3.1",
    "setuptools": "setuptools==75.6.0",
    "wagtail": "wagtail==6.3.1",
    "sympy": "sympy==1.13.3",
    "sklearn": "scikit-learn==1.6.0",
    "airflow": "apache-airflow-core==3.1.5",
}

REPOSITORY = "git+"


def fetched(name: str, work: Path) -> Path:
    """The folder that holds the package of this import name, as it would be on the import path."""
    folder = work / PINNED[name].replace("==", "-")
    if not folder.is_dir():
        with tempfile.TemporaryDirectory() as download:
            _download(PINNED[name], Path(download), "--only-binary=:all:")
            with zipfile.ZipFile(next(Path(download).glob("*.whl"))) as wheel:
                wheel.extractall(folder)  # noqa: S202 - the client checked what it fetched
    return folder


def source_of(requirement: str, work: Path) -> Path:
    """The folder of a source distribution, or of a tag of a repository: the package with its tests."""
    if requirement.startswith(REPOSITORY):
        return _checked_out(requirement.removeprefix(REPOSITORY), work)
    folder = work / f"source-{requirement.replace('==', '-')}"
    if not folder.is_dir():
        with tempfile.TemporaryDirectory() as download:
            _download(requirement, Path(download), "--no-binary=:all:")
            with tarfile.open(next(Path(download).glob("*.tar.gz"))) as archive:
                archive.extractall(folder, filter="data")
    return next(entry for entry in sorted(folder.iterdir()) if entry.is_dir())


def _checked_out(address: str, work: Path) -> Path:
    """The files of a tag of a repository (`https://…/name@tag`), for packages whose distribution has no tests."""
    url, _, tag = address.rpartition("@")
    folder = work / f"source-{url.rpartition('/')[2]}-{tag}"
    if not folder.is_dir():
        subprocess.run(["git", "clone", "-q", "--depth", "1", "--branch", tag, url, folder / "tree"], check=True)  # noqa: S607 - git is wherever the user has it
    return next(entry for entry in sorted(folder.iterdir()) if entry.is_dir())


def corpus_of(root: Path, package: str = "") -> Corpus:
    """The facts of all Python files below `root/package`, with paths relative to `root`."""
    files = sorted((root / package).rglob("*.py"))
    read = (SourceFile(file.relative_to(root).as_posix(), file.read_bytes(), "") for file in files if file.is_file())
    return Corpus({"python": {file.path: PYTHON_SOURCE.extract(file) for file in read}})


def _download(requirement: str, folder: Path, *options: str) -> None:
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", *options, "-d", folder, requirement]
    subprocess.run(command, check=True)
