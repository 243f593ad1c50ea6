"""A partition of units into disjoint blocks."""

from msgspec import Struct


class Partition(Struct, frozen=True):
    """Disjoint, non-empty blocks of unit ids: each block sorted, blocks ordered by size (largest first), then by name.

    `algorithm` and `resolution` tell how it was found; `levels` are finer or coarser partitions of the same units,
    for extraction candidates and for a readable hierarchy.
    """

    blocks: tuple[tuple[str, ...], ...]
    algorithm: str = ""
    resolution: float = 1.0
    levels: tuple["Partition", ...] = ()

    def block_of(self) -> dict[str, int]:
        """The index of each unit's block."""
        return {unit: index for index, block in enumerate(self.blocks) for unit in block}


def partition_of(blocks: list[list[str]], algorithm: str = "", resolution: float = 1.0) -> Partition:
    """A partition with its blocks in canonical order; empty blocks vanish."""
    ordered = sorted((tuple(sorted(block)) for block in blocks if block), key=lambda block: (-len(block), block))
    return Partition(tuple(ordered), algorithm, resolution)
