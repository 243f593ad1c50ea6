"""Trend: how the coupling between contexts went up or down from one tree of the past to the next."""

from msgspec import Struct


class PairCoupling(Struct, frozen=True, order=True):
    """How many pairs of modules there are one of which, in one context, uses the other, in another context."""

    from_context: str
    to_context: str
    uses: int


class Snapshot(Struct, frozen=True):
    """One tree of the past as the contexts of today see it.

    `day` is that of its `commit` (ISO). Of its `modules` so many are `placed` in a context; `unread` files could not be read.
    `uses` counts pairs of modules, both in contexts, one of which uses the other, `crossing` those in two contexts (the
    shared kernel aside), `pairs` the same by pair of contexts. `contested` counts tables that another context than
    their owner writes, `foreign` how many tables of others each context reads or writes, summed over the contexts. Of the
    `changes` since the snapshot before, `scattered` touched more than one context.
    """

    commit: str
    day: str
    modules: int
    lines: int
    placed: int
    unread: int
    uses: int
    crossing: int
    contested: int
    foreign: int
    pairs: tuple[PairCoupling, ...] = ()
    changes: int = 0
    scattered: int = 0

    @property
    def share(self) -> float:
        """The share of the uses that cross contexts, 0…1."""
        return self.crossing / max(1, self.uses)

    @property
    def scattering(self) -> float:
        """The share of the changes that touched more than one context, 0…1."""
        return self.scattered / max(1, self.changes)


class Trend(Struct, frozen=True):
    """Snapshots `every` so often (week, month, quarter, year), oldest first; the last is of the analysed tree itself. None where
    no trend was asked for.

    `gaps` are (day, reason) of trees that could not be measured. `cut` tells that history goes no further back than this.
    """

    every: str = ""
    snapshots: tuple[Snapshot, ...] = ()
    gaps: tuple[tuple[str, str], ...] = ()
    cut: bool = False
