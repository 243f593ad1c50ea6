"""From the paths of a tree to problems: files and folders whose names differ in case only.

Where capitals make no difference, as on most disks of macOS and Windows, a checkout holds one of them in the place of all:
the same commit then gives another result there, and imports can mean another module.
"""

from collections.abc import Iterable

from decompose.errors import Location, Problem


def differing_in_case(paths: Iterable[str]) -> tuple[Problem, ...]:
    """A problem for each path spelt as another but for capitals; of such folders one each, and none for what they hold."""
    spelt: dict[str, set[str]] = {}
    for path in _with_folders(paths):
        folder, slash, name = path.rpartition("/")
        spelt.setdefault(folder + slash + name.casefold(), set()).add(path)
    alike = (sorted(each) for each in spelt.values() if len(each) > 1)
    return tuple(sorted(_problem(path, each) for each in alike for path in each))


def _with_folders(paths: Iterable[str]) -> set[str]:
    """The paths and every folder on the way to them."""
    found: set[str] = set()
    for path in paths:
        while path and path not in found:
            found.add(path)
            path = path.rpartition("/")[0]
    return found


def _problem(path: str, alike: list[str]) -> Problem:
    others = ", ".join(one for one in alike if one != path)
    message = (
        f"differs only in case from {others}: where capitals make no difference, one of them takes the other's place"
    )
    return Problem(Location(path), "case-collision", message)
