"""The hidden pairs come in; out goes what the page shows of them: pairs across a boundary, then those within one."""

from msgspec import Struct

from decompose.result.decomposition import Decomposition
from decompose.result.past import Hidden, hidden_of, hidden_said, together_said

from .atlas import Atlas, ContextRef, fragment
from .ledger import edge_link

MOST = 100
"""Rows; the CSV has all."""


class HiddenRow(Struct, frozen=True):
    """One pair; `share` is the larger of both confidences, `still` whether they met in the last year of history."""

    modules: tuple[tuple[str, str], tuple[str, str]]
    contexts: tuple[ContextRef, ContextRef]
    link: str
    common: int
    recent: int
    share: float
    lift: float
    said: str
    last: str
    via: tuple[str, ...]
    layer: str


class HiddenView(Struct, frozen=True):
    """What is said of all pairs, the rows that are shown, and how many are not."""

    note: str
    rows: tuple[HiddenRow, ...]
    left_out: int


def hidden_view(decomposition: Decomposition, atlas: Atlas) -> HiddenView:
    """The hidden pairs as this report shows them."""
    hidden = hidden_of(decomposition)
    rows = tuple(_row(each, atlas) for each in hidden[:MOST])
    return HiddenView(hidden_said(hidden), rows, max(0, len(hidden) - MOST))


def _row(each: Hidden, atlas: Atlas) -> HiddenRow:
    pair, history = each.pair, each.pair.history
    one, other = each.contexts
    return HiddenRow(
        modules=(_module(pair.source, atlas), _module(pair.target, atlas)),
        contexts=(atlas.ref(one), atlas.ref(other)),
        link=edge_link(one, other) if each.crosses else "",
        common=pair.common,
        recent=history.recent,
        share=min(1.0, pair.common / min(history.changes)),
        lift=history.lift,
        said=together_said(pair.common, history),
        last=history.last,
        via=tuple(atlas.name(module) for module in pair.via),
        layer=pair.layer,
    )


def _module(module: str, atlas: Atlas) -> tuple[str, str]:
    """What people call it, and the address of what is known of it."""
    return atlas.name(module), f"#module={fragment(module)}"
