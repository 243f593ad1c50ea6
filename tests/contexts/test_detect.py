"""Community detection: laws that hold for every graph, and small worlds with a known answer."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from decompose.contexts.detection.detect import detect, neighbours_of
from decompose.contexts.detection.engines import ENGINES
from decompose.contexts.detection.partition import Partition, partition_of
from decompose.contexts.detection.resolution import best_of, information
from decompose.contexts.detection.tidy import connected, without_dust
from decompose.coupling.graph import CouplingGraph, Signal
from decompose.errors import DecomposeError
from tests.contexts.worlds import clique, graph, graphs, named

algorithms = st.sampled_from(sorted(ENGINES))
resolutions = st.sampled_from([None, 0.5, 1.0, 3.0])
TWO = graph(clique(*named("order", 6)) | clique(*named("user", 5)) | {("order0.py", "user0.py"): 0.3})


@settings(max_examples=12, deadline=None)
@given(graphs, algorithms, resolutions)
def test_blocks_are_disjoint_and_cover_every_unit(
    world: CouplingGraph, algorithm: str, resolution: float | None
) -> None:
    partition = detect(world, algorithm=algorithm, resolution=resolution)
    for each in (partition, *partition.levels):
        assert sorted(unit for block in each.blocks for unit in block) == list(world.units)


@settings(max_examples=12, deadline=None)
@given(graphs, algorithms, resolutions)
def test_every_block_is_connected(world: CouplingGraph, algorithm: str, resolution: float | None) -> None:
    partition = detect(world, algorithm=algorithm, resolution=resolution)
    blocks = [list(block) for each in (partition, *partition.levels) for block in each.blocks]
    assert sorted(connected(blocks, neighbours_of(world))) == sorted(blocks)


@settings(max_examples=12, deadline=None)
@given(graphs, algorithms)
def test_no_coupled_unit_is_left_alone(world: CouplingGraph, algorithm: str) -> None:
    coupled = {unit for coupling in world.couplings for unit in (coupling.source, coupling.target)}
    assert all(len(block) > 1 or block[0] not in coupled for block in detect(world, algorithm=algorithm).blocks)


@settings(max_examples=12, deadline=None)
@given(graphs, st.randoms(use_true_random=False), algorithms)
def test_the_order_of_couplings_does_not_matter(world: CouplingGraph, random: object, algorithm: str) -> None:
    couplings = list(world.couplings)
    random.shuffle(couplings)  # type: ignore[attr-defined]
    assert detect(replace(world, couplings=tuple(couplings)), algorithm=algorithm) == detect(world, algorithm=algorithm)


def test_weights_whose_sums_hang_on_the_order_of_adding_give_the_same_blocks_in_any_order() -> None:
    draw, units = Random(1), named("m", 9)
    pairs = [(one, other) for at, one in enumerate(units) for other in units[at + 1 :] if draw.random() < 0.3]
    world = graph({pair: draw.choice((0.1, 0.2, 0.3, 0.7)) for pair in pairs})
    assert detect(replace(world, couplings=world.couplings[::-1])).blocks == detect(world).blocks


@pytest.mark.parametrize("algorithm", sorted(ENGINES))
@pytest.mark.parametrize("scale", [1e-3, 1.0, 64.0])
def test_two_cliques_joined_by_one_edge_are_found_at_any_scale(algorithm: str, scale: float) -> None:
    scaled = replace(TWO, couplings=tuple(replace(c, weight=c.weight * scale) for c in TWO.couplings))
    assert detect(scaled, algorithm=algorithm).blocks == (tuple(named("order", 6)), tuple(named("user", 5)))


@pytest.mark.parametrize("algorithm", sorted(ENGINES))
def test_a_ring_of_cliques_is_found_without_being_told_the_resolution(algorithm: str) -> None:
    """Modularity at resolution 1 would merge neighbours in the ring: Fortunato & Barthélemy 2007."""
    cliques = [named(f"area{number:02}_", 4) for number in range(30)]
    edges = {(cliques[n][0], cliques[(n + 1) % 30][1]): 1.0 for n in range(30)}
    for members in cliques:
        edges |= clique(*members)
    whole = graph(edges, observations=10.0 * len(edges))
    assert len(detect(whole, algorithm=algorithm, resolution=1.0).blocks) < 30
    assert sorted(detect(whole, algorithm=algorithm).blocks) == [tuple(members) for members in cliques]


def test_little_evidence_is_no_ground_for_many_blocks() -> None:
    """The same ring with one observation per edge: thirty blocks would take more to tell than they say."""
    cliques = [named(f"area{number:02}_", 4) for number in range(30)]
    edges = {(cliques[n][0], cliques[(n + 1) % 30][1]): 1.0 for n in range(30)}
    for members in cliques:
        edges |= clique(*members)
    assert len(detect(graph(edges)).blocks) < 20


def test_louvain_goes_on_merging_below_a_resolution_of_one() -> None:
    """python-louvain alone stops after its first round: twelve cliques of the ring, or pairs of them, stay apart."""
    cliques = [named(f"area{number:02}_", 3) for number in range(12)]
    edges = {(cliques[n][0], cliques[(n + 1) % 12][1]): 1.0 for n in range(12)}
    for members in cliques:
        edges |= clique(*members)
    found = {algorithm: len(detect(graph(edges), algorithm=algorithm, resolution=0.3).blocks) for algorithm in ENGINES}
    assert found["louvain"] <= found["leiden"] + 1


def test_dust_joins_its_strongest_neighbour() -> None:
    neighbours = neighbours_of(graph({("a", "b"): 1, ("b", "c"): 1, ("c", "x"): 0.2, ("x", "y"): 1, ("x", "q"): 0.1}))
    blocks = without_dust([["a", "b", "c"], ["x", "y"], ["q"], ["z"]], neighbours)
    assert blocks == [["a", "b", "c"], ["q", "x", "y"], ["z"]]


def test_a_block_in_pieces_is_split() -> None:
    assert connected([["a", "b", "c", "d"]], neighbours_of(graph({("a", "b"): 1, ("c", "d"): 1}))) == [
        ["a", "b"],
        ["c", "d"],
    ]


def test_units_without_coupling_are_blocks_of_their_own() -> None:
    assert detect(graph({}, "a", "b")).blocks == (("a",), ("b",))
    assert detect(graph({})).blocks == ()


def test_a_higher_resolution_gives_no_fewer_blocks() -> None:
    found = [detect(TWO, algorithm="leiden", resolution=resolution) for resolution in (0.01, 1.0)]
    assert [len(partition.blocks) for partition in found] == [1, 2]


def test_levels_are_other_partitions_coarse_to_fine_and_not_the_one_found() -> None:
    partition = detect(TWO)
    assert partition.blocks not in [level.blocks for level in partition.levels]
    assert [level.resolution for level in partition.levels] == sorted(level.resolution for level in partition.levels)


@pytest.mark.parametrize(("options", "word"), [({"algorithm": "magic"}, "magic"), ({"resolution": 0.0}, "0")])
def test_what_cannot_be_done_is_told(options: dict[str, object], word: str) -> None:
    with pytest.raises(DecomposeError, match=word) as told:
        detect(TWO, **options)  # type: ignore[arg-type]
    assert told.value.remedy


def test_the_same_seed_gives_the_same_partition() -> None:
    def found(seed: int) -> Partition:
        return detect(TWO, seed=seed)

    assert found(7) == found(7)


def test_folders_that_count_as_evidence_ask_for_blocks_as_fine_as_they_are() -> None:
    """The ring of cliques with little evidence again: that authors keep each clique in a folder is evidence too."""
    cliques = [named(f"area{number:02}_", 4) for number in range(30)]
    edges = {(cliques[n][0], cliques[(n + 1) % 30][1]): 1.0 for n in range(30)}
    for members in cliques:
        edges |= clique(*members)
    bare = graph(edges)
    told = Signal("folders", 0.5, 180, 240.0)
    folders = tuple((f"area{number:02}", tuple(members)) for number, members in enumerate(cliques))
    placed = replace(bare, signals=(*bare.signals, told), folders=folders)
    assert len(detect(bare).blocks) < len(detect(placed).blocks) == 30


def test_what_blocks_tell_of_folders_is_what_they_tell_of_the_pairs_in_them() -> None:
    units = named("m", 7)
    folders = (("a", tuple(units[:4])), ("b", tuple(units[4:])))
    pairs = {pair: 1 / (len(block) - 1) for _, block in folders for pair in combinations(block, 2)}
    by_pairs = graph(pairs, observations=14.0)
    by_folders = replace(graph({}, *units), signals=(Signal("folders", 1.0, 9, 14.0),), folders=folders)
    partitions = [partition_of([units[:4], units[4:]]), partition_of([units[:2], units[2:]]), partition_of([units])]
    assert information(by_folders, partitions) == pytest.approx(information(by_pairs, partitions))


def test_of_blocks_that_tell_alike_those_along_folders_take_less_to_tell() -> None:
    """Three cliques of four, of which a folder holds two: to join these is cheaper than to join any others."""
    one, two, three = (
        [f"{folder}/{name}{n}.py" for n in range(4)] for folder, name in (("a", "x"), ("a", "y"), ("b", "z"))
    )
    world = graph(clique(*one) | clique(*two) | clique(*three), observations=50.0)
    along, across = partition_of([one + two, three]), partition_of([one, two + three])
    assert information(world, [along])[0] > information(world, [across])[0]


def test_the_partition_that_tells_most_is_chosen_whatever_other_runs_of_its_resolution_tell() -> None:
    right = partition_of([named("order", 6), named("user", 5)], resolution=1.0)
    unlucky = partition_of(
        [named("order", 3) + named("user", 3), ["order3.py", "order4.py", "order5.py", "user3.py", "user4.py"]]
    )
    poor = partition_of([["order0.py"], named("order", 6)[1:], named("user", 5)], resolution=2.0)
    told = information(
        observed := replace(TWO, signals=(Signal("references", 1.0, 26, 200.0),)), [right, unlucky, poor]
    )
    assert told[0] > told[2] > (told[0] + 2 * told[1]) / 3
    assert best_of(observed, [[unlucky, right, unlucky], [poor] * 3]).best == right


def test_where_no_resolution_is_worth_telling_it_is_plain_modularity() -> None:
    """Two cliques of four, seen once each way: telling two blocks takes more than they say, at every resolution."""
    small = graph(clique(*named("a", 4)) | clique(*named("b", 4)) | {("a0.py", "b0.py"): 1.0}, observations=2.0)
    found = detect(small)
    assert max(information(small, [found, *found.levels])) <= 0
    assert found.blocks == (tuple(named("a", 4)), tuple(named("b", 4)))
