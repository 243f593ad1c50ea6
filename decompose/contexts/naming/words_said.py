"""What modules say: from findings to the words of each module's code, path, tables and entry points."""

from collections import defaultdict
from collections.abc import Iterable

from decompose.contexts.naming.everyday import LICENCE
from decompose.coupling.tables import tables_touched
from decompose.coupling.words import SHORTEST, split_words
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Unit, UnitKind, module_of

PROMINENT = 12  # chosen: about as many words as a reader would pick to say what a module is about
PATH, CLASSES, TABLES = "path", "classes", "tables"
REPEATED = frozenset({
    "agpl", "apache", "copyright", "general", "gnu", "gpl", "license", "licensed", "mozilla", "mpl", "public", "software", "spdx",
})  # fmt: skip
"""What a licence says over and over."""
ENOUGH, ONCE = 5, 2  # chosen: the shortest licence says five of its words, a long one most of them once or twice


def words_said(findings: Findings) -> dict[str, dict[str, list[str]]]:
    """By source and module the words that say what the module is about.

    Of its code the twelve most frequent but for its licence; of its path, of the tables it touches and of its entry points all.
    """
    said: dict[str, dict[str, list[str]]] = {
        voice: defaultdict(list) for voice in ("code", PATH, TABLES, "entry points")
    }
    for unit in findings.units:
        if unit.kind is UnitKind.MODULE:
            said["code"][unit.id] = _prominent(unit)
            said[PATH][unit.id] = split_words(unit.name)
    for module, tables in sorted(tables_touched(findings.evidence).items()):
        said[TABLES][module] = [word for table in sorted(tables) for word in split_words(table.removeprefix("table:"))]
    for piece in findings.evidence:
        if piece.kind in (EvidenceKind.ROUTES, EvidenceKind.EXERCISES):
            said["entry points"][module_of(piece.target)] += split_words(piece.source.removeprefix("entry:"))
    return said


def _prominent(unit: Unit) -> list[str]:
    frequent = sorted(_own(unit), key=lambda pair: (-pair[1], pair[0]))
    return [word for word, _ in frequent if len(word) >= SHORTEST][:PROMINENT]


def _own(unit: Unit) -> Iterable[tuple[str, int]]:
    """The words of a module without those of a licence at its head.

    A word that the module says more often than a licence does is its own, but for the words that such a text repeats.
    """
    words = {word for word, _ in unit.words}
    if words.isdisjoint(REPEATED) or ("spdx" not in words and len(words & LICENCE) < ENOUGH):
        return unit.words
    return [pair for pair in unit.words if pair[0] not in LICENCE or (pair[1] > ONCE and pair[0] not in REPEATED)]
