"""A Decomposition comes in; out goes the data that the page's scripts read: compact, and cut down until it is small enough.

The layout is documented where it is read, in `static/10_data.js`; both sides change together.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from decompose.design.ledger import Cut
from decompose.errors import Location
from decompose.evidence.evidence import Evidence
from decompose.result.decomposition import Decomposition
from decompose.result.plain import plain

from .atlas import Atlas, product_modules
from .embedding import json_block
from .interning import Paths, Strings, formula_parts
from .matrix import crossings, partition_order
from .pairs import Pair, evenly, pairs_of, telling_first

BUDGET = 900_000  # characters; with the rendered page this keeps 5,000 modules under 1.5 MB (see the size test)
COMMITS = 6


class Caps(Struct, frozen=True):
    """How much of each kind is kept: rows of evidence per pair, table and boundary; pairs with evidence; pairs at all."""

    rows: int
    table_rows: int
    cuts: int
    detailed: int
    pairs: int


LEVELS = (
    Caps(rows=12, table_rows=40, cuts=60, detailed=6000, pairs=60_000),
    Caps(rows=8, table_rows=25, cuts=40, detailed=3000, pairs=40_000),
    Caps(rows=6, table_rows=15, cuts=25, detailed=1500, pairs=25_000),
    Caps(rows=4, table_rows=10, cuts=15, detailed=800, pairs=16_000),
    Caps(rows=3, table_rows=6, cuts=8, detailed=400, pairs=9_000),
    Caps(rows=2, table_rows=3, cuts=4, detailed=150, pairs=4_000),
)


class PageData(Struct, frozen=True):
    """The JSON text, and of each kind of detail how much of how much it holds: (what, shown, of)."""

    text: str
    shown: tuple[tuple[str, int, int], ...]


def page_data(decomposition: Decomposition, atlas: Atlas) -> PageData:
    """The richest data that stays within the budget; of the sparsest level if none does."""
    pairs = pairs_of(decomposition)
    ranked = evenly(pairs, atlas)
    touching = _touching(decomposition.evidence)
    for caps in LEVELS:
        data = _Writer(decomposition, atlas, caps).write(pairs, ranked, touching)
        if len(data.text) <= BUDGET:
            break
    return data


class _Writer:
    """One attempt at the data with one set of caps."""

    def __init__(self, decomposition: Decomposition, atlas: Atlas, caps: Caps) -> None:
        self.of, self.atlas, self.caps = decomposition, atlas, caps
        self.modules = product_modules(decomposition)
        self.paths = Paths([unit.id for unit in self.modules])
        self.strings = Strings()
        self.position = {context.id: index for index, context in enumerate(decomposition.catalog.contexts)}
        self.rows_shown = self.rows_total = 0

    def write(self, pairs: list[Pair], ranked: list[Pair], touching: Mapping[str, list[Evidence]]) -> PageData:
        detailed = ranked[: self.caps.detailed]
        data = {
            "contexts": self._contexts(),
            "order": [self.position[context] for context in partition_order(self.of)],
            "crossings": self._crossings(),
            "relations": self._relations(),
            "modules": self._modules(),
            "apart": self._apart(),
            "edges": [number for pair in pairs[: self.caps.pairs] for number in self._edge(pair)],
            "pairs": [self._pair(pair) for pair in detailed],
            "cuts": self._cuts(),
            "tables": self._tables(touching),
            "steps": [[step.rank, self._context(step.context), plain(step.verdict)] for step in self.of.plan.steps],
        }
        folders, files = self.paths.table()
        text = json_block({**data, "folders": folders, "files": files, "strings": self.strings.table()})
        shown = (
            ("pairs of modules with their numbers", min(len(pairs), self.caps.pairs), len(pairs)),
            ("pairs of modules with formula and evidence", len(detailed), len(pairs)),
            ("rows of evidence", self.rows_shown, self.rows_total),
        )
        return PageData(text, shown)

    def _contexts(self) -> list[list[object]]:
        refs = [self.atlas.ref(context.id) for context in self.of.catalog.contexts]
        return [
            [plain(c.id), plain(c.name), ref.colour, ref.shape, int(ref.kernel), c.lines, _mille(c.cohesion),
             _mille(c.stability), [plain(term) for term in c.terms[:12]]]
            for c, ref in zip(self.of.catalog.contexts, refs, strict=True)
        ]  # fmt: skip

    def _crossings(self) -> list[int]:
        found = crossings(self.of)
        most = max((crossing.weight for crossing in found.values()), default=0.0) or 1.0
        return [
            number
            for (start, end), crossing in found.items()
            if start in self.position and end in self.position
            for number in (self._context(start), self._context(end), round(1000 * crossing.weight / most),
                           crossing.references, crossing.tables, crossing.together)
        ]  # fmt: skip

    def _relations(self) -> list[list[object]]:
        text = self.strings.number
        return [
            [self._context(r.downstream), self._context(r.upstream), text(r.pattern), text(r.reason), round(r.weight, 4),
             [item for flow in r.flows for item in (text(flow.kind), flow.count)]]
            for r in self.of.context_map.relations
        ]  # fmt: skip

    def _modules(self) -> list[int]:
        members = {member.unit: member for context in self.of.catalog.contexts for member in context.members}
        numbers: list[int] = []
        for unit in self.modules:
            member = members.get(unit.id)
            home = self._context(self.atlas.home.get(unit.id, ""))
            belongs = (
                [_mille(member.strength), self._context(member.runner_up), _mille(member.runner_up_strength)]
                if member
                else [0, -1, 0]
            )
            numbers += [home, unit.lines, *belongs]
        return numbers

    def _apart(self) -> list[list[int]]:
        reasons = (*self.of.catalog.unassigned, *self.of.graph.apart)
        return [[self.paths.number(unit), self.strings.number(reason)] for unit, reason in reasons]

    def _edge(self, pair: Pair) -> tuple[int, ...]:
        strands = pair.coupling.strands if pair.coupling else ()
        tables = sum(strand.weight for strand in strands if strand.signal == "tables")
        numbers = (pair.forth, pair.back, _mille(tables), pair.together, _mille(pair.weight))
        return (self.paths.number(pair.source), self.paths.number(pair.target), *numbers)

    def _pair(self, pair: Pair) -> list[object]:
        coupling = pair.coupling
        strands = [self._strand(s, coupling.source, coupling.target) for s in coupling.strands] if coupling else []
        kept = telling_first(pair.evidence)[: self.caps.rows]
        self._count(len(kept), len(pair.evidence))
        source, target = self.paths.number(pair.source), self.paths.number(pair.target)
        commits = [self.strings.number(commit[:10]) for commit in pair.commits[:COMMITS]]
        return [source, target, strands, self._rows(kept), len(pair.evidence), commits]

    def _strand(self, strand: Any, source: str, target: str) -> list[object]:
        template, numbers = formula_parts(strand.formula, source, target)
        return [self.strings.number(strand.signal), _mille(strand.weight), self.strings.number(template), *numbers]

    def _cuts(self) -> list[list[object]]:
        groups: dict[tuple[str, str], list[Cut]] = {}
        for cut in self.of.ledger.cuts:
            groups.setdefault((cut.from_context, cut.to_context), []).append(cut)
        return [self._direction(start, end, cuts) for (start, end), cuts in sorted(groups.items())]

    def _direction(self, start: str, end: str, cuts: list[Cut]) -> list[object]:
        kept = sorted(cuts, key=lambda cut: (-cut.effort, -cut.count, cut.kind, cut.source, cut.target))[
            : self.caps.cuts
        ]
        self._count(len(kept), len(cuts))
        rows = [
            number
            for cut in kept
            for number in (*self._row(cut.kind, cut.source, cut.target, cut.location, cut.count, cut.detail),
                           self.strings.number(cut.remedy), round(cut.effort * 10))
        ]  # fmt: skip
        effort = round(sum(cut.effort for cut in cuts), 1)
        return [self._context(start), self._context(end), len(cuts), effort, rows]

    def _tables(self, touching: Mapping[str, list[Evidence]]) -> list[list[object]]:
        return [
            [self.strings.number(table.table), self._context(table.owner), _mille(table.confidence), int(table.contested),
             self.strings.number(table.reason),
             [n for place in table.defined_at for n in (self.paths.number(place.path), place.line)],
             [n for access in table.accesses for n in (self._context(access.context), access.reads, access.writes)],
             *self._table_rows(touching.get(f"table:{table.table}", []))]
            for table in self.of.ownership.tables
        ]  # fmt: skip

    def _table_rows(self, evidence: list[Evidence]) -> tuple[int, list[int]]:
        kept = telling_first(evidence)[: self.caps.table_rows]
        self._count(len(kept), len(evidence))
        return len(evidence), self._rows(kept)

    def _rows(self, evidence: Iterable[Evidence]) -> list[int]:
        return [
            number for e in evidence for number in self._row(e.kind, e.source, e.target, e.location, e.count, e.detail)
        ]

    def _row(
        self, kind: str, source: str, target: str, location: Location | None, times: int, detail: str
    ) -> tuple[int, ...]:
        start, inner = self.paths.of(source)
        end, other = self.paths.of(target)
        text = self.strings.number
        place = self.paths.number(location.path) if location else -1
        return (
            text(kind),
            start,
            text(inner),
            end,
            text(other),
            place,
            location.line if location else 0,
            times,
            text(detail),
        )

    def _context(self, id: str) -> int:
        return self.position.get(id, -1)

    def _count(self, shown: int, total: int) -> None:
        self.rows_shown += shown
        self.rows_total += total


def _touching(evidence: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    """Evidence by the tables at its ends."""
    touching: dict[str, list[Evidence]] = {}
    for piece in evidence:
        for end in {piece.source, piece.target}:
            if end.startswith("table:"):
                touching.setdefault(end, []).append(piece)
    return touching


def _mille(value: float) -> int:
    return round(1000 * value)
