"""Blocks are split along other levels as long as no information is lost, and what a split changes is counted right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.contexts.detection.detect import detect, neighbours_of
from decompose.contexts.detection.partition import Partition, partition_of
from decompose.contexts.detection.refinement import refine
from decompose.contexts.detection.resolution import information
from decompose.contexts.detection.tidy import connected
from decompose.contexts.detection.told import Told
from decompose.coupling.graph import CouplingGraph
from tests.contexts.worlds import UNITS, clique, graph, graphs, named

ORDERS, USERS, STOCK = named("order", 4), named("user", 4), named("stock", 4)
BRIDGES = {("order0.py", "user0.py"): 0.3, ("stock0.py", "user0.py"): 0.3}
THREE = graph(clique(*ORDERS) | clique(*USERS) | clique(*STOCK) | BRIDGES, observations=200.0)
COARSE = partition_of([ORDERS + USERS, STOCK], resolution=0.5)
FINE = partition_of([ORDERS, USERS, STOCK], resolution=2.0)


def refined(world: CouplingGraph, found: Partition, *levels: Partition) -> Partition:
    return refine(world, found, levels, neighbours_of(world))


def test_a_block_is_split_along_a_level_that_tells_no_less() -> None:
    assert refined(THREE, COARSE, COARSE, FINE).blocks == FINE.blocks
    assert refined(THREE, COARSE, FINE).resolution == 0.5


def test_a_split_that_tells_less_is_not_made() -> None:
    halves = partition_of([ORDERS[:2], ORDERS[2:], USERS, STOCK])
    torn = partition_of([ORDERS[:3], [*ORDERS[3:], *USERS[:3]], USERS[3:], STOCK])
    assert refined(THREE, FINE, COARSE, halves, torn).blocks == FINE.blocks


def test_what_one_split_gained_does_not_pay_for_another_that_nothing_speaks_for() -> None:
    six = named("invoice", 6)
    bridges = {("order0.py", "user0.py"): 0.3, ("invoice0.py", "user0.py"): 0.3}
    loose = clique(*six, weight=0.2) | clique(*six[:3]) | clique(*six[3:])
    world = graph(loose | clique(*ORDERS) | clique(*USERS) | bridges, observations=100.0)
    coarse, fine = partition_of([six, ORDERS + USERS]), partition_of([six, ORDERS, USERS])
    halves = partition_of([six[:3], six[3:], ORDERS, USERS])
    before, after = information(world, [coarse, halves])
    assert after > before
    assert refined(world, coarse, fine, halves).blocks == fine.blocks


def test_parts_of_one_or_two_units_join_the_rest_of_their_block() -> None:
    dust = partition_of([ORDERS[:2], ORDERS[2:], USERS, STOCK])
    assert refined(THREE, COARSE, dust).blocks == FINE.blocks


@st.composite
def divided(draw: st.DrawFn) -> tuple[CouplingGraph, Partition]:
    world = draw(graphs)
    homes = draw(st.lists(st.integers(0, 2), min_size=len(UNITS), max_size=len(UNITS)))
    blocks = [[unit for unit, home in zip(UNITS, homes, strict=True) if home == number] for number in range(3)]
    return world, partition_of(blocks)


@settings(max_examples=30, deadline=None)
@given(divided())
def test_what_a_split_changes_is_what_the_partition_after_it_tells(given: tuple[CouplingGraph, Partition]) -> None:
    world, partition = given
    whole = partition_of([list(UNITS)])
    told = Told(world, whole.blocks)
    split = told.split(whole.blocks[0], partition.blocks)
    assert told.information() == pytest.approx(information(world, [whole])[0], abs=1e-9)
    assert told.information(split) == pytest.approx(information(world, [partition])[0], abs=1e-9)
    told.apply(split)
    assert told.information() == pytest.approx(information(world, [partition])[0], abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(graphs)
def test_refinement_never_tells_less_and_leaves_no_block_in_pieces(world: CouplingGraph) -> None:
    found = detect(world, resolution=0.5)
    finer = refine(world, found, found.levels, neighbours_of(world))
    before, after = information(world, [found, finer])
    assert after >= before - 1e-9
    assert sorted(connected([list(block) for block in finer.blocks], neighbours_of(world))) == sorted(
        list(block) for block in finer.blocks
    )
    assert all(set(block) <= set(found.blocks[found.block_of()[block[0]]]) for block in finer.blocks)
