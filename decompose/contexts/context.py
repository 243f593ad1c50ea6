"""Bounded contexts: blocks with a name, a vocabulary, a degree of confidence and measures."""

from enum import StrEnum

from msgspec import Struct

from decompose.errors import Problem
from decompose.evidence.findings import Clarity


class ContextKind(StrEnum):
    """What a group of modules is to the rest."""

    DOMAIN = "domain"
    SHARED_KERNEL = "shared-kernel"


class Membership(Struct, frozen=True, order=True):
    """How firmly a unit belongs: share of its coupling that stays inside (0…1), the runner-up context and its share.

    `by` is the place (`file:line`) of the entry of the boundary file that put it there, "" if detection did.
    `stability` is the share of the other members with which it comes back when the couplings are resampled (0…1).
    """

    unit: str
    strength: float
    runner_up: str = ""
    runner_up_strength: float = 0.0
    by: str = ""
    stability: float = 0.0


class BoundedContext(Struct, frozen=True):
    """A candidate bounded context.

    `id` is a slug, unique in a result (`order-fulfilment`); `name` is for people. `members` are module units, sorted by id,
    `terms` its ubiquitous language, most telling first. `cohesion` is the share of its members' coupling weight that stays
    inside, `stability` how often pairs of members stay together when the detection is repeated (both 0…1). `conductance` is
    the coupling that leaves, of all that touches the smaller side of its boundary (0…1, less is better). `stability` is
    over resampled couplings, `seed_stability` over other starts, `resolution_stability` over coarser and finer
    detection. `clarity` tells how far the calls of its members are understood.
    """

    id: str
    name: str
    kind: ContextKind
    members: tuple[Membership, ...]
    terms: tuple[str, ...] = ()
    lines: int = 0
    cohesion: float = 0.0
    stability: float = 0.0
    conductance: float = 0.0
    seed_stability: float = 0.0
    resolution_stability: float = 0.0
    clarity: Clarity = Clarity("")


class Score(Struct, frozen=True):
    """What one partition gets: its balance, and by measure (see `contexts.definitions`) its value.

    A measure that the system has no evidence for, as of calls where there are none, is not among `values`.
    """

    partition: str
    contexts: int
    largest_share: float
    effective_contexts: float
    values: tuple[tuple[str, float], ...] = ()


class Measures(Struct, frozen=True):
    """Quality of the whole partition, always beside trivial ones so that no single number can be gamed.

    `modularity` of the found contexts; `baselines` holds (name, modularity) for folders, all in one, singletons and a random
    partition of the same sizes. `crossing` is the share of coupling weight that crosses contexts. `largest_share` is
    the share of units in the largest context, `effective_contexts` the exponential of the entropy of sizes.
    `scores` holds every measure, of the found contexts first and then of the same trivial partitions.
    """

    modularity: float
    crossing: float
    largest_share: float
    effective_contexts: float
    baselines: tuple[tuple[str, float], ...] = ()
    scores: tuple[Score, ...] = ()


class Area(Struct, frozen=True):
    """Contexts that hang together, the largest first; `cohesion` is the share of their coupling that stays inside (0…1)."""

    contexts: tuple[str, ...]
    cohesion: float


NO_CODE = "no code in it"
"""Why a module that holds nothing is in no context."""


class ContextCatalog(Struct, frozen=True):
    """All contexts, domain ones first by size; `unassigned` holds (unit id, reason) for modules that fit nowhere.

    `problems` are names in the boundary file that nothing has. `areas` gather the domain contexts where they are many:
    each is in one of them.
    """

    contexts: tuple[BoundedContext, ...]
    unassigned: tuple[tuple[str, str], ...] = ()
    measures: Measures | None = None
    problems: tuple[Problem, ...] = ()
    areas: tuple[Area, ...] = ()

    def context_of(self) -> dict[str, str]:
        """The context id of each member module."""
        return {member.unit: context.id for context in self.contexts for member in context.members}
