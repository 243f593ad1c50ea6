"""Resources outside the database come in; out they go with names in place of ids, and what leaves in open transactions."""

from msgspec import Struct

from decompose.result.decomposition import Decomposition
from decompose.result.outside import outside_in_short, outside_of, title_of, use_said, what_to_decide
from decompose.result.wording import context_names

from .atlas import Atlas, ContextRef

PLACES = 6


class ResourceView(Struct, frozen=True):
    """One resource; `users` are contexts with how they use it, `keys` those that several use."""

    title: str
    users: tuple[tuple[ContextRef, str], ...]
    keys: tuple[str, ...]
    decide: str
    shared: bool


class CallOutView(Struct, frozen=True):
    """One call that leaves while a transaction is open."""

    function: str
    transaction: str
    title: str
    location: str
    place: str
    waits: bool


class OutsideView(Struct, frozen=True):
    """All that lies outside the database; the first `deciding` resources ask for a decision."""

    note: str
    resources: tuple[ResourceView, ...]
    calls: tuple[CallOutView, ...]
    deciding: int = 0


def outside_view(decomposition: Decomposition, atlas: Atlas) -> OutsideView:
    """The resources, shared ones first, and the calls out of open transactions."""
    names = context_names(decomposition)
    resources = tuple(
        ResourceView(
            one.title,
            tuple((atlas.ref(user.context), use_said(user, one.kind)) for user in one.users),
            one.common[:PLACES],
            what_to_decide(one, names),
            one.shared,
        )
        for one in outside_of(decomposition)
    )
    calls = tuple(
        CallOutView(
            atlas.name(call.function),
            str(call.transaction),
            title_of(call),
            str(call.location),
            str(call.place),
            call.waits,
        )
        for call in decomposition.calls_out
    )
    ordered = tuple(sorted(resources, key=lambda one: not one.decide))
    return OutsideView(outside_in_short(decomposition), ordered, calls, sum(bool(one.decide) for one in ordered))
