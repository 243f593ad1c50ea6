"""From boundaries to the text of `decompose.contexts.toml`, whole or entry by entry."""

from collections.abc import Iterable

import msgspec

from decompose.contexts.hand.hand import DOMAIN, Apart, ContextBoundary, Entry, Hand, Merge, Pin, Split, Together
from decompose.tracking.boundary import VERSION, Allowance, Boundaries

HEAD = """\
# The contexts of this system, as accepted; `decompose check` and `decompose analyze` obey this file. Edit it as you see fit,
# then run `decompose accept` to freeze the couplings across the new boundaries. The most specific pattern wins:
#   modules = ["shop/billing/**", "shop.invoice"]    owner = "team-billing"    public = ["shop.billing.api"]
# A dependency that is meant to be needs an entry of its own:
#   [[allow]]
#   from = "orders"
#   to = "billing"
#   via = "public"
# Words about single modules and whole contexts ([[pin]], [[together]], [[apart]], [[merge]], [[split]]) are tried and
# written by `decompose what-if`.
"""

FIRST = f"{HEAD}version = {VERSION}\n"
"""How a file begins."""


def file_of(hand: Hand) -> str:
    """The text of a file that says this and nothing else; "" if nothing is said."""
    return "\n".join([FIRST, *entries(hand)]) if hand else ""


def render(boundaries: Boundaries) -> str:
    """The text of the boundary file."""
    parts = [f"{HEAD}version = {boundaries.version}\n"]
    parts += entries(boundaries.hand())
    parts += [_allowance(allowance) for allowance in boundaries.allowed]
    return "\n".join(parts)


def entries(hand: Hand) -> list[str]:
    """The text of each entry."""
    return [entry(each) for each in hand.entries()]


def entry(value: Entry) -> str:
    """The text of one entry of the hand."""
    match value:
        case ContextBoundary():
            return _context(value)
        case Pin():
            tables = [_array("tables", value.tables)] if value.tables else []
            modules = [_array("modules", value.modules)] if value.modules else []
            lines = ["[[pin]]", f"context = {_quoted(value.context)}", *modules, *tables]
        case Together():
            lines = ["[[together]]", _array("modules", value.modules)]
        case Apart():
            lines = ["[[apart]]", _array("modules", value.modules)]
        case Merge():
            lines = ["[[merge]]", _row("contexts", value.contexts), f"into = {_quoted(value.into)}"]
        case Split():
            names = [f"context = {_quoted(value.context)}", f"into = {_quoted(value.into)}"]
            lines = ["[[split]]", *names, _array("modules", value.modules)]
    lines += [f"why = {_quoted(value.why)}"] if value.why else []
    return "\n".join(lines) + "\n"


def _context(context: ContextBoundary) -> str:
    lines = ["[[context]]", f"id = {_quoted(context.id)}"]
    lines += [f"name = {_quoted(context.name)}"] if context.name else []
    lines += [f"kind = {_quoted(context.kind)}"] if context.kind != DOMAIN else []
    lines += [_array("modules", context.modules)] if context.modules else []
    lines += [_array("tables", context.tables)] if context.tables else []
    lines += [f"owner = {_quoted(context.owner)}"] if context.owner else []
    lines += [_array("public", context.public)] if context.public else []
    return "\n".join(lines) + "\n"


def _allowance(allowance: Allowance) -> str:
    lines = ["[[allow]]", f"from = {_quoted(allowance.source)}", f"to = {_quoted(allowance.target)}"]
    lines += [f"via = {_quoted(allowance.via)}"] if allowance.via else []
    return "\n".join(lines) + "\n"


def _array(key: str, names: Iterable[str]) -> str:
    """One name a line, so that two branches that each add one merge, and a review shows one line for one change."""
    return f"{key} = [\n" + "".join(f"    {_quoted(name)},\n" for name in names) + "]"


def _row(key: str, names: Iterable[str]) -> str:
    return f"{key} = [{', '.join(map(_quoted, names))}]"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's, except that TOML also wants the delete character escaped."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")
