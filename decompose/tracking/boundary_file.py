"""The boundary file: from boundaries to `decompose.contexts.toml` and back, every mistake with its line and a suggestion."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import msgspec

from decompose.errors import DecomposeError
from decompose.tracking.boundary import DOMAIN, PUBLIC, SHARED_KERNEL, Allowance, Boundaries, ContextBoundary
from decompose.tracking.conflict import refuse_conflicts

VERSION = 1
HEAD = """\
# The contexts of this system, as accepted; `decompose check` obeys this file. Edit it as you see fit, then run
# `decompose accept` to freeze the couplings across the new boundaries. The most specific pattern wins:
#   modules = ["shop/billing/**", "shop.invoice"]    owner = "team-billing"    public = ["shop.billing.api"]
# A dependency that is meant to be needs an entry of its own:
#   [[allow]]
#   from = "orders"
#   to = "billing"
#   via = "public"
"""


def render(boundaries: Boundaries) -> str:
    """The text of the boundary file."""
    parts = [f"{HEAD}version = {boundaries.version}\n"]
    parts += [_context(context) for context in boundaries.contexts]
    parts += [_allowance(allowance) for allowance in boundaries.allowed]
    return "\n".join(parts)


def parse(text: str, name: str) -> Boundaries:
    """The boundaries in a file called `name`; raises DecomposeError with place and remedy for whatever is wrong with it."""
    refuse_conflicts(text, name, "Resolve the merge, then run `decompose accept`.")
    source = _Source(name, text)
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as cause:
        raise source.wrong(*_where(str(cause)), "Correct the TOML of that line.") from cause
    _know_keys(data, source)
    try:
        boundaries = msgspec.convert(data, Boundaries)
    except msgspec.ValidationError as cause:
        raise _wrong_type(str(cause), source) from cause
    _agree(boundaries, source)
    return boundaries


class _Source:
    """The text of a file with its name, to tell where something is."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self._lines = name, text.split("\n")

    def wrong(self, line: int, message: str, remedy: str) -> DecomposeError:
        """The error for a mistake at `line`; 0 if the line is not known."""
        return DecomposeError(f"{self.name}{f':{line}' if line else ''}: {message}", remedy)

    def line_of(self, key: str, table: str = "", index: int = 0) -> int:
        """The line that sets `key` in the `index`th `[[table]]`, or at the top; the table's own line if only that is found."""
        start, end = self._span(table, index)
        for number in range(start, end):
            if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]|\s*\[+\s*{re.escape(key)}\b""", self._lines[number]):
                return number + 1
        return start if table else 0

    def _span(self, table: str, index: int) -> tuple[int, int]:
        if not table:
            return 0, len(self._lines)
        heads = [n for n, line in enumerate(self._lines) if re.match(r"\s*\[", line)]
        own = [n for n in heads if re.match(rf"\s*\[\[\s*{table}\s*\]\]", self._lines[n])]
        if index >= len(own):
            return 0, 0
        return own[index] + 1, min((n for n in heads if n > own[index]), default=len(self._lines))


def _where(message: str) -> tuple[int, str]:
    found = re.search(r"at line (\d+)", message)
    return (int(found[1]) if found else 0), f"this is no valid TOML: {message}."


def _know_keys(data: Mapping[str, Any], source: _Source) -> None:
    _known(data, Boundaries, source)
    for table, type in (("context", ContextBoundary), ("allow", Allowance)):
        entries = data.get(table, [])
        if not isinstance(entries, list):
            raise source.wrong(source.line_of(table), f"`{table}` must be a list of tables.", f"Write [[{table}]].")
        for index, entry in enumerate(entries):
            if isinstance(entry, dict):
                _known(entry, type, source, table, index)


def _known(data: Mapping[str, Any], type: Any, source: _Source, table: str = "", index: int = 0) -> None:
    fields = {field.encode_name: field.required for field in msgspec.structs.fields(type)}
    place = f"[[{table}]]" if table else "this file"
    for key in data:
        if key not in fields:
            line = source.line_of(key, table, index)
            raise source.wrong(line, f"{key!r} is not a key of {place}.", _meant(key, fields))
    for key, required in fields.items():
        if required and key not in data:
            value = str(VERSION) if key == "version" else '"…"'
            line = source.line_of(key, table, index)
            raise source.wrong(line, f"{place} lacks {key!r}.", f"Add `{key} = {value}`.")


def _meant(name: str, names: Iterable[str]) -> str:
    known = sorted(names)
    close = get_close_matches(name, known, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Known are: {', '.join(known)}." if known else "None are known."


def _wrong_type(message: str, source: _Source) -> DecomposeError:
    """The error for a value of the wrong type; msgspec ends its message with the path to it."""
    what, _, path = message.partition(" - at ")
    found = re.search(r"\$\.(?:(context|allow)\[(\d+)\])?\.?(\w*)", path)
    table, index, key = (found[1] or "", int(found[2] or 0), found[3]) if found else ("", 0, "")
    line = source.line_of(key, table, index) if key or table else 0
    subject = f"`{key}`" if key else f"[[{table}]]" if table else "the file"
    return source.wrong(
        line, f"{subject} has a wrong value: {what[:1].lower()}{what[1:]}.", "Give it the type it needs."
    )


def _agree(boundaries: Boundaries, source: _Source) -> None:
    if boundaries.version != VERSION:
        raise source.wrong(
            source.line_of("version"),
            f"version {boundaries.version} is not one that this decompose reads.",
            "Upgrade decompose.",
        )
    ids: dict[str, int] = {}
    patterns: dict[tuple[str, str], str] = {}
    for index, context in enumerate(boundaries.contexts):
        line = source.line_of("id", "context", index)
        if not context.id or context.id in ids:
            raise source.wrong(
                line, f"the id {context.id!r} is empty or used twice.", "Give each context an id of its own."
            )
        ids[context.id] = index
        if context.kind not in (DOMAIN, SHARED_KERNEL):
            line = source.line_of("kind", "context", index)
            raise source.wrong(
                line, f"{context.kind!r} is no kind of context.", _meant(context.kind, (DOMAIN, SHARED_KERNEL))
            )
        for key, names in (("modules", context.modules), ("tables", context.tables)):
            for pattern in names:
                other = patterns.setdefault((key, pattern), context.id)
                if other != context.id or not pattern:
                    line = source.line_of(key, "context", index)
                    raise source.wrong(line, f"{pattern!r} is empty or in {other!r} too.", "Keep it in one context.")
    _agree_on_allowances(boundaries, ids, source)


def _agree_on_allowances(boundaries: Boundaries, ids: Iterable[str], source: _Source) -> None:
    for index, allowance in enumerate(boundaries.allowed):
        for key, context in (("from", allowance.source), ("to", allowance.target)):
            if context not in ids:
                line = source.line_of(key, "allow", index)
                raise source.wrong(line, f"there is no context {context!r}.", _meant(context, ids))
        if allowance.via not in ("", PUBLIC):
            line = source.line_of("via", "allow", index)
            raise source.wrong(line, f"`via` cannot be {allowance.via!r}.", 'Write `via = "public"`, or leave it out.')


def _context(context: ContextBoundary) -> str:
    lines = ["[[context]]", f"id = {_quoted(context.id)}"]
    lines += [f"kind = {_quoted(context.kind)}"] if context.kind != DOMAIN else []
    lines += [_array("modules", context.modules)] if context.modules else ["modules = []"]
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


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's, except that TOML also wants the delete character escaped."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")
