"""From the product files of a program to those that stand beside the system: builders of documents, examples, tools, set-up.

They lie in folders that are no package, and nothing of the system imports them. They are not deployed with it, so they
would only make contexts, and writers of tables, that its architects do not know.
"""

from collections.abc import Iterable, Mapping

from .folders import dirname, upwards
from .modules import ModuleIndex

SHOWN = frozenset(("doc", "docs", "example", "examples"))
FOLDERS = SHOWN | frozenset(
    """benchmark benchmarks tools dev devel devtools dev_tools dev-tools hack ci
    pants-plugins""".split()  # noqa: SIM905
)
SET_UP = frozenset(("setup.py", "noxfile.py"))
# Files that make a folder an application, whatever it is called; an application below examples is one of them.
APPLICATION = ("apps.py", "models.py", "urls.py", "views.py")


def maybe_aside(products: Iterable[str], index: ModuleIndex) -> set[str]:
    """Those whose names put them beside the system."""
    return {path for path in products if _is_set_up(path, index) or _is_in_such_a_folder(path, index)}


def aside(maybe: set[str], products: set[str], users: Mapping[str, set[str]]) -> set[str]:
    """Those of them that no product file uses but its like; none if little else would be left.

    A system may consist of tools: then they are no less than it.
    """
    kept = maybe.copy()
    while lost := {path for path in kept if (users[path] & products) - kept}:
        kept -= lost
    return kept if 2 * len(kept) < len(products) else {path for path in kept if path.rpartition("/")[2] in SET_UP}


def _is_set_up(path: str, index: ModuleIndex) -> bool:
    folder, _, name = path.rpartition("/")
    return name in SET_UP and folder not in index.folders.packages


def _is_in_such_a_folder(path: str, index: ModuleIndex) -> bool:
    around = [folder for folder in upwards(dirname(path)) if folder]
    named = [folder for folder in around if folder.rpartition("/")[2] in FOLDERS]
    if not named:
        return False
    outermost = named[-1]
    below = [outermost] if outermost.rpartition("/")[2] in SHOWN else around[: around.index(outermost) + 1]
    return index.folders.packages.isdisjoint(upwards(outermost)) and not any(
        f"{folder}/{name}" in index.paths for folder in below for name in APPLICATION
    )
