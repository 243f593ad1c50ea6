"""Contexts and what crosses between them come in; out goes the design structure matrix in partition order."""

from collections.abc import Sequence
from math import sqrt

from msgspec import Struct

from decompose.design.map.precedence import cyclic_groups, downstream_first
from decompose.evidence.evidence import EvidenceKind
from decompose.result.decomposition import Decomposition

from .atlas import Atlas, ContextRef
from .ledger import DATA, edge_link

MOST = 60


class Crossing(Struct, frozen=True):
    """What one context takes from another: weight of the relation, references, table uses, commits that changed both."""

    weight: float = 0.0
    references: int = 0
    tables: int = 0
    together: int = 0

    @property
    def depends(self) -> bool:
        return bool(self.references or self.tables)


class Cell(Struct, frozen=True):
    """One cell of the matrix; `heat` is 0…5, `back` marks what is used against the order."""

    link: str
    number: int
    heat: int
    back: bool


class Row(Struct, frozen=True):
    """One row: a context and a cell, or None, for each context in the same order."""

    context: ContextRef
    position: int
    group: int
    cells: tuple[Cell | None, ...]


class MatrixView(Struct, frozen=True):
    """The matrix: row depends on column, what is used stands first, so that marks above the diagonal close cycles."""

    rows: tuple[Row, ...]
    left_out: int
    above: int
    cyclic: int
    kernels: int = 0


Crossings = dict[tuple[str, str], Crossing]


def crossings(decomposition: Decomposition) -> Crossings:
    """For each ordered pair of contexts (who depends, on whom) how much crosses; co-change counts both ways."""
    weights = {(r.downstream, r.upstream): r.weight for r in decomposition.context_map.relations}
    references: dict[tuple[str, str], int] = {}
    tables: dict[tuple[str, str], int] = {}
    together = _together(decomposition)
    for cut in decomposition.ledger.cuts:
        pair = (cut.from_context, cut.to_context)
        tally = tables if cut.kind in DATA else references
        tally[pair] = tally.get(pair, 0) + cut.count
    for use in decomposition.ledger.kernel:
        tally = tables if use.kind in DATA else references
        tally[use.context, use.kernel] = tally.get((use.context, use.kernel), 0) + use.uses
    pairs = sorted({*weights, *references, *tables, *together})
    return {
        pair: Crossing(weights.get(pair, 0.0), references.get(pair, 0), tables.get(pair, 0), together.get(pair, 0))
        for pair in pairs
        if pair[0] != pair[1]
    }


def _together(decomposition: Decomposition) -> dict[tuple[str, str], int]:
    """Commits that changed modules of both contexts, summed over the pairs of modules, for either order of the two."""
    home = decomposition.catalog.context_of()
    together: dict[tuple[str, str], int] = {}
    for evidence in decomposition.evidence:
        if evidence.kind is EvidenceKind.CO_CHANGE:
            pair = (home.get(evidence.source, ""), home.get(evidence.target, ""))
            for ordered in {pair, pair[::-1]} if all(pair) else ():
                together[ordered] = together.get(ordered, 0) + evidence.count
    return together


def partition_order(decomposition: Decomposition, found: Crossings) -> list[str]:
    """Context ids so that what is used comes before what uses it, cycles together."""
    contexts = sorted(context.id for context in decomposition.catalog.contexts)
    return downstream_first(contexts, _depends(found, set(contexts)))[::-1]


def matrix_view(decomposition: Decomposition, atlas: Atlas, found: Crossings, order: Sequence[str]) -> MatrixView:
    """The matrix of contexts as the page shows it before any script runs: references and table uses together."""
    largest = sorted(decomposition.catalog.contexts, key=lambda context: (-context.lines, context.id))[:MOST]
    shown = {context.id for context in largest}
    order = [context for context in order if context in shown]
    groups = cyclic_groups(order, _depends(found, shown))
    group_of = {context: index if len(group) > 1 else -1 for index, group in enumerate(groups) for context in group}
    most = max((c.references + c.tables for c in found.values()), default=0) or 1
    rows = tuple(
        Row(
            atlas.ref(context),
            index + 1,
            group_of[context],
            tuple(_cell(context, other, order, found, most) for other in order),
        )
        for index, context in enumerate(order)
    )
    return MatrixView(
        rows=rows,
        left_out=len(decomposition.catalog.contexts) - len(order),
        above=sum(cell.number for row in rows for cell in row.cells if cell and cell.back),
        cyclic=sum(len(group) for group in groups if len(group) > 1),
        kernels=sum(row.context.kernel for row in rows),
    )


def _depends(found: Crossings, among: set[str]) -> dict[tuple[str, str], float]:
    return {
        pair: float(crossing.references + crossing.tables)
        for pair, crossing in found.items()
        if crossing.depends and among.issuperset(pair)
    }


def _cell(row: str, column: str, order: list[str], found: dict[tuple[str, str], Crossing], most: int) -> Cell | None:
    crossing = found.get((row, column))
    if crossing is None or not crossing.depends:
        return None
    number = crossing.references + crossing.tables
    back = order.index(column) > order.index(row)
    return Cell(edge_link(row, column), number, max(1, round(5 * sqrt(number / most))), back)
