"""From contexts as they were found to contexts as the architect's hand wants them: units, name, and who placed each unit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from decompose.contexts.hand.decree import Decrees
from decompose.contexts.hand.hand import SHARED_KERNEL
from decompose.contexts.hand.obey import obey
from decompose.contexts.naming.name import Name, name_blocks
from decompose.contexts.naming.speech import Speech
from decompose.coupling.graph import CouplingGraph
from decompose.errors import Location, Problem
from decompose.evidence.findings import Findings

KERNEL_TITLE = "Shared kernel"


class Corrected(Struct, frozen=True):
    """Named domain contexts and kernels; for units that a line placed its place; what of the file nothing has."""

    domains: tuple[tuple[Name, tuple[str, ...]], ...]
    kernels: tuple[tuple[Name, tuple[str, ...]], ...]
    by: dict[str, Location] = {}
    problems: tuple[Problem, ...] = ()


def corrected(findings: Findings, graph: CouplingGraph, blocks: Sequence[Sequence[str]], decrees: Decrees) -> Corrected:
    """The blocks named, and changed as little as it takes for every line of the hand to hold.

    A context keeps the id and title it was found with, or has those that the hand gives it; its terms are those of the
    units it ends up with. Units that the graph sets apart are shared kernels.
    """
    apart, speech = sorted(unit for unit, _ in graph.apart), Speech(findings)
    found = [_distinct_from_kernel(name) for name in name_blocks(speech, blocks)]
    kernel, _ = name_blocks(speech, [apart, [unit for block in blocks for unit in block]])
    hand = decrees.hand
    if not hand:
        domains = tuple((name, tuple(block)) for name, block in zip(found, blocks, strict=True))
        return Corrected(domains, ((Name(SHARED_KERNEL, KERNEL_TITLE, kernel.terms), tuple(apart)),) if apart else ())
    pairs = [(name.id, block) for name, block in zip(found, blocks, strict=True)]
    obeyed = obey(decrees, pairs, graph, findings.units)
    by = {unit: hand.at(line) for unit, line in obeyed.by.items()}
    by |= {unit: hand.at(decrees.homes[unit].line) for unit in apart if unit in decrees.homes}
    return Corrected(
        domains=_called(speech, decrees, _homes(obeyed.home), {name.id: name.title for name in found}),
        kernels=_called(speech, decrees, _homes(_kernels(apart, decrees)), {SHARED_KERNEL: KERNEL_TITLE}),
        by=by,
        problems=(*decrees.problems, *obeyed.problems),
    )


def _homes(home: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    units: dict[str, list[str]] = defaultdict(list)
    for unit in sorted(home):
        units[home[unit]].append(unit)
    return {id: tuple(units[id]) for id in sorted(units)}


def _kernels(apart: Iterable[str], decrees: Decrees) -> dict[str, str]:
    """The kernel of each unit that is set apart: the decreed one, else the only one that is declared."""
    declared = sorted(decrees.hand.kernels() - {SHARED_KERNEL})
    default = declared[0] if len(declared) == 1 else SHARED_KERNEL
    homes = {unit: decrees.homes[unit].context for unit in decrees.homes}
    return {unit: homes.get(unit, default) for unit in apart}


def _called(
    speech: Speech, decrees: Decrees, homes: Mapping[str, tuple[str, ...]], titles: Mapping[str, str]
) -> tuple[tuple[Name, tuple[str, ...]], ...]:
    """The units of each home with its name; a home that nobody named is called by its words."""
    own = {each.id: each.name for each in decrees.hand.contexts if each.name}
    spoken = name_blocks(speech, list(homes.values()), taken=[id for id in homes if not id.startswith("~")])
    return tuple(
        (
            name if id.startswith("~") else Name(id, own.get(id) or titles.get(id) or title_of(id), name.terms),
            units,
        )
        for (id, units), name in zip(homes.items(), spoken, strict=True)
    )


def title_of(id: str) -> str:
    """A slug for people: `order-fulfilment` as `Order fulfilment`."""
    words = id.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else id


def _distinct_from_kernel(name: Name) -> Name:
    """The name, spelled apart if it would be mistaken for the shared kernel's."""
    return replace(name, id=f"{name.id}-domain", title=f"{name.title} (domain)") if name.id == SHARED_KERNEL else name
