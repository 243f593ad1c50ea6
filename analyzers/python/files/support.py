"""From the product files of a program to those that only tests need."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping

from decompose.evidence.unit import Role

from ..facts import PythonFacts
from .folders import dirname, upwards
from .main_guard import main_guard
from .modules import ModuleIndex

# `t` is where celery and its kin have their tests, as Perl does.
NAMED_SO = re.compile(
    r"(^|.*[-_])(integration|functional|unit|system|acceptance|smoke|load)?test(s|ing|case|cases|utils?|helpers?)?([-_].*|$)"
    r"|.+testing|t"
)

BESIDE = 2
"""Folders with the same beginning that stand beside one named after the tests of all of them (chosen)."""


def maybe_support(products: Iterable[str], facts: Mapping[str, PythonFacts], index: ModuleIndex) -> set[str]:
    """Those named after testing, but for applications, which are found by name, and what is run by itself."""
    found = set(products)
    house = house_of_tests(found)
    return {
        path
        for path in found
        if (any(map(NAMED_SO.fullmatch, path.removesuffix(".py").split("/"))) or _named_folders(path, house))
        and not any(_is_application(folder, index) for folder in _named_folders(path, house))
        and main_guard(facts[path]) is None
    }


def support(maybe: set[str], roles: Mapping[str, Role], users: Mapping[str, set[str]]) -> set[str]:
    """Those that some test needs, or others beside them in a folder of that name, and that no product needs."""
    house = house_of_tests(roles)
    kept = {path for path in maybe if roles[path] is Role.PRODUCT}
    while lost := {path for path in kept if any(_is_product(user, roles, kept) for user in users[path])}:
        kept -= lost
    needed = {path for path in kept if any(roles[user] is Role.TEST for user in users[path])}
    waiting = list(needed)
    while waiting:
        user = waiting.pop()
        beside = set(_named_folders(user, house))
        new = {
            path for path in kept - needed if user in users[path] or not beside.isdisjoint(_named_folders(path, house))
        }
        needed |= new
        waiting.extend(new)
    return needed


def house_of_tests(paths: Iterable[str]) -> set[str]:
    """Names such as `acmetests`, of a folder that stands beside `acmeapi` and `acmecommon`."""
    inside: dict[str, set[str]] = defaultdict(set)
    for folder in {above for path in paths for above in upwards(dirname(path)) if above}:
        inside[dirname(folder)].add(folder.rpartition("/")[2])
    return {
        name
        for names in inside.values()
        for name in names
        if (house := name.removesuffix("tests")) not in ("", name)
        and sum(other.startswith(house) for other in names) > BESIDE
    }


def _named_folders(path: str, house: Container[str]) -> list[str]:
    named = ((folder, folder.rpartition("/")[2]) for folder in upwards(dirname(path)))
    return [folder for folder, name in named if name in house or NAMED_SO.fullmatch(name)]


def _is_application(folder: str, index: ModuleIndex) -> bool:
    """Whether a folder is an application of its own: something that only tests use has no URLs and no settings."""
    migrated = f"{folder}/models.py" in index.paths and f"{folder}/migrations" in index.folders.every
    return migrated or f"{folder}/apps.py" in index.paths or f"{folder}/urls.py" in index.paths


def _is_product(user: str, roles: Mapping[str, Role], kept: set[str]) -> bool:
    return roles[user] not in (Role.TEST, Role.TOOLING) and user not in kept
