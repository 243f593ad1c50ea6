"""Obeying the hand: from the contexts that detection found to those that hold everything people said, little else moved.

Detection is not told of the hand, so that a word about one module leaves all others where they are. What was found is
changed in this order: decreed homes, merges, splits, groups that stay together, modules that stay apart.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from decompose.contexts.detection.detect import neighbours_of
from decompose.contexts.hand.decree import UNKNOWN, Decree, Decrees, near, split_off
from decompose.contexts.hand.hand import DOMAIN, SHARED_KERNEL, Hand
from decompose.contexts.hand.settle import settle
from decompose.coupling.graph import CouplingGraph
from decompose.errors import Problem
from decompose.evidence.unit import Unit, module_of


class Obeyed(Struct, frozen=True):
    """Where each unit is, and the line that says so for those that a line placed; homes are ids of contexts.

    A home that starts with `~` is one that nobody has named. `problems` are contexts in the file that nothing is.
    """

    home: dict[str, str]
    by: dict[str, int]
    problems: tuple[Problem, ...] = ()


def obey(
    decrees: Decrees,
    found: Sequence[tuple[str, Sequence[str]]],
    graph: CouplingGraph,
    units: Iterable[Unit],
) -> Obeyed:
    """The found contexts, as pairs of id and units, made to hold what the hand says.

    A found context takes the id of the one whose list has more than half of its units; otherwise it keeps its own, and is
    one with a decreed one of the same id. Raises DecomposeError where lines contradict each other.
    """
    hand = decrees.hand
    by_id = {unit.id: unit for unit in units}
    decreed = _of_units(decrees.homes, graph.units)
    home: dict[str, str] = {}
    for id, block in found:
        home |= dict.fromkeys(block, _adopted(hand, id, block, decreed))
    by = {unit: each.line for unit, each in decreed.items()}
    home |= {unit: each.context for unit, each in decreed.items()}
    _split(hand, home, by, by_id)
    clustered = frozenset(graph.units)
    groups = [(tuple(member for member in members if member in clustered), line) for members, line in decrees.groups]
    settle(hand, home, by, groups, neighbours_of(graph), by_id.values())
    return Obeyed(home, by, tuple(_unknown(hand, [id for id, _ in found])))


def _of_units(homes: Mapping[str, Decree], clustered: Iterable[str]) -> dict[str, Decree]:
    """The decrees of clustered units; what is part of a module goes where the module is decreed to."""
    found = {unit: homes.get(unit) or homes.get(module_of(unit)) for unit in clustered}
    return {unit: each for unit, each in found.items() if each}


def _adopted(hand: Hand, id: str, block: Sequence[str], decreed: Mapping[str, Decree]) -> str:
    """The decreed context that has more than half of the block, else what its own id has become by merges."""
    counts = Counter(decreed[unit].context for unit in block if unit in decreed and decreed[unit].listed)
    context, count = min(counts.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
    return context if 2 * count > len(block) else hand.merged(id)


def _split(hand: Hand, home: dict[str, str], by: dict[str, int], units: Mapping[str, Unit]) -> None:
    """Move what splits mean out of the contexts that detection, and no line, put it into."""
    for id in sorted(home):
        unit = units.get(id) or units.get(module_of(id))
        if id in by or unit is None:
            continue
        there = split_off(hand, unit, Decree(home[id], 0))
        if there.context != home[id]:
            home[id], by[id] = there.context, there.line


def _unknown(hand: Hand, found: Iterable[str]) -> Iterator[Problem]:
    """A problem for every context that the file names and neither it nor detection knows, or that looks like a slip."""
    made = {*(each.id for each in hand.contexts if each.modules), *(pin.context for pin in hand.pins)}
    known = {*found, *made, *(each.into for each in hand.merges), *(each.into for each in hand.splits), SHARED_KERNEL}
    named = [
        (each.id, each.line) for each in hand.contexts if not each.modules and not each.tables and each.kind == DOMAIN
    ]
    named += [(context, merge.line) for merge in hand.merges for context in merge.contexts]
    named += [(split.context, split.line) for split in hand.splits]
    for context, line in named:
        if context not in known:
            yield Problem(hand.at(line), UNKNOWN, f"no context {context!r} was found.{near(context, known)}")
    others = known - {pin.context for pin in hand.pins}
    for pin in hand.pins:
        if pin.context not in others and (meant := near(pin.context, others)):
            yield Problem(hand.at(pin.line), UNKNOWN, f"a new context {pin.context!r} is made.{meant}")
