"""From a `Decomposition` to its entry points as an architect asks of them: handler, context, and what each can reach."""

from collections import Counter

from msgspec import Struct

from decompose.contexts.context import ContextKind
from decompose.errors import Location
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.reach import Reach
from decompose.evidence.unit import Role, UnitKind, module_of
from decompose.result.decomposition import Decomposition


class Entrance(Struct, frozen=True):
    """One entry point of product code.

    `handlers` are what it is routed to, `context` is that of the first of them ("" if it has none), `reached` holds
    (context, functions there), most first, shared kernels and modules of no context left out.
    """

    id: str
    location: Location
    handlers: tuple[str, ...]
    context: str
    reached: tuple[tuple[str, int], ...]

    @property
    def abroad(self) -> tuple[tuple[str, int], ...]:
        """The reached contexts other than its own."""
        return tuple((context, count) for context, count in self.reached if context != self.context)


def entrances_of(decomposition: Decomposition) -> tuple[Entrance, ...]:
    """Every entry point of product code, by name."""
    context_of = decomposition.catalog.context_of()
    domain = {one.id for one in decomposition.catalog.contexts if one.kind is ContextKind.DOMAIN}
    reach = {one.entry: one for one in decomposition.reach}
    handlers: dict[str, list[str]] = {}
    for piece in decomposition.evidence:
        if piece.kind is EvidenceKind.ROUTES:
            handlers.setdefault(piece.source, []).append(piece.target)
    return tuple(
        Entrance(
            unit.id,
            unit.location,
            tuple(handlers.get(unit.id, ())),
            next((context_of.get(module_of(handler), "") for handler in handlers.get(unit.id, ())), ""),
            by_context(reach.get(unit.id, Reach(unit.id)), context_of, domain),
        )
        for unit in decomposition.units
        if unit.kind is UnitKind.ENTRY_POINT and unit.role is Role.PRODUCT
    )


def by_context(reach: Reach, context_of: dict[str, str], among: set[str]) -> tuple[tuple[str, int], ...]:
    """How many functions of which of these contexts are reached, most first."""
    counts = Counter(context_of.get(module_of(function), "") for function in reach.functions)
    return tuple(sorted(((c, n) for c, n in counts.items() if c in among), key=lambda pair: (-pair[1], pair[0])))
