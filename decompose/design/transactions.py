"""Transactions that a boundary would split, and what each would need."""

from msgspec import Struct

from decompose.errors import Location


class SplitTransaction(Struct, frozen=True):
    """One transaction whose writes belong to more than one context.

    `function` is the unit that opens it; `writes` are (table, owning context); `advice` says saga or move the boundary, and why.
    """

    function: str
    location: Location
    writes: tuple[tuple[str, str], ...]
    contexts: tuple[str, ...]
    advice: str
