"""Accepting: from a decomposition to boundaries, with as few patterns as say exactly what was found."""

from decompose.contexts.hand.corrected import title_of
from decompose.contexts.hand.hand import ContextBoundary, Hand, Pin
from decompose.design.cuts.crossing import TABLE
from decompose.evidence.unit import UnitKind
from decompose.result.decomposition import Decomposition
from decompose.tracking.boundary import VERSION, Boundaries
from decompose.tracking.boundary_text import entries, render
from decompose.tracking.compress import patterns_of, writable


def boundaries_of(decomposition: Decomposition) -> Boundaries:
    """The contexts that were found as boundaries, by id; a name is written where the id does not say it."""
    contexts = sorted(decomposition.catalog.contexts, key=lambda context: context.id)
    patterns = patterns_of({context.id: [member.unit for member in context.members] for context in contexts})
    known = {unit.id for unit in decomposition.units if unit.kind is UnitKind.TABLE}
    tables: dict[str, list[str]] = {}
    for table in decomposition.ownership.tables:
        if f"{TABLE}{table.table}" in known:
            tables.setdefault(table.owner, []).append(table.table)
    return Boundaries(
        VERSION,
        tuple(
            ContextBoundary(
                id=context.id,
                modules=patterns[context.id],
                tables=tuple(writable(name) for name in sorted(tables.get(context.id, ()))),
                kind=context.kind.value,
                name=writable(context.name) if context.name != title_of(context.id) else "",
            )
            for context in contexts
        ),
    )


def render_boundaries(decomposition: Decomposition) -> str:
    """The text of the boundary file for what was found."""
    return render(boundaries_of(decomposition))


def completed(text: str, boundaries: Boundaries, decomposition: Decomposition) -> str:
    """The text of a file that says things of contexts but lists the modules of none, with the lists that it lacks.

    A file with lists is people's work and stays as it is. A context that has an entry already gets its modules by a pin.
    """
    if any(context.modules for context in boundaries.contexts):
        return text
    declared = {context.id for context in boundaries.contexts}
    found = boundaries_of(decomposition).contexts
    pins = tuple(Pin(each.id, each.modules, each.tables) for each in found if each.id in declared)
    lists = tuple(each for each in found if each.id not in declared)
    return "\n".join([text.rstrip("\n") + "\n", *entries(Hand(contexts=lists, pins=pins))])
