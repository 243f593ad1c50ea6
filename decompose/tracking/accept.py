"""Accepting: from a decomposition to boundaries, with as few patterns as say exactly what was found."""

from collections.abc import Iterable

from decompose.contexts.context import BoundedContext
from decompose.design.crossing import TABLE
from decompose.evidence.unit import UnitKind
from decompose.result.decomposition import Decomposition
from decompose.tracking.boundary import Boundaries, ContextBoundary
from decompose.tracking.boundary_file import VERSION, render


def boundaries_of(decomposition: Decomposition) -> Boundaries:
    """The contexts that were found as boundaries, by id.

    A folder whose modules all belong to one context becomes one pattern, so that a new file in it belongs there too;
    modules of folders that contexts share are listed one by one.
    """
    contexts = sorted(decomposition.catalog.contexts, key=lambda context: context.id)
    sole = _sole_contexts(contexts)
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
                modules=_patterns(context, sole),
                tables=tuple(_writable(name) for name in sorted(tables.get(context.id, ()))),
                kind=context.kind.value,
            )
            for context in contexts
        ),
    )


def render_boundaries(decomposition: Decomposition) -> str:
    """The text of the boundary file for what was found."""
    return render(boundaries_of(decomposition))


def _sole_contexts(contexts: Iterable[BoundedContext]) -> dict[str, str]:
    """For each folder the id of the one context that has modules below it, or "" when there are several."""
    found: dict[str, str] = {}
    for context in contexts:
        for member in context.members:
            for folder in _folders(member.unit):
                found[folder] = context.id if found.get(folder, context.id) == context.id else ""
    return found


def _patterns(context: BoundedContext, sole: dict[str, str]) -> tuple[str, ...]:
    patterns = set()
    for member in context.members:
        folder = next((folder for folder in _folders(member.unit) if sole[folder] == context.id), "")
        patterns.add(_writable(f"{folder}/**" if folder else member.unit))
    return tuple(sorted(patterns))


def _folders(path: str) -> list[str]:
    """The folders of a path, outermost first."""
    steps = path.split("/")[:-1]
    return ["/".join(steps[: index + 1]) for index in range(len(steps))]


def _writable(text: str) -> str:
    """Bytes of a name that are no UTF-8 cannot be written in TOML, so a wildcard stands for them."""
    return "".join("*" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
