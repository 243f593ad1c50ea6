"""Hidden pairs of a module or of a context: sections of an explanation."""

from collections.abc import Iterable

from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Section
from decompose.result.past import Hidden, hidden_of, together_said
from decompose.result.wording import context_names

WHY = (
    "No import, call, table or foreign key joins them, yet they changed together more often than chance would have it: "
    "a rule in two places, a format written here and read there, or a copy. `decompose explain edge` names the commits."
)

MOST = 20
"""Pairs that are listed; chosen."""


def hidden_of_module(decomposition: Decomposition, module: str) -> Section | None:
    """What changes together with a module although no code joins the two, strongest first."""
    names = context_names(decomposition)
    rows = tuple(
        (each.pair.target if each.pair.source == module else each.pair.source,
         names.get(each.contexts[each.pair.source == module], "–"), *_figures(each))
        for each in hidden_of(decomposition)
        if module in (each.pair.source, each.pair.target)
    )  # fmt: skip
    columns = ("module", "context", "together", "last", "by way of")
    return Section("What changes with it although no code joins them", (WHY,), columns, rows[:MOST]) if rows else None


def hidden_of_context(decomposition: Decomposition, context: str) -> Section | None:
    """The pairs across a context's boundary that change together although no code joins them."""
    names = context_names(decomposition)
    rows = tuple(
        (each.pair.source, each.pair.target, names.get(_other(each.contexts, context), "–"), *_figures(each))
        for each in hidden_of(decomposition)
        if each.crosses and context in each.contexts
    )
    columns = ("module", "module", "other context", "together", "last", "by way of")
    title = "What changes together across its boundary although no code joins it"
    return Section(title, (WHY,), columns, rows[:MOST]) if rows else None


def _figures(each: Hidden) -> Iterable[str]:
    layer = (f"the layer {each.pair.layer}",) if each.pair.layer else ()
    said = together_said(each.pair.common, each.pair.history)
    return said, each.pair.history.last, ", ".join((*layer, *each.pair.via))


def _other(contexts: tuple[str, str], one: str) -> str:
    return contexts[1] if contexts[0] == one else contexts[0]
