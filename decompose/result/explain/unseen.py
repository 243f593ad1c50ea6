"""What of a context could not be seen, so that somebody looks there by hand before its boundary becomes a cut."""

from decompose.contexts.context import BoundedContext
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Section
from decompose.result.unseen import computed_in, other_problems, unseen_said
from decompose.result.wording import place

REMEDY = "Cuts may hide there: look at these places before you rely on the boundary."


def unseen_of_context(decomposition: Decomposition, context: BoundedContext) -> Section | None:
    """Calls that lead nowhere known by reason, and each computed construct with its place."""
    others = other_problems(decomposition, context)
    told = f"Problems in its files: {', '.join(f'{code} {count:,}' for code, count in others)}." if others else ""
    rows = tuple((place(one.location), one.code, one.message) for one in computed_in(decomposition, context))
    sentences = (*unseen_said(context.clarity), *((told,) if told else ()))
    if not sentences and not rows:
        return None
    dark = bool(rows or others or context.clarity.unresolved)
    heading = "What cannot be seen here"
    return Section(heading, (*sentences, *((REMEDY,) if dark else ())), ("place", "", "what") if rows else (), rows)
