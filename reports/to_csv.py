"""CSV of the cut ledger: one row per cut, for a spreadsheet or a tracker; RFC 4180 with a header, in UTF-8."""

import csv
from io import StringIO

from decompose.evidence.words import number
from decompose.result import escaping
from decompose.result.decomposition import Decomposition
from decompose.result.wording import context_names

COLUMNS = (
    "from_context",
    "to_context",
    "kind",
    "source",
    "target",
    "path",
    "line",
    "count",
    "remedy",
    "effort",
    "flags",
    "detail",
)


def render(decomposition: Decomposition) -> str:
    """Every cut, in the order of the ledger."""
    names = context_names(decomposition)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for cut in decomposition.ledger.cuts:
        path, line = (cut.location.path, cut.location.line) if cut.location else ("", 0)
        contexts = (names.get(cut.from_context, cut.from_context), names.get(cut.to_context, cut.to_context))
        cells = (*contexts, cut.kind, cut.source, cut.target, path, str(line or ""), str(cut.count), cut.remedy,
                 number(cut.effort), " ".join(cut.flags), cut.detail)  # fmt: skip
        writer.writerow(escaping.csv(cell) for cell in cells)
    return text.getvalue()
