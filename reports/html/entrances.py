"""The entry points of a result come in; out goes what each context's card says of those it handles."""

from msgspec import Struct

from decompose.errors import Location
from decompose.result.decomposition import Decomposition
from decompose.result.entrances import Entrance, entrances_of

from .atlas import Atlas, ContextRef

SHOWN = 8
"""Entry points on a card, those that reach most other contexts first; chosen: what one reads before unfolding more."""


class EntranceView(Struct, frozen=True):
    """One entry point with the other contexts that it can reach, and how many functions there."""

    name: str
    location: Location
    abroad: tuple[tuple[ContextRef, int], ...]


class EntrancesView(Struct, frozen=True):
    """All entry points that one context handles; `inside` counts those that can reach no other context."""

    count: int = 0
    inside: int = 0
    widest: tuple[EntranceView, ...] = ()


def entrances_by_context(decomposition: Decomposition, atlas: Atlas) -> dict[str, EntrancesView]:
    """What comes in at each context."""
    found: dict[str, list[Entrance]] = {}
    for entrance in entrances_of(decomposition):
        found.setdefault(entrance.context, []).append(entrance)
    return {context: _view(entrances, atlas) for context, entrances in found.items()}


def _view(entrances: list[Entrance], atlas: Atlas) -> EntrancesView:
    widest = sorted(entrances, key=lambda one: (-len(one.abroad), -sum(count for _, count in one.abroad), one.id))
    return EntrancesView(
        count=len(entrances),
        inside=sum(not one.abroad for one in entrances),
        widest=tuple(
            EntranceView(
                one.id.removeprefix("entry:"),
                one.location,
                tuple((atlas.ref(context), count) for context, count in one.abroad),
            )
            for one in widest[:SHOWN]
        ),
    )
