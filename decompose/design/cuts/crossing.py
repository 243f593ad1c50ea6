"""Crossings: from findings, contexts and table owners to the evidence whose two ends live in different contexts."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from decompose.contexts.context import ContextCatalog, ContextKind
from decompose.design.data.ownership import DataOwnership
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Role, UnitKind, module_of, top_level

UNDIRECTED = frozenset({EvidenceKind.JOINS, EvidenceKind.CO_WRITES, EvidenceKind.CO_CHANGE})
TABLE = "table:"
NO_ROWS: Mapping[str, str] = MappingProxyType({})
NO_SIZES: Mapping[str, tuple[int, str]] = MappingProxyType({})


class Crossing(Struct, frozen=True, gc=False):
    """One piece of evidence with the contexts of its two ends; `source` and `target` are ordered as the contexts are."""

    evidence: Evidence
    source: str
    target: str
    from_context: str
    to_context: str


class Homes:
    """Where each unit lives: modules, and whatever is in them, in one context; tables with their owner; `kernels` apart.

    Entry points live nowhere, or rather where their handler does, so a route never crosses. `rows` are classes that define
    a table, by which they live with whoever owns it, whatever module of everybody's models they lie in.
    """

    def __init__(
        self,
        modules: Mapping[str, str],
        tables: Mapping[str, str],
        kernels: Iterable[str],
        rows: Mapping[str, str] = NO_ROWS,
        sizes: Mapping[str, tuple[int, str]] = NO_SIZES,
    ) -> None:
        self._modules, self._tables, self.kernels, self._rows = modules, tables, frozenset(kernels), rows
        self._sizes = sizes
        self._found: dict[str, str] = {}

    @staticmethod
    def found(catalog: ContextCatalog, ownership: DataOwnership) -> "Homes":
        """By the contexts that were found and the owners proposed."""
        kernels = (context.id for context in catalog.contexts if context.kind is ContextKind.SHARED_KERNEL)
        owners = {table.table: table.owner for table in ownership.tables}
        sizes = {c.id: (c.lines, c.members[0].unit) for c in catalog.contexts if c.members}
        return Homes(catalog.context_of(), owners, kernels, sizes=sizes)

    def with_rows(self, findings: Findings) -> "Homes":
        """The same homes, but a class at the top of a module that defines a table goes with the table."""
        found: dict[str, str] = {}
        for evidence in findings.evidence:
            if (
                evidence.kind is EvidenceKind.DEFINES
                and "::" in evidence.source
                and (owner := self._of(evidence.target))
            ):
                row = top_level(evidence.source)
                found[row] = min(owner, found.get(row, owner))
        return Homes(self._modules, self._tables, self.kernels, found, self._sizes)

    def of_module(self, reference: str) -> str:
        """The id of the context that holds the module of the unit, or "" if none does."""
        return self._modules.get(module_of(reference), "")

    def size(self, context: str) -> tuple[int, str]:
        """What contexts are told apart by without their names: lines and first module by path, or the place in the file."""
        return self._sizes.get(context, (0, context))

    def of(self, reference: str) -> str:
        """The id of the context that holds the unit, or "" if none does."""
        found = self._found.get(reference)  # the same few units are the ends of most evidence
        if found is None:
            found = self._found[reference] = self._of(reference)
        return found

    def _of(self, reference: str) -> str:
        if reference.startswith(TABLE):
            return self._tables.get(reference.removeprefix(TABLE), "")
        return self._rows.get(top_level(reference)) or self.of_module(reference)


def crossings(findings: Findings, homes: Homes) -> Iterator[Crossing]:
    """Every piece of evidence between two different contexts, in the order of the findings.

    Joins, common transactions and co-change have no direction of their own. A join or a transaction starts in the
    context of the function that holds it when that context owns one of the two tables; otherwise, and for co-change,
    the smaller context counts as the source, so that a pair's evidence is found in one place whatever the two are called.
    A shared kernel is then always the target. What only tests, migrations or generated code do to tables is left out.
    A class that defines a table lives with the table: only its definition crosses, from the module where it lies today.
    """
    homes = homes.with_rows(findings)
    for evidence in product_evidence(findings):
        defines = evidence.kind is EvidenceKind.DEFINES
        start = homes.of_module(evidence.source) if defines else homes.of(evidence.source)
        end = homes.of(evidence.target)
        if not start or not end or start == end:
            continue
        turned = evidence.kind in UNDIRECTED and _begins_at_target(evidence, start, end, homes)
        if turned:
            yield Crossing(evidence, evidence.target, evidence.source, end, start)
        else:
            yield Crossing(evidence, evidence.source, evidence.target, start, end)


def product_evidence(findings: Findings) -> Iterator[Evidence]:
    """The evidence that is not found in a module of another role than product."""
    others = {unit.id for unit in findings.units if unit.kind is UnitKind.MODULE and unit.role is not Role.PRODUCT}
    for evidence in findings.evidence:
        where = evidence.location.path if evidence.location else module_of(evidence.place)
        if where not in others:
            yield evidence


def _begins_at_target(evidence: Evidence, start: str, end: str, homes: Homes) -> bool:
    if (start in homes.kernels) != (end in homes.kernels):
        return start in homes.kernels
    holder = homes.of(evidence.place) if evidence.place else ""
    if holder in (start, end):
        return holder == end
    return homes.size(end) < homes.size(start)
