"""The context map: which context depends on which, through what, and the pattern the evidence supports."""

from msgspec import Struct


class Flow(Struct, frozen=True, order=True):
    """How much of one kind of evidence flows along a relation."""

    kind: str
    count: int


class ContextRelation(Struct, frozen=True):
    """`downstream` depends on `upstream`; flows are counts of evidence by kind, `pattern` the DDD pattern with its reason."""

    upstream: str
    downstream: str
    flows: tuple[Flow, ...]
    pattern: str
    reason: str
    weight: float = 0.0


class ContextMap(Struct, frozen=True):
    """All relations, strongest first, and the cycles between contexts (each as the ids along it)."""

    relations: tuple[ContextRelation, ...]
    cycles: tuple[tuple[str, ...], ...] = ()
