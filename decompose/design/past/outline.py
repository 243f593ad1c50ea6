"""From findings to an outline: the little of one tree that a trend looks at, whatever the contexts are."""

from collections import defaultdict

from msgspec import Struct

from decompose.design.cuts.crossing import TABLE, product_evidence
from decompose.design.data.ownership import rows_of
from decompose.evidence.evidence import USES, EvidenceKind, by_itself
from decompose.evidence.findings import Findings
from decompose.evidence.reach import only_reached
from decompose.evidence.unit import Role, UnitKind, module_of, top_level


class TableUse(Struct, frozen=True, array_like=True):
    """A table with the modules that read it and those that write it, as positions among the modules of the outline."""

    name: str
    readers: tuple[int, ...]
    writers: tuple[int, ...]


class Outline(Struct, frozen=True, array_like=True):
    """The product modules of a tree with their lines, which uses which (as positions), and who uses each table.

    Everything is sorted. `unread` counts files that could not be read.
    """

    modules: tuple[tuple[str, int], ...]
    uses: tuple[tuple[int, int], ...]
    tables: tuple[TableUse, ...]
    unread: int = 0


def outline_of(findings: Findings, unread: int = 0) -> Outline:
    """The outline of a tree; what only tests, migrations or generated code do is left out.

    So is what says nothing of who owns a table (see `ownership`): what the class of its rows does to it, and writes of
    commands that somebody runs by hand.
    """
    modules = sorted(
        (unit.id, unit.lines)
        for unit in findings.units
        if unit.kind is UnitKind.MODULE and unit.role is Role.PRODUCT and unit.lines
    )
    position = {module: index for index, (module, _) in enumerate(modules)}
    by_hand, rows = only_reached(findings, ("command",)), rows_of(findings)
    uses: set[tuple[int, int]] = set()
    users: dict[EvidenceKind, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for evidence in product_evidence(findings):
        start = position.get(module_of(evidence.source))
        if start is None:
            continue
        if evidence.kind in USES:
            end = position.get(module_of(evidence.target), start)
            uses.update([(start, end)] if start != end else [])
        elif evidence.target.startswith(TABLE) and not by_itself(evidence.flags):
            if (top_level(evidence.source), evidence.target) in rows:
                continue
            if evidence.kind is EvidenceKind.WRITES and evidence.source in by_hand:
                continue
            users[evidence.kind][evidence.target.removeprefix(TABLE)].add(start)
    readers, writers = users[EvidenceKind.READS], users[EvidenceKind.WRITES]
    names = sorted({*readers, *writers})
    tables = (TableUse(name, tuple(sorted(readers[name])), tuple(sorted(writers[name]))) for name in names)
    return Outline(tuple(modules), tuple(sorted(uses)), tuple(tables), unread)
