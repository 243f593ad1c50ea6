"""Trees of any size made of real packages: from folders of installed packages to one tree with about so many lines.

Packages are taken whole, in an order that only their names decide and that mixes large and small. When all are taken, they
come again under another name, each file with a line of its own, so that no two files are equal.
"""

import shutil
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import count
from pathlib import Path


def grow(folders: Iterable[Path], tree: Path, lines: int) -> int:
    """Copy packages from the folders into `tree` until it has so many lines of Python; how many it has."""
    grown = 0
    for package, name in _again(_packages(folders)):
        for file in sorted(package.rglob("*.py")):
            place = tree / name / file.relative_to(package)
            place.parent.mkdir(parents=True, exist_ok=True)
            content = file.read_bytes() + (b"\n" if name == package.name else f"\n# {name}\n".encode())
            place.write_bytes(content)
            grown += content.count(b"\n")
            if grown >= lines:
                return grown
    return grown


def copy(path: Path, tree: Path, copies: int) -> None:
    """The same tree so many times side by side, each file of each copy with a line of its own, with the git repository."""
    ignore = shutil.ignore_patterns(".git", ".decompose")
    for number in range(copies):
        place = tree / f"copy{number}" if copies > 1 else tree
        shutil.copytree(path, place, symlinks=True, ignore=ignore)
        for file in place.rglob("*.py") if copies > 1 else ():
            if file.is_file() and not file.is_symlink():
                file.write_bytes(file.read_bytes() + f"\n# copy {number}\n".encode())
    git = path / ".git"
    if git.is_file():
        shutil.copy(git, tree)
    elif git.is_dir():
        (tree / ".git").write_text(f"gitdir: {git}\n")


def _packages(folders: Iterable[Path]) -> list[Path]:
    found = {
        each.name: each for folder in folders for each in sorted(folder.iterdir()) if (each / "__init__.py").is_file()
    }
    return sorted(found.values(), key=lambda package: blake2b(package.name.encode()).digest())


def _again(packages: list[Path]) -> Iterator[tuple[Path, str]]:
    """Each package under its name, then each under another one, for ever."""
    for turn in count() if packages else ():
        yield from ((package, f"{package.name}_{turn}" if turn else package.name) for package in packages)
