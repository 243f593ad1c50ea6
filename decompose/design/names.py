"""Names: from a catalog to what every sentence and report calls each context."""

from collections import Counter

from decompose.contexts.context import ContextCatalog


def names_of(catalog: ContextCatalog) -> dict[str, str]:
    """The name of each context by its id; the id stands beside a name that two contexts share."""
    taken = Counter(context.name for context in catalog.contexts)
    return {
        context.id: context.name
        if taken[context.name] == 1 and context.name.strip()
        else f"{context.name} ({context.id})".strip()
        for context in catalog.contexts
    }


def kernel_said(name: str) -> str:
    """A shared kernel within a sentence: `the shared kernel`, with its name where it has one of its own."""
    return "the shared kernel" if name.casefold() == "shared kernel" else f"the shared kernel {name}"
