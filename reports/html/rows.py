"""Evidence and cuts come in, rows of small numbers go out, and beside them the strings and paths they stand for."""

from collections.abc import Iterable

from decompose.coupling.graph import Strand
from decompose.design.cuts.ledger import Cut
from decompose.errors import Location
from decompose.evidence.evidence import Evidence
from decompose.result.plain import plain

from .embedding import packed
from .interning import Paths, Strings, formula_parts

COMMITS = 4
COMMIT_LETTERS = 8


class Rows:
    """Writes rows and counts how many it wrote of how many there were."""

    def __init__(self, modules: list[str]) -> None:
        self.paths = Paths([plain(module) for module in modules])
        self.strings = Strings()
        self.shown = self.total = 0

    def of_evidence(self, kept: list[Evidence], total: int) -> str:
        self._count(len(kept), total)
        return packed(n for e in kept for n in self._row(e.kind, e.source, e.target, e.location, e.count, e.detail))

    def of_cuts(self, kept: list[Cut], total: int) -> str:
        """Rows of evidence with two more numbers: remedy, and effort in tenths of a point."""
        self._count(len(kept), total)
        return packed(n for cut in kept for n in self._cut(cut))

    def strand(self, strand: Strand, source: str, target: str) -> list[object]:
        """Signal, weight in thousandths, template of the formula, and its numbers."""
        template, numbers = formula_parts(strand.formula, source, target)
        return [
            self.strings.number(strand.signal),
            round(1000 * strand.weight),
            self.strings.number(template),
            *numbers,
        ]

    def commits(self, commits: Iterable[str]) -> list[int]:
        return [self.strings.number(commit[:COMMIT_LETTERS]) for commit in [*commits][:COMMITS]]

    def _cut(self, cut: Cut) -> tuple[int, ...]:
        row = self._row(cut.kind, cut.source, cut.target, cut.location, cut.count, cut.detail)
        return (*row, self.strings.number(cut.remedy), round(cut.effort * 10))

    def _row(
        self, kind: str, source: str, target: str, location: Location | None, times: int, detail: str
    ) -> tuple[int, ...]:
        """Nine numbers; the place is 0 if it is in the source's own file, -1 if unknown; once is 0 times more."""
        text = self.strings.number
        start, inner = self.paths.of(source)
        end, other = self.paths.of(target)
        place = -1 if location is None else self.paths.number(location.path) + 1
        place = 0 if place == start + 1 else place
        line = location.line if location else 0
        return (text(kind), start, text(inner), end, text(other), place, line, times - 1, text(detail))

    def _count(self, shown: int, total: int) -> None:
        self.shown += shown
        self.total += total
