"""CSV of the hidden pairs: what changes together although no code joins it; RFC 4180 with a header, in UTF-8."""

import csv
from io import StringIO

from decompose.evidence.words import number
from decompose.result import escaping
from decompose.result.decomposition import Decomposition
from decompose.result.past import Hidden, hidden_of
from decompose.result.wording import context_names

COLUMNS = (
    "source",
    "target",
    "source_context",
    "target_context",
    "common",
    "common_last_year",
    "source_changes",
    "target_changes",
    "confidence_from_source",
    "confidence_from_target",
    "support",
    "lift",
    "false_discovery_rate",
    "last",
    "by_way_of",
    "layer",
)


def render(decomposition: Decomposition) -> str:
    """Every hidden pair: across a boundary first, then by strength; changes are counted since both modules exist."""
    names = context_names(decomposition)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in hidden_of(decomposition):
        writer.writerow(escaping.csv(cell) for cell in _cells(each, names))
    return text.getvalue()


def _cells(each: Hidden, names: dict[str, str]) -> tuple[str, ...]:
    pair, history = each.pair, each.pair.history
    contexts = (names.get(context, context) for context in each.contexts)
    confidences = (number(pair.common / max(1, changes)) for changes in history.changes)
    counts = (str(pair.common), str(history.recent), *map(str, history.changes), *confidences)
    sureness = (number(pair.support), number(history.lift), f"{history.chance:.1g}")
    return (pair.source, pair.target, *contexts, *counts, *sureness, history.last, " ".join(pair.via), pair.layer)
