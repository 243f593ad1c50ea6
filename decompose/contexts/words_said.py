"""What modules say: from findings to the words of each module's code, path, tables and entry points."""

from collections import defaultdict

from decompose.coupling.tables import tables_touched
from decompose.coupling.words import SHORTEST, split_words
from decompose.evidence.evidence import EvidenceKind
from decompose.evidence.findings import Findings
from decompose.evidence.unit import Unit, UnitKind, module_of

PROMINENT = 12  # chosen: about as many words as a reader would pick to say what a module is about
PATH = "path"


def words_said(findings: Findings) -> dict[str, dict[str, list[str]]]:
    """By source and module the words that say what the module is about.

    Of its code the twelve most frequent; of its path, of the tables it touches and of its entry points all.
    """
    said: dict[str, dict[str, list[str]]] = {
        voice: defaultdict(list) for voice in ("code", PATH, "tables", "entry points")
    }
    for unit in findings.units:
        if unit.kind is UnitKind.MODULE:
            said["code"][unit.id] = _prominent(unit)
            said[PATH][unit.id] = split_words(unit.name)
    for module, tables in sorted(tables_touched(findings.evidence).items()):
        said["tables"][module] = [
            word for table in sorted(tables) for word in split_words(table.removeprefix("table:"))
        ]
    for piece in findings.evidence:
        if piece.kind in (EvidenceKind.ROUTES, EvidenceKind.EXERCISES):
            said["entry points"][module_of(piece.target)] += split_words(piece.source.removeprefix("entry:"))
    return said


def _prominent(unit: Unit) -> list[str]:
    frequent = sorted(unit.words, key=lambda pair: (-pair[1], pair[0]))
    return [word for word, _ in frequent if len(word) >= SHORTEST][:PROMINENT]
