"""From the paths, imports and texts of a whole program to what each file is for."""

import re
from collections.abc import Iterable, Mapping

from decompose.evidence.options import Options
from decompose.evidence.unit import Role

from .facts import Import, PythonFacts
from .folders import dirname, upwards
from .modules import ModuleIndex
from .references import NAMESPACE
from .roles import role_of

SUPPORT = re.compile(r"(^|.*_)test(s|ing|case|cases|utils?|helpers?)?(_.*|$)")
# Files that make a package an application of its own: something that only tests use has no URLs and no settings.
APPLICATION = ("apps.py", "models.py", "urls.py")


def roles_of(facts: Mapping[str, PythonFacts], index: ModuleIndex, options: Options) -> dict[str, Role]:
    """The role of every file: what the user says, else what its path says, else test if only tests import it.

    The last holds for what is named after testing (`shop/testing/client.py`, `shop/test_data.py` is one by path already)
    and imported by at least one test and by nothing else but its like.
    """
    found = {path: options.role_told(path) or role_of(path, one.generated) for path, one in facts.items()}
    named = {path for path in facts if found[path] is Role.PRODUCT and _is_named_so(path, index)}
    told = {path for path in named if options.role_told(path)}
    return found | dict.fromkeys(_support(facts, index, found, named - told), Role.TEST)


def _is_named_so(path: str, index: ModuleIndex) -> bool:
    parts = path.removesuffix(".py").split("/")
    if not any(SUPPORT.fullmatch(part) for part in parts):
        return False
    tested = [folder for folder in upwards(dirname(path)) if SUPPORT.fullmatch(folder.rpartition("/")[2])]
    return not any(f"{folder}/{name}" in index.paths for folder in tested for name in APPLICATION)


def _support(
    facts: Mapping[str, PythonFacts], index: ModuleIndex, roles: Mapping[str, Role], named: set[str]
) -> set[str]:
    """Those that some test needs, by way of others of them or not, and that nothing else needs."""
    users = _users(facts, index, named) if named else {}
    kept = set(named)
    while lost := {path for path in kept if any(_is_other(user, roles, kept) for user in users[path])}:
        kept -= lost
    needed = {path for path in kept if any(roles[user] is Role.TEST for user in users[path])}
    waiting = list(needed)
    while waiting:
        user = waiting.pop()
        new = {path for path in kept - needed if user in users[path]}
        needed |= new
        waiting.extend(new)
    return needed


def _is_other(user: str, roles: Mapping[str, Role], kept: set[str]) -> bool:
    return roles[user] is not Role.TEST and user not in kept


def _users(facts: Mapping[str, PythonFacts], index: ModuleIndex, used: set[str]) -> dict[str, set[str]]:
    """Who imports each of these files; a module's package, which runs first, is used by whoever uses the module."""
    users: dict[str, set[str]] = {path: set() for path in used}
    for path in facts:
        for imported in facts[path].imports:
            for target in _targets(path, imported, index):
                for folder in (target, *(f"{one}/__init__.py" for one in upwards(dirname(target)))):
                    if folder in users and folder != path:
                        users[folder].add(path)
    return users


def _targets(path: str, imported: Import, index: ModuleIndex) -> Iterable[str]:
    """The modules that one import names: `a` and `a.b` of `from a import b`."""
    module = (
        index.relative(path, imported.level, imported.module)
        if imported.level
        else index.absolute(path, imported.module)
    )
    if module is None:
        return
    if not module.startswith(NAMESPACE):
        yield module
    inner = index.submodule(module, imported.name) if imported.name not in ("", "*") else None
    if inner is not None and not inner.startswith(NAMESPACE):
        yield inner
