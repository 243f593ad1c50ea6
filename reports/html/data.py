"""A Decomposition comes in; out goes the data that the page's scripts read: compact, and no longer than there is room.

The layout is documented where it is read, in `static/10_data.js`; both sides change together.
"""

from collections.abc import Iterable, Mapping, Sequence

from decompose.design.cuts.ledger import Cut
from decompose.evidence.evidence import Evidence
from decompose.evidence.unit import module_of
from decompose.result.decomposition import Decomposition
from decompose.result.links import link_of
from decompose.result.plain import plain

from .atlas import Atlas, product_modules
from .embedding import json_block, packed
from .matrix import Crossings
from .pairs import Pair, evenly, pairs_of, telling_first
from .rows import Rows

# Shares of the room left after what is always there; the pairs with formula and evidence get what then remains.
EDGES, CUTS, TABLES = 0.25, 0.35, 0.1
# What one edge or row takes with the strings it brings along, in characters: measured on systems of 500 to 5,000 modules.
EDGE_LENGTH, ROW_LENGTH = 17, 50
MOST_CUTS, MOST_TABLE_ROWS, MOST_PAIR_ROWS = 60, 40, 12


def page_data(decomposition: Decomposition, atlas: Atlas, found: Crossings, order: Sequence[str], room: int) -> str:
    """JSON of about `room` characters at most, but never without what every view needs."""
    return _Writer(decomposition, atlas, found, order).write(room)


def fair_cap(sizes: Iterable[int], room: float, most: int) -> int:
    """The largest cap ≤ `most` with which the sum of min(size, cap) fits in `room`; at least 1."""
    sizes = list(sizes)
    return max((cap for cap in range(1, most + 1) if sum(min(size, cap) for size in sizes) <= room), default=1)


class _Writer:
    def __init__(self, decomposition: Decomposition, atlas: Atlas, found: Crossings, order: Sequence[str]) -> None:
        self.of, self.atlas, self.found, self.order = decomposition, atlas, found, order
        self.modules = product_modules(decomposition)
        self.rows = Rows([unit.id for unit in self.modules])
        self.position = {context.id: index for index, context in enumerate(decomposition.catalog.contexts)}

    def write(self, room: int) -> str:
        parts = {name: json_block(value) for name, value in self._always().items()}
        left = room - sum(map(len, parts.values())) - self._tables_length()
        pairs = pairs_of(self.of)
        edges = pairs[: int(left * EDGES / EDGE_LENGTH)]
        parts["edges"] = json_block(packed(number for pair in edges for number in self._edge(pair)))
        parts["cuts"] = json_block(self._cuts(left * CUTS / ROW_LENGTH))
        parts["tables"] = json_block(self._tables(left * TABLES / ROW_LENGTH))
        details = self._details(evenly(pairs, self.atlas), room - sum(map(len, parts.values())))
        parts["pairs"] = f"[{','.join(details)}]"
        parts["shown"] = json_block(self._shown(len(edges), len(details), len(pairs)))
        folders, files = self.rows.paths.table()
        parts |= {"folders": json_block(folders), "files": json_block(files)}
        parts["strings"] = json_block(self.rows.strings.table())
        return "{" + ",".join(f'"{name}":{text}' for name, text in parts.items()) + "}"

    def _always(self) -> dict[str, object]:
        return {
            "contexts": self._contexts(),
            "order": [self.position[context] for context in self.order],
            "crossings": self._crossings(),
            "relations": self._relations(),
            "modules": self._modules(),
            "apart": self._apart(),
            "link": link_of(self.of),
            "steps": [[step.rank, self._context(step.context), plain(step.verdict)] for step in self.of.plan.steps],
        }

    def _tables_length(self) -> int:
        return self.rows.paths.length + self.rows.strings.length

    def _details(self, pairs: Iterable[Pair], room: int) -> list[str]:
        """As many pairs with formula and evidence as there is room for, and every one if they all fit."""
        details: list[str] = []
        used = self._tables_length()
        for pair in pairs:
            if used > room:
                break
            before = self._tables_length()
            details.append(json_block(self._pair(pair)))
            used += len(details[-1]) + 1 + self._tables_length() - before
        return details

    def _shown(self, edges: int, detailed: int, pairs: int) -> list[list[object]]:
        return [
            ["pairs of modules with their numbers", edges, pairs],
            ["pairs of modules with formula and evidence", detailed, pairs],
            ["rows of evidence of the pairs, tables and boundaries that are here", self.rows.shown, self.rows.total],
        ]

    def _contexts(self) -> list[list[object]]:
        refs = [self.atlas.ref(context.id) for context in self.of.catalog.contexts]
        return [
            [plain(c.id), plain(c.name), ref.colour, ref.shape, int(ref.kernel), c.lines, _mille(c.cohesion),
             _mille(c.stability), [plain(term) for term in c.terms[:12]]]
            for c, ref in zip(self.of.catalog.contexts, refs, strict=True)
        ]  # fmt: skip

    def _crossings(self) -> str:
        most = max((crossing.weight for crossing in self.found.values()), default=0.0) or 1.0
        return packed(
            number
            for (start, end), crossing in self.found.items()
            if start in self.position and end in self.position
            for number in (self._context(start), self._context(end), round(1000 * crossing.weight / most),
                           crossing.references, crossing.tables, crossing.together)
        )  # fmt: skip

    def _relations(self) -> list[list[object]]:
        text = self.rows.strings.number
        return [
            [
                self._context(r.downstream),
                self._context(r.upstream),
                text(r.pattern),
                text(r.reason),
                round(r.weight, 4),
            ]
            for r in self.of.context_map.relations
        ]

    def _modules(self) -> str:
        members = {member.unit: member for context in self.of.catalog.contexts for member in context.members}
        numbers: list[int] = []
        for unit in self.modules:
            numbers += [self._context(self.atlas.home.get(unit.id, "")), unit.lines]
            member = members.get(unit.id)
            numbers += [_mille(member.strength), self._context(member.runner_up)] if member else [0, -1]
            numbers.append(_mille(member.runner_up_strength) if member else 0)
        return packed(numbers)

    def _apart(self) -> list[list[int]]:
        reasons = (*self.of.catalog.unassigned, *self.of.graph.apart)
        return [[self.rows.paths.number(unit), self.rows.strings.number(reason)] for unit, reason in reasons]

    def _edge(self, pair: Pair) -> tuple[int, ...]:
        strands = pair.coupling.strands if pair.coupling else ()
        tables = sum(strand.weight for strand in strands if strand.signal == "tables")
        numbers = (pair.forth, pair.back, _mille(tables), pair.together, _mille(pair.weight))
        return (self.rows.paths.number(pair.source), self.rows.paths.number(pair.target), *numbers)

    def _pair(self, pair: Pair) -> list[object]:
        coupling = pair.coupling
        strands = [self.rows.strand(s, coupling.source, coupling.target) for s in coupling.strands] if coupling else []
        rows = self.rows.of_evidence(telling_first(pair.evidence)[:MOST_PAIR_ROWS], len(pair.evidence))
        source, target = self.rows.paths.number(pair.source), self.rows.paths.number(pair.target)
        return [source, target, strands, rows, len(pair.evidence), self.rows.commits(pair.commits)]

    def _cuts(self, room: float) -> list[list[object]]:
        groups: dict[tuple[str, str], list[Cut]] = {}
        for cut in self.of.ledger.cuts:
            groups.setdefault((cut.from_context, cut.to_context), []).append(cut)
        cap = fair_cap(map(len, groups.values()), room, MOST_CUTS)
        return [self._direction(start, end, cuts, cap) for (start, end), cuts in sorted(groups.items())]

    def _direction(self, start: str, end: str, cuts: list[Cut], cap: int) -> list[object]:
        kept = sorted(cuts, key=lambda cut: (-cut.effort, -cut.count, cut.kind, cut.source, cut.target))[:cap]
        effort = round(sum(cut.effort for cut in cuts), 1)
        return [self._context(start), self._context(end), len(cuts), effort, self.rows.of_cuts(kept, len(cuts))]

    def _tables(self, room: float) -> list[list[object]]:
        touching = _touching(self.of.evidence, {unit.id for unit in self.modules})
        evidence = [touching.get(f"table:{table.table}", []) for table in self.of.ownership.tables]
        cap = fair_cap(map(len, evidence), room, MOST_TABLE_ROWS)
        text = self.rows.strings.number
        return [
            [text(table.table), self._context(table.owner), _mille(table.confidence), int(table.contested), text(table.reason),
             [n for place in table.defined_at for n in (self.rows.paths.number(place.path), place.line)],
             [n for access in table.accesses for n in (self._context(access.context), access.reads, access.writes)],
             len(found), self.rows.of_evidence(telling_first(found)[:cap], len(found))]
            for table, found in zip(self.of.ownership.tables, evidence, strict=True)
        ]  # fmt: skip

    def _context(self, id: str) -> int:
        return self.position.get(id, -1)


def _touching(evidence: Iterable[Evidence], modules: set[str]) -> Mapping[str, list[Evidence]]:
    """Evidence of these modules and of tables by the tables at its ends."""
    touching: dict[str, list[Evidence]] = {}
    for piece in evidence:
        if not (piece.source.startswith("table:") or module_of(piece.source) in modules):
            continue
        for end in {piece.source, piece.target}:
            if end.startswith("table:"):
                touching.setdefault(end, []).append(piece)
    return touching


def _mille(value: float) -> int:
    return round(1000 * value)
