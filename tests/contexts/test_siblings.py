"""Siblings: which blocks are one family, and what is told of it."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from decompose.contexts.confidence import steadiness
from decompose.contexts.partition import Partition, partition_of
from decompose.contexts.siblings import FEWEST, with_families
from decompose.coupling.graph import CouplingGraph
from decompose.coupling.kinship import Kinship
from tests.contexts.worlds import UNITS, clique, graph, graphs, named

DRIVERS = [named(f"driver{number}_", 3) for number in range(6)]
CORE, SHOP = named("core", 12), named("shop", 12)


def world(drivers: list[list[str]] = DRIVERS) -> CouplingGraph:
    """A core that each driver hangs on by a thread, and a shop beside it."""
    edges = clique(*CORE) | clique(*SHOP) | {(CORE[0], SHOP[0]): 0.3}
    for driver in drivers:
        edges |= clique(*driver) | {(CORE[1], driver[0]): 0.5}
    for one, other in combinations(drivers, 2):
        edges[one[1], other[1]] = 0.2
    return graph(edges)


def kinship(
    drivers: list[list[str]] = DRIVERS, libraries: tuple[str, ...] = ("requests", "requests.Session")
) -> Kinship:
    units = [unit for driver in drivers for unit in driver]
    return Kinship(
        bases=dict.fromkeys(units, (CORE[2],)),
        used=dict.fromkeys(units, (CORE[0], CORE[2])) | dict.fromkeys(CORE[1:], (CORE[0],)),
        libraries=dict.fromkeys(units, libraries) | dict.fromkeys(SHOP, ("flask",)),
    )


def blocks(*parts: list[str]) -> Partition:
    return partition_of([list(part) for part in parts], "leiden", 1.0)


def test_drivers_that_hang_on_one_core_become_one_family() -> None:
    joined = with_families(world(), kinship(), blocks(CORE, SHOP, *DRIVERS))
    assert joined.blocks == partition_of([CORE, SHOP, [unit for driver in DRIVERS for unit in driver]]).blocks
    assert [sorted(part.units for part in family.parts) for family in joined.families] == [
        [tuple(driver) for driver in DRIVERS]
    ]


def test_a_family_tells_why_each_part_is_in_it() -> None:
    (family,) = with_families(world(), kinship(), blocks(CORE, SHOP, *DRIVERS)).families
    assert family.parts[0].reason == ""
    assert all(
        part.reason.startswith(f"both have heirs of {CORE[2]}, libraries alike by 1.00; 100% or more of the uses")
        for part in family.parts[1:]
    )


def test_a_few_blocks_that_are_alike_are_no_family() -> None:
    few = DRIVERS[: FEWEST - 1]
    found = blocks(CORE, SHOP, *few)
    assert with_families(world(few), kinship(few), found) == found


def test_blocks_that_others_use_are_no_siblings() -> None:
    found = blocks(CORE, SHOP, *DRIVERS)
    drivers = [unit for driver in DRIVERS for unit in driver]
    busy = kinship()
    asked = Kinship(busy.bases, busy.used | {unit: tuple(drivers) for unit in SHOP + CORE}, busy.libraries)
    assert with_families(world(), asked, found) == found


def test_blocks_without_kin_stay_apart() -> None:
    found = blocks(CORE, SHOP, *DRIVERS)
    assert with_families(world(), Kinship(), found) == found


def test_no_family_is_more_than_half_of_the_system() -> None:
    many = [named(f"driver{number}_", 3) for number in range(12)]
    joined = with_families(world(many), kinship(many), blocks(CORE, SHOP, *many))
    assert joined.families
    assert max(map(len, joined.blocks)) <= (24 + 36) / 2


def test_a_family_is_as_steady_as_its_parts() -> None:
    joined = with_families(world(), kinship(), blocks(CORE, SHOP, *DRIVERS))
    at = joined.blocks.index(tuple(sorted([unit for driver in DRIVERS for unit in driver])))
    found = steadiness(world(), joined.blocks, joined)[at]
    apart = steadiness(world(), joined.blocks, blocks(CORE, SHOP, *DRIVERS))[at]
    assert found.resampled > 0.9 > apart.resampled


@given(graphs, st.lists(st.integers(0, 5), min_size=len(UNITS), max_size=len(UNITS)), st.data())
def test_joining_keeps_every_unit_once_and_blocks_whole(
    couplings: CouplingGraph, homes: list[int], data: st.DataObject
) -> None:
    found = partition_of([[unit for unit, home in zip(UNITS, homes, strict=True) if home == at] for at in range(6)])
    libraries = {unit: tuple(data.draw(st.sets(st.sampled_from("abc")))) for unit in UNITS}
    joined = with_families(
        couplings, Kinship(libraries={unit: tuple(sorted(own)) for unit, own in libraries.items()}), found
    )
    assert sorted(unit for block in joined.blocks for unit in block) == sorted(UNITS)
    assert all(any(set(block) <= set(other) for other in joined.blocks) for block in found.blocks)
