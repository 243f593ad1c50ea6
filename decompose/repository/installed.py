"""From names of packages to a digest of the code that runs: theirs, Python's version, and what else is installed beside it."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path


def code_digest(packages: Iterable[str]) -> str:
    """Equal digests, equal code: every source file of the packages, and name and version of all distributions.

    A program under development changes without changing its version, so the files themselves are read (some 300 of ours,
    in 20 ms).
    """
    digest = blake2b(sys.version.encode(), digest_size=16)
    for distribution in _distributions():
        digest.update(f"\0{distribution}".encode("utf-8", "surrogateescape"))
    for package in sorted(set(packages)):
        for file in _sources(package):
            digest.update(f"\0{package} {file.name}\0".encode("utf-8", "surrogateescape"))
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _distributions() -> list[str]:
    """`name-version.dist-info` of whatever can be imported; the names of the folders say it all."""
    found: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            found.update(each.name for each in Path(folder).iterdir() if each.suffix in {".dist-info", ".egg-info"})
    return sorted(found)


def _sources(package: str) -> Iterator[Path]:
    """The Python files of a package or module in a fixed order; links are followed, each folder once."""
    spec = find_spec(package)
    if spec is None:
        return
    if not spec.submodule_search_locations and spec.origin:
        yield Path(spec.origin)
    seen: set[str] = set()
    for location in spec.submodule_search_locations or ():
        for folder, folders, names in os.walk(location, followlinks=True):
            real = os.path.realpath(folder)
            folders[:] = [] if real in seen else sorted(folders)
            if real not in seen:
                seen.add(real)
                yield from (Path(folder, name) for name in sorted(names) if name.endswith(".py"))
