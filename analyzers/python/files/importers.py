"""From the imports of a whole program to who imports a file."""

from collections.abc import Collection, Iterable, Mapping

from ..facts import Import, PythonFacts
from ..references import NAMESPACE
from .folders import dirname, upwards
from .modules import ModuleIndex


def importers_of(facts: Mapping[str, PythonFacts], index: ModuleIndex, used: Collection[str]) -> dict[str, set[str]]:
    """Who imports each of these files; a module's package, which runs first, is used by whoever uses the module."""
    users: dict[str, set[str]] = {path: set() for path in used}
    if not users:
        return users
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
