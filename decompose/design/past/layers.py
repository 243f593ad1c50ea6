"""From the paths of modules to the layers of a system: names that many of its parts have, such as `models` or `urls`."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

MANY = 5
"""Places with a module or folder of one name from which on it is a layer; chosen: fewer share the word of a domain."""


def layers_of(modules: Iterable[str]) -> frozenset[str]:
    """The names that modules, or the folders right above them, have in many places."""
    places: dict[str, set[str]] = {}
    for module in modules:
        for name, place in _names(module):
            places.setdefault(name, set()).add(place)
    return frozenset(name for name, found in places.items() if len(found) >= MANY)


def common_layer(one: str, other: str, layers: AbstractSet[str]) -> str:
    """The layer that two modules of different places have in common, "" if there is none."""
    places = dict(_names(other))
    common = {name for name, place in _names(one) if name in layers and places.get(name, place) != place}
    return min(common, default="")


def _names(module: str) -> Iterator[tuple[str, str]]:
    """What a module is called and where: by its own name, and by that of its folder; a package is its folder."""
    folder, _, file = module.rpartition("/")
    above, _, name = folder.rpartition("/")
    stem = file.rpartition(".")[0]
    if stem != "__init__":
        yield stem, folder
    if name:
        yield name, above
