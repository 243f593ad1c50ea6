"""A result comes in; out go its areas with what they hold, as reports show them."""

from msgspec import Struct

from decompose.evidence.words import listed
from decompose.result.decomposition import Decomposition
from decompose.result.wording import context_names

NAMED = 12
"""Contexts of an area that are named, the largest; chosen: three lines."""


class AreaTold(Struct, frozen=True):
    """An area: the ids of its contexts, largest first, their names in a row, and their sizes together."""

    contexts: tuple[str, ...]
    said: str
    modules: int
    lines: int
    cohesion: float


def areas_of(decomposition: Decomposition) -> tuple[AreaTold, ...]:
    """The areas, largest first; none where contexts are few."""
    names = context_names(decomposition)
    contexts = {context.id: context for context in decomposition.catalog.contexts}
    told = []
    for area in decomposition.catalog.areas:
        here = [contexts[each] for each in area.contexts if each in contexts]
        said = listed([names[each.id] for each in here], NAMED)
        modules, lines = sum(len(each.members) for each in here), sum(each.lines for each in here)
        told.append(AreaTold(tuple(each.id for each in here), said, modules, lines, area.cohesion))
    return tuple(told)
