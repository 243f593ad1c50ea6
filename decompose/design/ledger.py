"""The cut ledger: everything a boundary between contexts would break, with the place and a remedy."""

from msgspec import Struct

from decompose.errors import Location


class Cut(Struct, frozen=True, omit_defaults=True):
    """One piece of evidence that crosses a boundary.

    `source` and `target` are unit ids as in the evidence; `remedy` is a class of remedy (`call-through-facade`,
    `replace-foreign-key-by-id`, `split-query`, `saga`, `event`, `move`, …), `effort` in points (1 = one simple edit of one
    call site).
    """

    kind: str
    source: str
    target: str
    from_context: str
    to_context: str
    location: Location | None
    count: int
    remedy: str
    effort: float
    detail: str = ""
    flags: tuple[str, ...] = ()


class CutTotal(Struct, frozen=True, order=True):
    """All cuts from one context to another."""

    from_context: str
    to_context: str
    cuts: int
    effort: float


class CutLedger(Struct, frozen=True):
    """Every cut, by contexts, kind and place; and totals per ordered pair, costliest first."""

    cuts: tuple[Cut, ...]
    totals: tuple[CutTotal, ...]
