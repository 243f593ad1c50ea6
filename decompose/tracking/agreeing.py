"""Whether the entries of a boundary file agree with each other: from boundaries to the first two lines that do not."""

from collections.abc import Iterable, Sequence

from decompose.contexts.hand.hand import DOMAIN, SHARED_KERNEL, Apart, ContextBoundary, Pin, Split, Together
from decompose.tracking.boundary import PUBLIC, VERSION, Boundaries
from decompose.tracking.toml_text import TomlText, meant


def agree(boundaries: Boundaries, source: TomlText) -> None:
    """Raise DecomposeError for the first entry that cannot be, or that contradicts an earlier one, with both lines."""
    if boundaries.version != VERSION:
        line = source.line_of("version")
        message = f"version {boundaries.version} is not one that this decompose reads."
        raise source.wrong(line, message, "Upgrade decompose.")
    _contexts(boundaries, source)
    _once(boundaries, source)
    _rules(boundaries, source)
    _merges(boundaries, source)
    _allowances(boundaries, source)


def _contexts(boundaries: Boundaries, source: TomlText) -> None:
    ids: dict[str, int] = {}
    for index, context in enumerate(boundaries.contexts):
        line = source.line_of("id", "context", index)
        if not context.id or context.id in ids:
            told = f"is used twice, first at line {ids[context.id]}" if context.id in ids else "is empty"
            raise source.wrong(line, f"the id {context.id!r} {told}.", "Give each context an id of its own.")
        ids[context.id] = line
        if context.kind not in (DOMAIN, SHARED_KERNEL):
            line = source.line_of("kind", "context", index)
            raise source.wrong(
                line, f"{context.kind!r} is no kind of context.", meant(context.kind, (DOMAIN, SHARED_KERNEL))
            )


def _once(boundaries: Boundaries, source: TomlText) -> None:
    """A pattern belongs to one context; a pin may say otherwise than a list, but not than another pin."""
    _each_once("context", [(context.id, context) for context in boundaries.contexts], source)
    _each_once("pin", [(pin.context, pin) for pin in boundaries.pins], source)


def _each_once(table: str, entries: Sequence[tuple[str, ContextBoundary | Pin]], source: TomlText) -> None:
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for index, (id, entry) in enumerate(entries):
        for key, names in (("modules", entry.modules), ("tables", entry.tables)):
            line = source.line_of(key, table, index)
            for pattern in names:
                other, first = seen.setdefault((key, pattern), (id, line))
                if not pattern:
                    raise source.wrong(line, f"an entry of `{key}` is empty.", "Name a module or take it out.")
                if other != id:
                    message = f"{pattern!r} is in {other!r} too (line {first})."
                    raise source.wrong(line, message, "Keep it in one context.")


def _rules(boundaries: Boundaries, source: TomlText) -> None:
    for pin in boundaries.pins:
        if not pin.context or not (pin.modules or pin.tables):
            raise source.wrong(pin.line, "a pin needs a context, and modules or tables.", "Complete it or take it out.")
    rules: tuple[Together | Apart | Split, ...] = (*boundaries.together, *boundaries.apart, *boundaries.splits)
    for rule in rules:
        if not all(rule.modules) or not rule.modules:
            raise source.wrong(rule.line, "`modules` is empty, or an entry of it is.", "Name modules or take it out.")
    for apart in boundaries.apart:
        if len(set(apart.modules)) < 2:
            raise source.wrong(apart.line, "what is kept apart must be at least two.", "Name what it is apart from.")
    for split in boundaries.splits:
        if not split.into or not split.context or split.into == split.context:
            raise source.wrong(
                split.line, "a split needs a context, and another name to split `into`.", "Give it both."
            )


def _merges(boundaries: Boundaries, source: TomlText) -> None:
    hand, into = boundaries.hand(), dict[str, tuple[str, int]]()
    for merge in boundaries.merges:
        others = [context for context in merge.contexts if context != merge.into]
        if not merge.into or not others or not all(merge.contexts):
            raise source.wrong(merge.line, "a merge needs contexts, and one to merge `into`.", "Name them.")
        kernels = sorted(hand.kernels().intersection((merge.into, *merge.contexts)))
        if kernels:
            remedy = "Pin the modules to it instead."
            raise source.wrong(merge.line, f"{kernels[0]!r} is a shared kernel, which cannot be merged.", remedy)
        for context in others:
            other, first = into.setdefault(context, (merge.into, merge.line))
            if other != merge.into:
                message = f"{context!r} is merged into {merge.into!r}, and into {other!r} at line {first}."
                raise source.wrong(merge.line, message, "Keep one of them.")
    for context in into:
        end = hand.merged(context)
        if end in into:
            message = f"{context!r} and {end!r} are merged into each other, the other at line {into[end][1]}."
            raise source.wrong(into[context][1], message, "Keep one of them.")


def _allowances(boundaries: Boundaries, source: TomlText) -> None:
    known: Iterable[str] = boundaries.hand().ids()
    for index, allowance in enumerate(boundaries.allowed):
        for key, context in (("from", allowance.source), ("to", allowance.target)):
            if context not in known:
                line = source.line_of(key, "allow", index)
                raise source.wrong(line, f"there is no context {context!r}.", meant(context, known))
        if allowance.via not in ("", PUBLIC):
            line = source.line_of("via", "allow", index)
            raise source.wrong(line, f"`via` cannot be {allowance.via!r}.", 'Write `via = "public"`, or leave it out.')
