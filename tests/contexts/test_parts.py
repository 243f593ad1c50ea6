"""Parts: how a context falls apart, coarsest first, for whoever asks what a split would be."""

from decompose.contexts.detection.parts import parts_of
from tests.contexts.worlds import clique, graph, named

SIZES = {"orders": 6, "users": 5, "stock": 4}
BLOCKS = [named(name, size) for name, size in SIZES.items()]
WORLD = graph(
    {pair: weight for block in BLOCKS for pair, weight in clique(*block).items()}
    | {("orders0.py", "users0.py"): 0.3, ("orders1.py", "stock0.py"): 0.1, ("far.py", "users1.py"): 5.0}
)


def test_parts_are_told_largest_first() -> None:
    assert parts_of(WORLD, [unit for block in BLOCKS for unit in block], 3) == BLOCKS


def test_couplings_to_others_do_not_count() -> None:
    assert parts_of(WORLD, [*BLOCKS[2], *BLOCKS[1]]) == [BLOCKS[1], BLOCKS[2]]


def test_what_hangs_together_has_no_parts() -> None:
    assert parts_of(WORLD, BLOCKS[0]) == []
    assert parts_of(WORLD, [unit for block in BLOCKS for unit in block], 4) == []
